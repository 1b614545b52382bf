package dev.jocker.runtime.launch;

import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.ProgramText;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;

/** What a person can do about errors of the kernel that have a usual cause. */
final class Remedies {
    private static final String FOREIGN_NAMESPACE =
            "The namespace belongs to another user namespace than the container's: leave --userns auto out, or that namespace";

    private static final String NO_WAY_THERE =
            "The container's root cannot get to that directory: every directory above JOCKER_DATA has to let others pass "
                    + "(chmod o+x)";

    private Remedies() {}

    /** One sentence, or null where there is nothing to say that the error does not. */
    static String of(Instruction instruction, Errno errno) {
        if (!(instruction instanceof Call call)) {
            return null;
        }
        String text = ProgramText.of(instruction);
        return switch (call.call()) {
            case MOUNT -> ofMount(text, errno);
            case PRLIMIT64 ->
                errno == Errno.EPERM
                        ? "A hard limit can be raised only with CAP_SYS_RESOURCE: ask for no more than `ulimit -H` shows"
                        : null;
            case MOVE_MOUNT -> errno == Errno.EACCES ? NO_WAY_THERE : null;
            case CHDIR ->
                errno == Errno.ENOENT
                        ? "The working directory is a link that leads nowhere: give another with -w"
                        : null;
            case MKDIRAT ->
                switch (errno) {
                    case EROFS ->
                        "A directory that a mount or -w wants is not there, and what it would be in is read only, "
                                + "as a root on a full disk is";
                    case ENOENT -> "A link leads nowhere: give a mount or -w the path that it should lead to";
                    case EACCES -> NO_WAY_THERE;
                    default -> null;
                };
            case SETRESUID, SETRESGID, SETGROUPS ->
                errno == Errno.EINVAL ? "The id has no mapping in the container's user namespace" : null;
            case SETNS ->
                switch (errno) {
                    case EINVAL -> "The file stands for another kind of namespace than the option wants";
                    case EPERM -> FOREIGN_NAMESPACE;
                    default -> null;
                };
            case WRITE, OPENAT ->
                text.contains("/proc/sys/") && (errno == Errno.ENOENT || errno == Errno.EINVAL || errno == Errno.EACCES)
                        ? "This kernel has no such parameter, or not that value for it"
                        : null;
            case SECCOMP -> errno == Errno.EINVAL ? "This kernel was built without seccomp filters" : null;
            default -> null;
        };
    }

    private static String ofMount(String text, Errno errno) {
        if (text.startsWith("mount(\"overlay\"")) {
            return switch (errno) {
                case ENODEV -> "This kernel has no overlay file system: load the module overlay";
                case EINVAL ->
                    "The directory of containers is on a file system that cannot hold an overlay's upper layer "
                            + "(an overlay itself, or NFS): put JOCKER_DATA on ext4, xfs or btrfs";
                default -> null;
            };
        }
        return errno == Errno.EPERM ? "This host forbids it: Jocker needs root with CAP_SYS_ADMIN" : null;
    }

    /** A sentence on an error of the launch itself, or null. */
    static String of(SyscallException e) {
        if (e.call() == SystemCall.CLONE3) {
            return switch (e.errno()) {
                case EPERM -> "Making namespaces needs root (CAP_SYS_ADMIN)";
                case ENOSPC -> "The limit of namespaces is reached: see /proc/sys/user/max_*_namespaces";
                case EAGAIN -> "The limit of processes is reached: see ulimit -u and pids.max";
                case EINVAL, ENOSYS -> "This kernel lacks one of these namespaces, or is older than Linux 5.5";
                default -> null;
            };
        }
        if (e.call() == SystemCall.SETNS && e.errno() == Errno.EPERM) {
            return FOREIGN_NAMESPACE;
        }
        if (e.call() == SystemCall.EXECVEAT && e.errno() == Errno.EACCES) {
            return "This host forbids executing what is not in a file: see vm.memfd_noexec";
        }
        return null;
    }

    /** The file of a namespace that was to be joined could not be opened: which option wanted it, and why not. */
    static ContainerException ofNamespaceFile(Plan.Join join, SyscallException e) {
        String what = option(join.kind()) + " ns:" + join.path() + ": the file cannot be opened: "
                + Errno.describe(e.errno().number());
        return switch (e.errno()) {
            case ENOENT, ENOTDIR -> new ContainerException.NotFound(what, e);
            case EACCES, EPERM ->
                new ContainerException.NotSupported(
                        what
                                + ". Joining another process's namespace needs the right to trace that process: CAP_SYS_PTRACE in "
                                + "its user namespace, see ptrace(2)",
                        e);
            default -> new ContainerException.NotSupported(what, e);
        };
    }

    private static String option(NamespaceKind kind) {
        return switch (kind) {
            case PID -> "--pid";
            case NETWORK -> "--network";
            case MOUNT -> "mount namespace";
            case IPC -> "--ipc";
            case UTS -> "--uts";
            case USER -> "--userns";
            case CGROUP -> "--cgroupns";
            case TIME -> "--time";
        };
    }
}
