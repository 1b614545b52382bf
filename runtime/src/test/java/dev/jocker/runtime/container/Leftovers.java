package dev.jocker.runtime.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What starts of containers could have left on this host, as the kernel shows it: compared before and after.
 *
 * @param descriptors what our descriptors lead to, but for those that the JDK opens when it likes
 * @param children the processes that we have to wait for, running or not
 * @param mounts those of our mount namespace
 * @param files below the directories of containers, their locks, names, and ranges of user ids
 */
record Leftovers(List<String> descriptors, List<String> children, List<String> mounts, List<String> files) {

    static Leftovers now(Directories directories) throws IOException {
        List<String> files = new ArrayList<>();
        files.addAll(names(directories.containers()));
        files.addAll(names(directories.locks()));
        files.addAll(names(directories.idRanges()));
        files.addAll(names(directories.names()));
        return new Leftovers(openDescriptors(), ownChildren(), ownMounts(), files);
    }

    private static List<String> openDescriptors() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : files.toList()) {
                try {
                    String target = Files.readSymbolicLink(file).toString();
                    if (!target.endsWith(".jar") && !target.endsWith("random") && !target.startsWith("/proc/")) {
                        found.add(target.replaceAll("\\d+", "N"));
                    }
                } catch (NoSuchFileException e) {
                    // that of this listing
                }
            }
        }
        Collections.sort(found);
        return found;
    }

    private static List<String> ownChildren() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                try {
                    String pids = Files.readString(thread.resolve("children")).trim();
                    if (!pids.isEmpty()) {
                        found.addAll(List.of(pids.split(" ")));
                    }
                } catch (IOException e) {
                    // that thread has ended, and its children are another's
                }
            }
        }
        Collections.sort(found);
        return found;
    }

    private static List<String> ownMounts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo"));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toString).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
