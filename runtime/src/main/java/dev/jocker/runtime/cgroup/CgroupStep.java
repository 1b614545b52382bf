package dev.jocker.runtime.cgroup;

import dev.jocker.runtime.oci.Resources.DeviceRule;
import dev.jocker.runtime.syscall.BpfPrograms;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One thing to do for a group to be there as it should be. {@code toString} is what a shell would be told. */
public sealed interface CgroupStep {
    /** Does it. What is done already is left as it is. */
    void carryOut() throws IOException;

    /** Makes a group. */
    record MakeDirectory(Path path) implements CgroupStep {
        @Override
        public void carryOut() throws IOException {
            try {
                Files.createDirectory(path);
            } catch (FileAlreadyExistsException e) {
                // the parent of all containers; or what an earlier run of the same one left
            }
        }

        @Override
        public String toString() {
            return "mkdir " + path;
        }
    }

    /**
     * Lets the groups below a group of version 2 have controllers.
     *
     * @param needed whether a limit depends on it; otherwise they are for readings, and it is no matter if it fails
     * @param ours whether it is the group of this process, below which all others are made: processes in it may be moved aside
     */
    record Enable(Path group, List<String> controllers, boolean needed, boolean ours) implements CgroupStep {
        /** The leaf for processes that stand in the way; named as podman and others do. */
        static final String LEAF = "init";

        public Enable {
            controllers = List.copyOf(controllers);
        }

        @Override
        public void carryOut() throws IOException {
            Path file = group.resolve("cgroup.subtree_control");
            List<String> enabled = Hierarchies.words(ControlFile.read(file));
            for (String controller : controllers) {
                if (!enabled.contains(controller)) {
                    enable(file, controller);
                }
            }
        }

        private void enable(Path file, String controller) throws IOException {
            try {
                try {
                    ControlFile.write(file, "+" + controller);
                } catch (SyscallException e) {
                    if (e.errno() != Errno.EBUSY || !ours) {
                        throw e;
                    }
                    // In a cgroup namespace, its root is no root to the kernel: it may not have processes and
                    // controllers both.
                    new MoveProcesses(group, group.resolve(LEAF)).carryOut();
                    ControlFile.write(file, "+" + controller);
                }
            } catch (SyscallException e) {
                if (needed) {
                    if (e.errno() == Errno.EBUSY) {
                        throw CgroupException.occupied(controller, group, e);
                    }
                    throw CgroupException.refused(controller, file, "+" + controller, e);
                }
            }
        }

        @Override
        public String toString() {
            return "echo " + join() + " > " + group.resolve("cgroup.subtree_control");
        }

        private String join() {
            var text = new StringBuilder();
            for (String controller : controllers) {
                text.append(text.isEmpty() ? "+" : " +").append(controller);
            }
            return text.toString();
        }
    }

    /** Moves all processes of a group to another, which is made. */
    record MoveProcesses(Path from, Path to) implements CgroupStep {
        private static final int ROUNDS = 10; // for children that are born meanwhile

        @Override
        public void carryOut() throws IOException {
            new MakeDirectory(to).carryOut();
            for (int i = 0; i < ROUNDS; i++) {
                String[] pids =
                        ControlFile.read(from.resolve("cgroup.procs")).strip().split("\\n");
                if (pids[0].isEmpty()) {
                    return;
                }
                for (String pid : pids) {
                    move(pid);
                }
            }
        }

        private void move(String pid) throws IOException {
            try {
                ControlFile.write(to.resolve("cgroup.procs"), pid);
            } catch (SyscallException e) {
                if (e.errno() != Errno.ESRCH && e.errno() != Errno.EINVAL) { // it has ended; it is the kernel's
                    throw e;
                }
            }
        }

        @Override
        public String toString() {
            return "mkdir " + to + " and move all of " + from + " there";
        }
    }

    /** Gives a new cpuset the processors, or memory nodes, of the group above: without them no process can enter it. */
    record Inherit(Path group, String file) implements CgroupStep {
        @Override
        public void carryOut() throws IOException {
            Path own = group.resolve(file);
            if (ControlFile.read(own).isBlank()) {
                String above = ControlFile.read(group.getParent().resolve(file));
                ControlFile.write(own, above.strip());
            }
        }

        @Override
        public String toString() {
            return "cat " + group.getParent().resolve(file) + " > " + group.resolve(file);
        }
    }

    /** Writes files of a group, one after the other. */
    record Write(Path group, Setting setting) implements CgroupStep {
        @Override
        public void carryOut() throws IOException {
            SyscallException first = null;
            for (Setting each = setting; each != null; each = each.otherwise()) {
                Path file = group.resolve(each.file());
                try {
                    ControlFile.write(file, each.value());
                    return;
                } catch (SyscallException e) {
                    if (e.errno() != Errno.ENOENT || each.otherwise() == null) {
                        throw CgroupException.refused(each.controller(), file, each.value(), first == null ? e : first);
                    }
                    first = e;
                }
            }
        }

        @Override
        public String toString() {
            return "echo " + setting.value() + " > " + group.resolve(setting.file());
        }
    }

    /** Attaches a program that decides about devices to a group of version 2, in the place of those that it has. */
    record GuardDevices(Path group, List<DeviceRule> rules) implements CgroupStep {
        public GuardDevices {
            rules = List.copyOf(rules);
        }

        @Override
        public void carryOut() throws IOException {
            try (Fd directory = Descriptors.open(group, Flags.of(OpenFlag.O_DIRECTORY));
                    Fd program = BpfPrograms.loadDeviceProgram(DeviceProgram.of(rules))) {
                replace(directory, BpfPrograms.devicePrograms(directory), program);
            } catch (SyscallException e) {
                throw new CgroupException(
                        "controller devices: " + group + ": " + e.getMessage()
                                + ". Rules for devices are an eBPF program in cgroup version 2: it needs CAP_SYS_ADMIN and a kernel "
                                + "with CONFIG_CGROUP_BPF; --privileged does without",
                        e);
            }
        }

        private static void replace(Fd directory, List<Fd> old, Fd program) throws SyscallException {
            try {
                BpfPrograms.attachDeviceProgram(directory, program);
                for (Fd each : old) {
                    BpfPrograms.detachDeviceProgram(directory, each);
                }
            } finally {
                for (Fd each : old) {
                    each.close();
                }
            }
        }

        @Override
        public String toString() {
            List<String> lines = new ArrayList<>();
            for (Setting setting : VersionOneSettings.devices(rules)) {
                lines.add(setting.file().substring("devices.".length()) + " " + setting.value());
            }
            return "attach an eBPF program to " + group + ": " + String.join(", ", lines);
        }
    }
}
