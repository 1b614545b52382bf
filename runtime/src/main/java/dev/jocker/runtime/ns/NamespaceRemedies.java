package dev.jocker.runtime.ns;

import dev.jocker.runtime.namespace.NamespaceId;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.ns.NamespaceCommand.Join;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.ProgramText;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Errno;

/** Why the kernel refuses to make or join a namespace, and what helps. */
final class NamespaceRemedies {
    private NamespaceRemedies() {}

    /** One sentence, or null where there is nothing to say that the error does not. */
    static String of(NamespaceCommand wanted, Call call, Errno errno) {
        return switch (call.call()) {
            case UNSHARE -> ofUnshare(wanted, errno);
            case CLONE ->
                switch (errno) {
                    case ENOMEM ->
                        "The pid namespace has no process 1 any more: the kernel makes no process in it again";
                    case EAGAIN -> "The limit of processes is reached: see ulimit -u and pids.max";
                    default -> null;
                };
            case MOUNT ->
                errno == Errno.EPERM
                        ? "A mount wants a mount namespace of its own (-m), and proc one of pids as well, with a child in it (-p -f)"
                        : null;
            case WRITE -> ofWrite(ProgramText.of(call), errno);
            case SETGROUPS, SETRESGID, SETRESUID ->
                errno == Errno.EINVAL ? "The id has no mapping in the user namespace" : null;
            default -> null;
        };
    }

    private static String ofUnshare(NamespaceCommand wanted, Errno errno) {
        boolean user = wanted.made().has(CloneFlag.CLONE_NEWUSER);
        return switch (errno) {
            case EPERM ->
                user
                        ? "This host forbids user namespaces: see user.max_user_namespaces, kernel.unprivileged_userns_clone and "
                                + "kernel.apparmor_restrict_unprivileged_userns; in a chroot nobody gets one"
                        : "Namespaces other than a user namespace need CAP_SYS_ADMIN: be root, or add -U -r";
            case ENOSPC -> "The limit of namespaces is reached: see /proc/sys/user/max_*_namespaces";
            case EINVAL -> "This kernel lacks one of these namespaces";
            default -> null;
        };
    }

    private static String ofWrite(String call, Errno errno) {
        if (call.contains("_map>") && errno == Errno.EPERM) {
            return "From inside a process may map no id but its own, and groups only when setgroups is denied";
        }
        if (call.contains("_map>") && errno == Errno.EINVAL) {
            return "Ranges of ids may not overlap";
        }
        return call.contains("timens_offsets>") && errno == Errno.ERANGE
                ? "The clock would be before its beginning, or more than 146 years after it"
                : null;
    }

    /**
     * A namespace could not be joined.
     *
     * @param is what the file stands for, or null: for no namespace
     */
    static String ofJoin(Join join, NamespaceId is, Errno errno) {
        NamespaceKind kind = join.kind();
        return switch (errno) {
            case EINVAL -> {
                if (is == null) {
                    yield join.file() + " stands for no namespace";
                }
                if (is.kind() != kind) {
                    yield join.file() + " is " + is + ": setns(2) joins it as a "
                            + is.kind().file() + " namespace only, and this asked for " + kind.file();
                }
                yield switch (kind) {
                    case USER -> "It is the user namespace that this process is in: nobody joins his own again";
                    case PID -> "It is a namespace above our own: a pid namespace can be left downwards only";
                    default -> null;
                };
            }
            case EPERM ->
                "Joining wants CAP_SYS_ADMIN in the user namespace that the namespace belongs to; join that one as well: -U";
            default -> null;
        };
    }
}
