package dev.jocker.runtime.mount;

import dev.jocker.runtime.mount.MountStep.MakeDirectory;
import dev.jocker.runtime.mount.MountStep.MakeLink;
import dev.jocker.runtime.mount.MountStep.NewFileSystem;
import dev.jocker.runtime.mount.MountStep.ReadOnly;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountFlag;
import java.util.ArrayList;
import java.util.List;

/** The control groups as a container in its own cgroup namespace sees them; {@code cgroup_namespaces(7)}. */
public final class CgroupMounts {
    private static final String REASON = "show the container its own control groups";

    private CgroupMounts() {}

    /** The version 2 hierarchy alone. */
    public static List<MountStep> versionTwo(String target, Flags<MountFlag> flags) {
        return List.of(new NewFileSystem(REASON, "cgroup2", "cgroup", target, flags, null));
    }

    /**
     * Each hierarchy of version 1 below a tmpfs of its own, under the name of its controllers, with links for each single one; beside
     * them version 2 as {@code unified}.
     *
     * @param hierarchies controllers joined by commas, or {@code name=systemd}
     */
    public static List<MountStep> versionOne(
            List<String> hierarchies, boolean unified, String target, Flags<MountFlag> flags) {
        var steps = new ArrayList<MountStep>();
        Flags<MountFlag> writable = flags.without(MountFlag.MS_RDONLY);
        steps.add(new NewFileSystem("a place for the control groups", "tmpfs", "tmpfs", target, writable, "mode=755"));
        for (String hierarchy : hierarchies) {
            boolean named = hierarchy.startsWith("name=");
            String name = named ? hierarchy.substring("name=".length()) : hierarchy;
            String place = target + "/" + name;
            steps.add(new MakeDirectory(place, 0755));
            String data = named ? "none," + hierarchy : hierarchy;
            steps.add(new NewFileSystem(REASON, "cgroup", "cgroup", place, flags, data));
            if (!named && hierarchy.indexOf(',') > 0) {
                for (String controller : hierarchy.split(",")) {
                    steps.add(new MakeLink(target + "/" + controller, hierarchy));
                }
            }
        }
        if (unified) {
            String place = target + "/unified";
            steps.add(new MakeDirectory(place, 0755));
            steps.add(new NewFileSystem(REASON, "cgroup2", "cgroup", place, flags, null));
        }
        if (flags.has(MountFlag.MS_RDONLY)) {
            steps.add(new ReadOnly(target));
        }
        return steps;
    }
}
