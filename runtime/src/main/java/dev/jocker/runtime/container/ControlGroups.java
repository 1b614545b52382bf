package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.cgroup.CgroupException;
import dev.jocker.runtime.cgroup.CgroupPlan;
import dev.jocker.runtime.cgroup.Hierarchies;
import dev.jocker.runtime.oci.Spec;
import java.io.IOException;

/** A container's control groups, from the specification to the directories. What cannot be had is an exception for the user. */
final class ControlGroups {
    private ControlGroups() {}

    /** The groups that {@code spec} wants, for the container with {@code id}. */
    static CgroupPlan plan(Hierarchies hierarchies, Spec spec, String id) {
        try {
            return CgroupPlan.of(hierarchies, path(spec, id), spec.linux().resources());
        } catch (CgroupException e) {
            throw notSupported(e);
        }
    }

    /** Stops all processes of a container, for {@code pause}. */
    static void freeze(Cgroup groups) throws IOException {
        try {
            groups.freeze();
        } catch (CgroupException e) {
            throw notSupported(e);
        }
    }

    /** Lets them go on. */
    static void thaw(Cgroup groups) throws IOException {
        try {
            groups.thaw();
        } catch (CgroupException e) {
            throw notSupported(e);
        }
    }

    /** Changes limits. */
    static void update(Cgroup groups, Hierarchies hierarchies, dev.jocker.runtime.oci.Resources limits)
            throws IOException {
        try {
            groups.update(hierarchies, limits);
        } catch (CgroupException e) {
            throw notSupported(e);
        }
    }

    /** Callers of the library do not see the package of {@code e}. */
    private static ContainerException.NotSupported notSupported(CgroupException e) {
        return new ContainerException.NotSupported(e.getMessage(), e);
    }

    private static String path(Spec spec, String id) {
        String path = spec.linux().cgroupsPath();
        if (path == null) {
            return CgroupPlan.PARENT + "/" + id;
        }
        return VolumeMount.clean("/" + path);
    }

    /** Makes them. Noted before: whoever dies between leaves nothing that {@link Sweep} does not find. */
    static void make(Plan plan, ContainerDirectory directory, Resources resources) throws IOException {
        resources.add(plan.cgroup().cgroup()::remove, directory::abandon);
        make(plan);
    }

    /** As {@link #make(Plan, ContainerDirectory, Resources)}, for groups that stay until the container is stopped or removed. */
    static void make(Plan plan) throws IOException {
        ContainerDirectory.noteGroups(plan.directory(), path(plan.spec(), plan.id()));
        try {
            plan.cgroup().carryOut();
        } catch (CgroupException e) {
            throw notSupported(e);
        }
    }
}
