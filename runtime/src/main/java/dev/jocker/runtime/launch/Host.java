package dev.jocker.runtime.launch;

import dev.jocker.runtime.cgroup.CgroupLayout;
import dev.jocker.runtime.cgroup.Hierarchies;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.security.CapabilitySet;
import java.io.IOException;

/**
 * What plans have to know of this host, found out once.
 *
 * @param cgroups which trees of control groups the kernel has
 * @param hierarchies those that are mounted
 * @param kernelCapabilities all that the kernel has
 * @param ownCapabilities those in our bounding set
 * @param writable what can hold containers' changes
 * @param faults what goes wrong on purpose
 */
public record Host(
        CgroupLayout cgroups,
        Hierarchies hierarchies,
        CapabilitySet kernelCapabilities,
        CapabilitySet ownCapabilities,
        RootPlan.Writable writable,
        Faults faults) {
    public static Host find(Directories directories) throws IOException {
        return new Host(
                CgroupLayout.ofHost(),
                Hierarchies.ofHost(),
                CapabilitySet.ofKernel(),
                CapabilitySet.ofThisProcess(),
                RootPlan.Writable.on(directories.containers()),
                Faults.NONE);
    }

    /** The same, where something goes wrong. */
    public Host with(Faults some) {
        return new Host(cgroups, hierarchies, kernelCapabilities, ownCapabilities, writable, some);
    }
}
