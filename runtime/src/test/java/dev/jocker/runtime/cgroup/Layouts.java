package dev.jocker.runtime.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Hosts that there are. */
final class Layouts {
    private Layouts() {}

    static Hierarchies versionOne() {
        return new Hierarchies(one(), null);
    }

    /** As this machine: each controller for itself, version 2 beside them with hugetlb. */
    static Hierarchies hybrid() {
        return new Hierarchies(one(), two(Path.of("/cg/unified"), "hugetlb"));
    }

    static Hierarchies versionTwo() {
        return new Hierarchies(List.of(), two(Path.of("/cg"), "cpuset", "cpu", "io", "memory", "hugetlb", "pids"));
    }

    private static List<Hierarchy> one() {
        List<Hierarchy> trees = new ArrayList<>();
        for (String name : List.of("cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids")) {
            Path mount = Path.of("/cg", name);
            trees.add(new Hierarchy(List.of(name), false, mount, mount, mount));
        }
        Path systemd = Path.of("/cg/systemd");
        trees.add(new Hierarchy(List.of("name=systemd"), false, systemd, systemd, systemd));
        return trees;
    }

    private static Hierarchy two(Path mount, String... controllers) {
        return new Hierarchy(List.of(controllers), true, mount, mount, mount);
    }

    /** The same, where {@code controller}'s tree can't be written. */
    static Hierarchies withoutWriting(Hierarchies hierarchies, String controller) {
        List<Hierarchy> trees = new ArrayList<>();
        for (Hierarchy each : hierarchies.versionOne()) {
            Path base = each.has(controller) ? null : each.base();
            trees.add(new Hierarchy(each.controllers(), false, each.mount(), each.own(), base));
        }
        return new Hierarchies(trees, hierarchies.versionTwo());
    }
}
