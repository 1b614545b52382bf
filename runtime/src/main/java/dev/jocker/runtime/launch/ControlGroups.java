package dev.jocker.runtime.launch;

import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.cgroup.CgroupException;
import dev.jocker.runtime.cgroup.CgroupPlan;
import dev.jocker.runtime.cgroup.Hierarchies;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A container's control groups, from the specification to the directories. What cannot be had is an exception for the user. */
public final class ControlGroups {
    /** The file in a container's directory that says where its groups are, PARENT/ID. */
    private static final String NOTE = "cgroup";

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
    public static void freeze(Cgroup groups) throws IOException {
        try {
            groups.freeze();
        } catch (CgroupException e) {
            throw notSupported(e);
        }
    }

    /** Lets them go on. */
    public static void thaw(Cgroup groups) throws IOException {
        try {
            groups.thaw();
        } catch (CgroupException e) {
            throw notSupported(e);
        }
    }

    /** Changes limits. */
    public static void update(Cgroup groups, Hierarchies hierarchies, dev.jocker.runtime.oci.Resources limits)
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

    /** Makes them. Noted before: whoever dies between leaves nothing that {@link #noted} does not find. */
    public static void make(Plan plan) throws IOException {
        String path = path(plan.spec(), plan.id());
        WholeFile.writeLightly(plan.directory().resolve(NOTE), path.getBytes(StandardCharsets.UTF_8));
        try {
            plan.cgroup().carryOut();
        } catch (CgroupException e) {
            throw notSupported(e);
        }
    }

    /** The groups of the container with {@code directory}, as far as they are there. */
    public static Cgroup noted(Path directory, Hierarchies hierarchies) throws IOException {
        try {
            String path = Files.readString(directory.resolve(NOTE));
            // Whatever is noted, only what has a name below the root is a container's.
            return path.length() < 2 ? new Cgroup(List.of()) : Cgroup.at(hierarchies, path);
        } catch (NoSuchFileException e) {
            return new Cgroup(List.of());
        }
    }
}
