package dev.jocker.runtime.security;

import dev.jocker.bindings.errno_h;
import java.util.List;

/**
 * A rule of a {@link SeccompProfile}: what is done about some system calls.
 *
 * @param names the calls; those that this architecture does not have are passed over
 * @param action what is done
 * @param errno the error number of ERRNO and TRACE; {@link #DEFAULT_ERRNO} where the profile has none
 * @param arguments under which conditions: all of them, or, as runc has it, any of them if two are about the same argument. None:
 *     always
 */
public record SeccompRule(List<String> names, SeccompAction action, int errno, List<SeccompArgument> arguments) {
    public static final int DEFAULT_ERRNO = errno_h.EPERM();

    public SeccompRule {
        names = List.copyOf(names);
        arguments = List.copyOf(arguments);
    }

    /** A rule without conditions. */
    public static SeccompRule of(SeccompAction action, String... names) {
        return new SeccompRule(List.of(names), action, DEFAULT_ERRNO, List.of());
    }

    /** This rule with conditions. */
    public SeccompRule when(SeccompArgument... conditions) {
        return new SeccompRule(names, action, errno, List.of(conditions));
    }

    /** This rule with an error number. */
    public SeccompRule returning(int number) {
        return new SeccompRule(names, action, number, arguments);
    }
}
