package dev.jocker.runtime.enter;

import dev.jocker.runtime.cgroup.CgroupPlan;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.launch.Plan;
import dev.jocker.runtime.oci.Namespace;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.security.Capabilities;
import dev.jocker.runtime.security.CapabilitySet;
import dev.jocker.runtime.security.Confinement;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;

/**
 * What one command that enters a container is to be: a pure value.
 *
 * @param target a pidfd of the container's first process
 * @param kinds the namespaces to join; those that the container has of the host's are not among them
 * @param cgroups files {@code cgroup.procs}, open for writing, one for each hierarchy
 * @param process the command
 * @param confinement what it may do
 * @param present the bounding set that it has after joining
 * @param stdio its streams; what is in it plays no part with a terminal
 */
record Entry(
        Argument target,
        Flags<CloneFlag> kinds,
        List<? extends Argument> cgroups,
        Process process,
        Confinement confinement,
        CapabilitySet present,
        Stdio stdio) {
    Entry {
        cgroups = List.copyOf(cgroups);
    }

    /**
     * An entry into a container.
     *
     * @param spec the container's
     * @param privileged whether the command has all capabilities; the filter stays the container's
     */
    static Entry of(
            Argument target,
            List<? extends Argument> cgroups,
            Spec spec,
            Process process,
            boolean privileged,
            Host host,
            Stdio stdio) {
        Flags<CloneFlag> kinds = Flags.none(CloneFlag.class);
        for (Namespace namespace : spec.linux().namespaces()) {
            kinds = kinds.with(Plan.kindOf(namespace.type()).flag());
        }
        CapabilitySet present = kinds.has(CloneFlag.CLONE_NEWUSER) ? host.kernelCapabilities() : host.ownCapabilities();
        Confinement confinement =
                Plan.confinement(spec.with(process), host, CgroupPlan.canGuardDevices(host.hierarchies()));
        if (privileged) {
            confinement = new Confinement(
                    confinement.credentials(),
                    Capabilities.forUser(confinement.credentials().uid(), present),
                    confinement.seccomp(),
                    confinement.noNewPrivileges());
        }
        return new Entry(target, kinds, cgroups, process, confinement, present, stdio);
    }
}
