package dev.jocker.runtime.cgroup;

import java.nio.file.Path;
import java.util.List;

/**
 * One tree of control groups, as this process sees it; {@code cgroups(7)}.
 *
 * @param controllers of version 1: those mounted together, or {@code name=systemd}; of version 2: those that groups in it can have
 * @param versionTwo which version it is of
 * @param mount where its root is seen
 * @param own the group of this process
 * @param base below which groups can be made: the root; where that can't be written but {@code own} can, {@code own}; null: nowhere
 */
public record Hierarchy(List<String> controllers, boolean versionTwo, Path mount, Path own, Path base) {
    public Hierarchy {
        controllers = List.copyOf(controllers);
    }

    /** Whether it has that controller. */
    public boolean has(String controller) {
        return controllers.contains(controller);
    }

    /** Whether groups can be made in it. */
    public boolean isWritable() {
        return base != null;
    }

    /** The group at {@code path}, which begins with a slash. */
    Path group(String path) {
        return base.resolve(path.substring(1));
    }

    /** The controllers, joined as the kernel does; {@code unified} for version 2. */
    @Override
    public String toString() {
        return versionTwo ? "unified" : String.join(",", controllers);
    }
}
