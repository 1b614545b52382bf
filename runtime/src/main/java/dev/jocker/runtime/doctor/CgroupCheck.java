package dev.jocker.runtime.doctor;

import dev.jocker.runtime.cgroup.Hierarchies;
import dev.jocker.runtime.cgroup.Hierarchy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which control groups there are, and which limits they can give. */
record CgroupCheck(Hierarchies hierarchies) implements Check {
    private static final List<String> WANTED = List.of("cpu", "memory", "pids", "cpuset");

    @Override
    public String name() {
        return "control groups";
    }

    @Override
    public List<Finding> look() throws IOException {
        if (hierarchies.all().isEmpty()) {
            return List.of(Finding.warn(
                    name(),
                    "none are mounted",
                    "Containers run without limits then: mount -t cgroup2 none /sys/fs/cgroup"));
        }
        List<Finding> findings = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String controller : WANTED) {
            if (hierarchies.versionOne(controller) == null && !hierarchies.versionTwoHas(controller)) {
                missing.add(controller);
            }
        }
        findings.add(Finding.ok(name(), layout() + ": " + String.join(", ", controllers())));
        if (!missing.isEmpty()) {
            findings.add(
                    Finding.warn(
                            name(),
                            "no controller " + String.join(", ", missing),
                            "Limits that need one are refused: see cgroup.subtree_control of the groups above, and the kernel's command line"));
        }
        return findings;
    }

    private String layout() {
        if (hierarchies.isPureVersionTwo()) {
            return "version 2";
        }
        return hierarchies.versionTwo() == null ? "version 1" : "version 1, and a version 2 beside it";
    }

    private List<String> controllers() {
        List<String> controllers = new ArrayList<>();
        for (Hierarchy hierarchy : hierarchies.all()) {
            for (String controller : hierarchy.controllers()) {
                if (!controllers.contains(controller)) {
                    controllers.add(controller);
                }
            }
        }
        controllers.sort(null);
        return controllers;
    }
}
