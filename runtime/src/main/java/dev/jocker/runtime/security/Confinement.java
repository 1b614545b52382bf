package dev.jocker.runtime.security;

import dev.jocker.runtime.program.Instruction;
import java.util.ArrayList;
import java.util.List;

/**
 * What a container's process is left with. Its instructions come last before the {@code execve(2)}, in the order in which they
 * can work:
 *
 * <pre>
 *   no_new_privs, if wanted
 *   seccomp, unless no_new_privs     without it, loading a filter wants CAP_SYS_ADMIN, so while we have that
 *   bounding set, keep-capabilities  wants CAP_SETPCAP
 *   umask, groups, group, user
 *   the other capability sets
 *   seccomp, if no_new_privs         as late as can be: what follows has to pass the filter
 * </pre>
 *
 * <p>So without no_new_privs a filter has to allow {@code prctl}, {@code umask}, {@code setgroups}, {@code setresgid},
 * {@code setresuid}, {@code capset}, {@code execve} and whatever else the program does after these instructions; with it, only
 * the latter two. The default filter allows them all. A custom profile that does not makes the start fail, with the call and
 * the profile's errno.
 *
 * @param credentials who it is
 * @param capabilities its five sets
 * @param seccomp the calls it may make; null: all
 * @param noNewPrivileges whether an exec can give it no more
 */
public record Confinement(
        Credentials credentials, Capabilities capabilities, SeccompFilter seccomp, boolean noNewPrivileges) {

    /**
     * All of it.
     *
     * @param present see {@link Capabilities#beforeCredentials}
     */
    public List<Instruction> instructions(CapabilitySet present) {
        return around(present, credentials.instructions());
    }

    /** The same where the groups cannot be set: see {@link Credentials#instructionsWhereSetgroupsIsDenied}. */
    public List<Instruction> instructionsWhereSetgroupsIsDenied(CapabilitySet present) {
        return around(present, credentials.instructionsWhereSetgroupsIsDenied());
    }

    private List<Instruction> around(CapabilitySet present, List<Instruction> change) {
        var steps = new ArrayList<Instruction>();
        if (noNewPrivileges) {
            steps.add(NoNewPrivileges.instruction());
        } else if (seccomp != null) {
            steps.addAll(seccomp.instructions());
        }
        steps.addAll(capabilities.beforeCredentials(present, credentials));
        steps.addAll(change);
        steps.addAll(capabilities.afterCredentials());
        if (noNewPrivileges && seccomp != null) {
            steps.addAll(seccomp.instructions());
        }
        return steps;
    }
}
