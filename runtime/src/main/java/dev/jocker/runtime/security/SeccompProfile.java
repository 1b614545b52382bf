package dev.jocker.runtime.security;

import dev.jocker.runtime.oci.Seccomp;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Architecture;
import dev.jocker.runtime.syscall.Flags;
import java.util.ArrayList;
import java.util.List;

/**
 * Which system calls a container may make, as {@code linux.seccomp} of the OCI runtime specification describes it.
 *
 * <p>Where several rules are about one call: a rule without conditions wins over rules with some, the first of its kind wins over
 * later ones, and rules that say what the default says are passed over. So it is with libseccomp and runc, for which profiles
 * are written.
 *
 * <p>Calls numbered above all those that the profile names are newer than it. If the default does not let calls pass, they
 * return ENOSYS, as with runc, so that the C library falls back to what it used before; EPERM would fail the program.
 *
 * <p>There are no tables of the numbers of 32-bit system calls. Programs of those architectures that the profile lists get ENOSYS
 * for every call; programs of an architecture that it does not list are killed, as with libseccomp. Numbers of x86-64's x32
 * ABI return ENOSYS too, listed or not.
 *
 * @param defaultAction what is done about a call that no rule is about
 * @param defaultErrno the error number of a default of ERRNO or TRACE; {@link SeccompRule#DEFAULT_ERRNO} where there is none
 * @param architectures by the specification's names, such as SCMP_ARCH_X86; this machine's is always in force
 * @param flags how to load it; {@link SeccompFilter#DEFAULT_FLAGS} where there are none
 * @param rules in the order of the profile
 */
public record SeccompProfile(
        SeccompAction defaultAction,
        int defaultErrno,
        List<String> architectures,
        Flags<SeccompFlag> flags,
        List<SeccompRule> rules) {
    public SeccompProfile {
        architectures = List.copyOf(architectures);
        rules = List.copyOf(rules);
    }

    /**
     * The profile that a {@code config.json} has. Without flags, {@link SeccompFilter#DEFAULT_FLAGS} are taken.
     *
     * @throws IllegalArgumentException if an action, an operator or a flag is unknown
     */
    public static SeccompProfile of(Seccomp listed) {
        var rules = new ArrayList<SeccompRule>();
        for (Seccomp.Rule each : listed.syscalls()) {
            var arguments = new ArrayList<SeccompArgument>();
            for (Seccomp.Argument argument : each.args()) {
                arguments.add(new SeccompArgument(
                        argument.index(),
                        SeccompOperator.valueOf(argument.op()),
                        argument.value(),
                        argument.valueTwo(),
                        Width.WIDE));
            }
            rules.add(new SeccompRule(
                    each.names(), SeccompAction.valueOf(each.action()), errno(each.errnoRet()), arguments));
        }
        Flags<SeccompFlag> flags = Flags.none(SeccompFlag.class);
        for (String each : listed.flags()) {
            flags = flags.with(SeccompFlag.valueOf(each));
        }
        return new SeccompProfile(
                SeccompAction.valueOf(listed.defaultAction()),
                errno(listed.defaultErrnoRet()),
                listed.architectures(),
                listed.flags().isEmpty() ? SeccompFilter.DEFAULT_FLAGS : flags,
                rules);
    }

    /**
     * This profile as a filter for this machine.
     *
     * @throws IllegalArgumentException if it uses SCMP_ACT_NOTIFY, or its filter is longer than the kernel takes
     */
    public SeccompFilter filter() {
        return SeccompCompiler.compile(policy(Architecture.current()), flags);
    }

    /** The same by number. */
    SeccompPolicy policy(Architecture architecture) {
        refuseNotify(defaultAction);
        var policy = new SeccompPolicy(architecture, defaultAction, defaultErrno);
        for (String each : architectures) {
            policy.list(each);
        }
        for (SeccompRule rule : rules) {
            refuseNotify(rule.action());
            int returned = rule.action().returned(rule.errno());
            for (String name : rule.names()) {
                int number = SystemCallNumbers.of(name, architecture);
                if (number != SystemCallNumbers.NONE) {
                    add(policy, number, rule.arguments(), returned);
                }
            }
        }
        return policy;
    }

    private static void add(SeccompPolicy policy, int number, List<SeccompArgument> arguments, int returned) {
        if (arguments.isEmpty()) {
            policy.always(returned, number);
        } else if (namesOneTwice(arguments)) {
            for (SeccompArgument each : arguments) {
                policy.when(returned, number, List.of(each));
            }
        } else {
            policy.when(returned, number, arguments);
        }
    }

    private static int errno(Integer listed) {
        return listed == null ? SeccompRule.DEFAULT_ERRNO : listed;
    }

    private static boolean namesOneTwice(List<SeccompArgument> arguments) {
        int seen = 0;
        for (SeccompArgument each : arguments) {
            int bit = 1 << each.index();
            if ((seen & bit) != 0) {
                return true;
            }
            seen |= bit;
        }
        return false;
    }

    private static void refuseNotify(SeccompAction action) {
        if (action == SeccompAction.SCMP_ACT_NOTIFY) {
            throw new IllegalArgumentException("SCMP_ACT_NOTIFY is not supported: there is no listener");
        }
    }
}
