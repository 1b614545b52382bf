package dev.jocker.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of the host a container could leave a trace on, read without any code of Jocker's: compared before and after, the
 * two have to be equal.
 *
 * @param mounts of this process's mount namespace: mount points, with their sources
 * @param processes that run in a container kept in the directory, or watch one, or are a Jocker with that directory
 * @param cgroups whose name is an id, and which nobody is in: left behind
 * @param interfaces of the network
 * @param files in the directory, but for what is kept on purpose: images, the host image's skeletons
 */
record HostSnapshot(
        List<String> mounts,
        List<String> processes,
        List<String> cgroups,
        List<String> interfaces,
        List<String> files) {

    /** What commands lock that change something all containers share. */
    private static final Set<String> KEPT_LOCKS = Set.of("names", "ids", "events");

    /** Looks at the host, and at {@code directory}, which has JOCKER_DATA and JOCKER_RUN in it. */
    static HostSnapshot of(Path directory) throws IOException {
        return new HostSnapshot(
                readMounts(), processes(directory), readCgroups(), names(Path.of("/sys/class/net")), files(directory));
    }

    /** This one without the control groups that are not in the other: whoever left them has removed them since. */
    HostSnapshot withGroupsOf(HostSnapshot later) {
        List<String> still = new ArrayList<>(cgroups);
        still.retainAll(later.cgroups);
        return new HostSnapshot(mounts, processes, still, interfaces, files);
    }

    private static List<String> readMounts() throws IOException {
        List<String> mounts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String[] fields = line.split(" ", -1);
            mounts.add(fields[4] + " <- " + fields[3] + " of " + fields[2] + " " + fields[5]);
        }
        return mounts.stream().sorted().toList();
    }

    /** A container's mounts name the directory its changes are kept in; a Jocker has it in its environment. */
    private static List<String> processes(Path directory) throws IOException {
        List<String> found = new ArrayList<>();
        for (String pid : names(Path.of("/proc"))) {
            if (pid.chars().allMatch(Character::isDigit) && !pid.equals(ownPid())) {
                Path proc = Path.of("/proc", pid);
                if (mentions(proc.resolve("mountinfo"), directory)
                        || mentions(proc.resolve("environ"), directory)
                        || hasOpen(proc.resolve("fd"), directory)) {
                    found.add(pid + " " + text(proc.resolve("cmdline")).replace('\0', ' '));
                }
            }
        }
        return found;
    }

    /** A container's monitor has its log open, and no more of it to be known by. */
    private static boolean hasOpen(Path descriptors, Path directory) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(descriptors)) {
            for (Path entry : entries) {
                if (Files.readSymbolicLink(entry).startsWith(directory)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // it has ended meanwhile
        }
        return false;
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static boolean mentions(Path file, Path directory) {
        return text(file).contains(directory.toString());
    }

    /** Nothing where the process has ended meanwhile, or is a zombie. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Looked at twice: others who use this machine make containers, and remove them. */
    private static List<String> readCgroups() throws IOException {
        List<String> found = emptyCgroups();
        if (!found.isEmpty()) {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            found.retainAll(emptyCgroups());
        }
        return found.stream().sorted().toList();
    }

    private static List<String> emptyCgroups() throws IOException {
        List<String> found = new ArrayList<>();
        Path top = Path.of("/sys/fs/cgroup");
        if (Files.isDirectory(top)) {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                    String name = path.getFileName().toString();
                    if (name.matches("[0-9a-f]{64}")
                            && text(path.resolve("cgroup.procs")).isEmpty()) {
                        found.add(path.toString());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path path, IOException e) {
                    return FileVisitResult.CONTINUE; // another's, that went away
                }
            });
        }
        return found;
    }

    private static List<String> files(Path directory) throws IOException {
        List<String> found = new ArrayList<>();
        for (String place : List.of("data/containers", "data/tmp", "data/names", "data/ids", "run/locks")) {
            Path path = directory.resolve(place);
            if (Files.isDirectory(path)) {
                try (var below = Files.walk(path)) {
                    below.filter(each -> !each.equals(path)
                                    && !KEPT_LOCKS.contains(each.getFileName().toString()))
                            .map(Path::toString)
                            .sorted()
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    private static List<String> names(Path directory) throws IOException {
        var names = new TreeSet<String>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        }
        return List.copyOf(names);
    }
}
