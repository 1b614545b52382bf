package dev.jocker.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.launcher.EngineFilter.includeEngines;
import static org.junit.platform.launcher.TagFilter.includeTags;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests marked {@link AlsoOnCgroupV2}, inside of the virtual machine of {@code make test-vm}: {@code
 * MachineTests REPORTS CLASSES…}, a directory for the reports and those of the test classes. The exit status is 1 if one
 * failed, or none was found.
 */
public final class MachineTests {
    private MachineTests() {}

    public static void main(String[] directories) throws IOException {
        requireCgroupV2Alone(Files.readAllLines(Path.of("/proc/self/mounts")));
        Set<Path> classes = new HashSet<>();
        for (String directory : List.of(directories).subList(1, directories.length)) {
            classes.add(Path.of(directory));
        }
        // In no try: System.exit is how this ends.
        var console = new PrintStream(new FileOutputStream("/dev/console"), true, UTF_8);
        var reports = new ClassReports(Path.of(directories[0]), System.out, console);
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClasspathRoots(classes))
                                .filters(includeTags(AlsoOnCgroupV2.TAG), includeEngines("junit-jupiter"))
                                .build(),
                        reports);
        // A thread that a failed test left behind must not keep the machine up.
        System.exit(reports.succeeded() ? 0 : 1);
    }

    /** What the machine is there for: else its tests would say nothing. */
    private static void requireCgroupV2Alone(List<String> mounts) {
        String found = "";
        for (String line : mounts) {
            String[] fields = line.split(" ", -1);
            if (fields[2].equals("cgroup") || fields[2].equals("cgroup2")) {
                found += fields[2] + " on " + fields[1] + "\n";
            }
        }
        if (!found.equals("cgroup2 on /sys/fs/cgroup\n")) {
            throw new IllegalStateException("not a host with cgroup v2 alone: " + found);
        }
    }
}
