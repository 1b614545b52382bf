package dev.jocker.runtime.oci;

import java.util.List;

/**
 * Which system calls can be made, {@code seccomp(2)}.
 *
 * @param defaultAction SCMP_ACT_ERRNO, …: for calls that no rule names
 * @param defaultErrnoRet null: EPERM
 * @param architectures SCMP_ARCH_X86_64, …; none: the machine's own
 * @param flags SECCOMP_FILTER_FLAG_LOG, …
 * @param listenerPath a socket for SCMP_ACT_NOTIFY; null: none
 * @param listenerMetadata null: none
 * @param syscalls the rules
 */
public record Seccomp(
        String defaultAction,
        Integer defaultErrnoRet,
        List<String> architectures,
        List<String> flags,
        String listenerPath,
        String listenerMetadata,
        List<Rule> syscalls) {
    public Seccomp {
        architectures = Frozen.list(architectures);
        flags = Frozen.list(flags);
        syscalls = Frozen.list(syscalls);
    }

    /**
     * What happens to some calls.
     *
     * @param errnoRet null: EPERM
     * @param args all of them must hold
     */
    public record Rule(List<String> names, String action, Integer errnoRet, List<Argument> args) {
        public Rule {
            names = Frozen.list(names);
            args = Frozen.list(args);
        }
    }

    /**
     * A condition on an argument.
     *
     * @param index 0 to 5
     * @param value unsigned; the mask with SCMP_CMP_MASKED_EQ
     * @param valueTwo unsigned; what is left under the mask
     * @param op SCMP_CMP_EQ, …
     */
    public record Argument(int index, long value, long valueTwo, String op) {}
}
