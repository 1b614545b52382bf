package dev.jocker.runtime.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stops and resumes a group: {@code cgroup.freeze} of version 2 (Linux 5.2), which hybrid hosts have too, else {@code freezer.state}
 * of version 1.
 */
final class Freezer {
    private final Path group;
    private final boolean versionTwo;

    private Freezer(Path group, boolean versionTwo) {
        this.group = group;
        this.versionTwo = versionTwo;
    }

    static Freezer of(Cgroup cgroup) {
        Freezer found = find(cgroup);
        if (found == null) {
            throw new CgroupException(
                    "controller freezer: the container is in no group that can be frozen (cgroup.freeze, "
                            + "freezer.state): mount cgroup2, or the freezer, before it is started");
        }
        return found;
    }

    /** Null where there is none. */
    static Freezer find(Cgroup cgroup) {
        Path two = cgroup.versionTwo();
        if (two != null && Files.exists(two.resolve("cgroup.freeze"))) {
            return new Freezer(two, true);
        }
        Cgroup.Group one = cgroup.of("freezer");
        return one == null ? null : new Freezer(one.path(), false);
    }

    /** A group that has gone is not frozen. */
    boolean isFrozen() throws IOException {
        String text = ControlFile.readIfThere(group.resolve(versionTwo ? "cgroup.events" : "freezer.state"));
        if (text == null) {
            return false;
        }
        return versionTwo
                ? ControlFile.value(text, "frozen", 0) == 1
                : text.strip().equals("FROZEN");
    }

    /** Version 1 may stay at FREEZING for ever if a process was born meanwhile: asking again helps. */
    void set(boolean frozen) throws IOException {
        var patience = new Patience(Patience.LONG);
        do {
            if (versionTwo) {
                ControlFile.write(group.resolve("cgroup.freeze"), frozen ? "1" : "0");
            } else {
                ControlFile.write(group.resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
            }
            if (isFrozen() == frozen) {
                return;
            }
        } while (patience.sleep());
        throw new CgroupException("controller freezer: the processes of " + group + " do not "
                + (frozen ? "stop: one of them waits in the kernel for a device, or a file system" : "go on"));
    }
}
