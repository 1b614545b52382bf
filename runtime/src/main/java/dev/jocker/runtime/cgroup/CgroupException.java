package dev.jocker.runtime.cgroup;

import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.SyscallException;
import java.nio.file.Path;

/** A limit that cannot be had, with one line that names the controller, the file and a remedy. */
public final class CgroupException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CgroupException(String message, Throwable cause) {
        super(message, cause);
    }

    CgroupException(String message) {
        this(message, null);
    }

    /** There is no such controller here. */
    static CgroupException noController(String controller, String file, Hierarchies hierarchies) {
        Hierarchy versionOne = hierarchies.versionOne(controller);
        String why = versionOne != null
                ? versionOne.mount()
                        + " can't be written, nor the group of this process: run jocker where it is mounted "
                        + "writable, or leave the limit out"
                : "no mounted hierarchy has that controller: mount it, enable it in the kernel (see /proc/cgroups and "
                        + "cgroup_disable= on its command line), or leave the limit out";
        return new CgroupException("controller " + controller + ", which " + file + " belongs to: " + why);
    }

    /** Version 2 has nothing that corresponds. */
    static CgroupException notInVersionTwo(String controller, String what, String remedy) {
        return new CgroupException(
                "controller " + controller + ": " + what + " is not to be had with cgroup version 2: " + remedy);
    }

    /** The kernel did not take a value. */
    static CgroupException refused(String controller, Path file, String value, SyscallException e) {
        return new CgroupException(
                "controller " + controller + ": \"" + value + "\" can't be written to " + file + ": "
                        + Errno.describe(e.number()) + ". " + remedy(controller, e.errno(), file),
                e);
    }

    /** Version 2 lets no group but the root have processes of its own and controllers below it both. */
    static CgroupException occupied(String controller, Path group, SyscallException e) {
        return new CgroupException(
                "controller " + controller + ": groups below " + group + " can't have it, because processes are in "
                        + group + " itself: choose another --cgroup-parent, or leave the limit out",
                e);
    }

    private static String remedy(String controller, Errno errno, Path file) {
        String name = file.getFileName().toString();
        return switch (errno) {
            case ENOENT -> "This kernel has no " + name + ": leave the limit out, or take a kernel with it";
            case EBUSY ->
                controller.equals("memory")
                        ? "The container needs more than that right now: take a larger limit"
                        : "Another group stands in the way: look at the groups above and beside it";
            case ENODEV -> "There is no such device, or none that can be limited: see lsblk";
            case EINVAL, ERANGE ->
                name.equals("memory.limit_in_bytes") || name.equals("memory.memsw.limit_in_bytes")
                        ? "Memory cannot be more than memory and swap together: give both limits"
                        : "It is out of the range that the kernel, or a group above, allows";
            case EOPNOTSUPP -> "The device's I/O scheduler cannot do that, or the group is threaded";
            case EPERM, EACCES, EROFS ->
                "This process may not: run jocker as root on the host, or where its group is delegated to it";
            case ENOSPC ->
                "No processor or memory node is left for it: see cpuset.cpus and cpuset.mems of the group above";
            default -> "Leave the limit out, or see the kernel's documentation of " + name;
        };
    }
}
