package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.Hierarchies;
import dev.jocker.runtime.cgroup.Hierarchy;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.options.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this host is, as far as containers depend on it.
 *
 * @param name the host's
 * @param operatingSystem as it calls itself, {@code os-release(5)}; empty: it does not
 * @param memory bytes
 * @param data where images and containers are
 * @param run where locks are
 * @param storage how containers' changes are kept: {@code overlay}, {@code overlay in memory}, or {@code none}
 * @param fileSystem the kind that {@code data} is on: {@code ext4}
 * @param cgroups which trees of control groups are mounted: {@code legacy} has version 1, {@code unified} version 2, {@code hybrid} both
 * @param controllers those that limits can be had of, and in which version that is; with version 1's names
 * @param limitsSwap whether memory and swap can be limited together
 */
public record HostInfo(
        String name,
        String operatingSystem,
        int cpus,
        long memory,
        Path data,
        Path run,
        String storage,
        String fileSystem,
        String cgroups,
        Map<String, Integer> controllers,
        boolean limitsSwap) {
    private static final String PRETTY = "PRETTY_NAME=";

    public HostInfo {
        controllers = Collections.unmodifiableMap(new TreeMap<>(controllers));
    }

    static HostInfo of(Directories directories, Host host) throws IOException {
        return new HostInfo(
                Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(),
                distribution(),
                Runtime.getRuntime().availableProcessors(),
                Statistics.machineMemory(),
                directories.data(),
                directories.run(),
                switch (host.writable()) {
                    case ON_DISK -> "overlay";
                    case IN_MEMORY -> "overlay in memory";
                    case NOT_AT_ALL -> "none";
                },
                fileSystem(directories.data()),
                layout(host.hierarchies()),
                controllers(host.hierarchies()),
                host.hierarchies().limitsSwap());
    }

    private static String distribution() throws IOException {
        try {
            for (String line : Files.readAllLines(Path.of("/etc/os-release"))) {
                if (line.startsWith(PRETTY)) {
                    return line.substring(PRETTY.length()).replace("\"", "");
                }
            }
        } catch (NoSuchFileException e) {
            // it has no name
        }
        return "";
    }

    private static String fileSystem(Path directory) throws IOException {
        Path there = directory;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return Files.getFileStore(there).type();
    }

    private static String layout(Hierarchies hierarchies) {
        if (hierarchies.all().isEmpty()) {
            return "none";
        }
        return hierarchies.isPureVersionTwo() ? "unified" : hierarchies.versionTwo() == null ? "legacy" : "hybrid";
    }

    private static Map<String, Integer> controllers(Hierarchies hierarchies) {
        Map<String, Integer> controllers = new TreeMap<>();
        for (Hierarchy hierarchy : hierarchies.all()) {
            for (String controller : hierarchy.controllers()) {
                if (hierarchy.isWritable() && !controller.startsWith("name=")) {
                    controllers.putIfAbsent(
                            controller.equals("io") ? "blkio" : controller, hierarchy.versionTwo() ? 2 : 1);
                }
            }
        }
        return controllers;
    }
}
