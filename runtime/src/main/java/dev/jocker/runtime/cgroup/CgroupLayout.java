package dev.jocker.runtime.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which hierarchies this host has, {@code /proc/self/cgroup}.
 *
 * @param versionOne those of version 1, by their controllers ({@code cpu,cpuacct}) or name ({@code name=systemd}); in the order of
 *     the file, which is the newest first
 * @param versionTwo whether there is the version 2 hierarchy; alone, it is mounted at {@code /sys/fs/cgroup}, beside others at
 *     {@code /sys/fs/cgroup/unified}
 */
public record CgroupLayout(List<String> versionOne, boolean versionTwo) {
    public CgroupLayout {
        versionOne = List.copyOf(versionOne);
    }

    /** This host's. Neither version where the kernel has no control groups. */
    public static CgroupLayout ofHost() throws IOException {
        String text;
        try {
            text = Files.readString(Path.of("/proc/self/cgroup"));
        } catch (NoSuchFileException e) {
            text = "";
        }
        return parse(text);
    }

    /** Reads lines such as {@code 4:cpu,cpuacct:/user.slice} and {@code 0::/user.slice}. */
    static CgroupLayout parse(String text) {
        List<String> versionOne = new ArrayList<>();
        boolean versionTwo = false;
        for (String line : text.split("\\n")) {
            int first = line.indexOf(':');
            int second = line.indexOf(':', first + 1);
            if (first > 0 && second == first + 1) {
                versionTwo = true;
            } else if (second > 0) {
                versionOne.add(line.substring(first + 1, second));
            }
        }
        return new CgroupLayout(versionOne, versionTwo);
    }

    /** Whether there is version 2 and nothing else. */
    public boolean isPureVersionTwo() {
        return versionTwo && versionOne.isEmpty();
    }
}
