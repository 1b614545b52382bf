package dev.jocker.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of the host containers could leave a trace on, read without any code of Jocker's: compared before and after, the two have to be
 * equal.
 *
 * @param mounts of this process's mount namespace: mount points, with their sources; a namespace that a file keeps is one
 * @param processes that run in a container kept in the directory, or watch one, or are a Jocker with that directory
 * @param namespaces that those processes are in and this one is not, and those that a thread of this one has strayed into
 * @param cgroups left behind: whose name is an id, and which nobody is in
 * @param interfaces of the network
 * @param files in the directory, but for what is kept on purpose: images, the host image's skeletons, the journal
 * @param own what this process has itself: null where it is not looked at
 */
public record HostSnapshot(
        List<String> mounts,
        List<String> processes,
        Set<String> namespaces,
        List<String> cgroups,
        List<String> interfaces,
        List<String> files,
        Own own) {
    /** What commands lock that change something which all containers share. */
    private static final Set<String> KEPT_LOCKS = Set.of("names", "ids", "events", "hosts", "networks", "volumes");

    private static final List<String> PLACES =
            List.of("data/containers", "data/tmp", "data/names", "data/ids", "data/volumes", "run");
    private static final String EACH_PARENT = "";
    private static final int TRIES = 100;
    private static final int MILLIS = 50;

    /**
     * What this process has.
     *
     * @param descriptors what they lead to, but for those that the JDK opens when it likes
     * @param children that it has to wait for, running or not
     * @param memoryFiles that it has mapped
     */
    public record Own(List<String> descriptors, List<String> children, List<String> memoryFiles) {
        private static Own now() throws IOException {
            List<String> children = new ArrayList<>();
            for (String thread : names(Path.of("/proc/self/task"))) {
                String pids =
                        text(Path.of("/proc/self/task", thread, "children")).trim();
                if (!pids.isEmpty()) {
                    for (String pid : pids.split(" ", -1)) {
                        children.add(
                                pid + " " + text(Path.of("/proc", pid, "comm")).trim());
                    }
                }
            }
            List<String> memory = new ArrayList<>();
            for (String line : text(Path.of("/proc/self/maps")).split("\n", -1)) {
                if (line.contains("/memfd:")) {
                    memory.add(line.substring(line.indexOf("/memfd:")));
                }
            }
            return new Own(openDescriptors(), children.stream().sorted().toList(), memory);
        }

        private static List<String> openDescriptors() throws IOException {
            List<String> found = new ArrayList<>();
            for (String number : names(Path.of("/proc/self/fd"))) {
                String target = link(Path.of("/proc/self/fd", number));
                // "": that of this listing
                if (!target.isEmpty()
                        && !target.endsWith(".jar")
                        && !target.endsWith("random")
                        && !target.startsWith("/proc/")) {
                    found.add(target.replaceAll("\\d+", "N"));
                }
            }
            return found.stream().sorted().toList();
        }
    }

    /** Looks at the host, and at {@code directory}, which has JOCKER_DATA and JOCKER_RUN in it as {@code data} and {@code run}. */
    public static HostSnapshot of(Path directory) throws IOException {
        return of(directory, EACH_PARENT, null);
    }

    /**
     * As {@link #of(Path)}, and at this process, which has to have been at work before: it has loaded what it needs then.
     *
     * @param cgroupParent only control groups that are in one with this name are looked at
     */
    public static HostSnapshot withOwn(Path directory, String cgroupParent) throws IOException {
        return of(directory, cgroupParent, Own.now());
    }

    /** As {@link #withOwn(Path, String)}, with all control groups. */
    public static HostSnapshot withOwn(Path directory) throws IOException {
        return withOwn(directory, EACH_PARENT);
    }

    /** What can be looked at again and again. */
    public interface Look {
        HostSnapshot now() throws IOException;
    }

    /**
     * What is otherwise than it was {@code before}, a line each. Looks again for some seconds at the most, until nothing is: the kernel
     * takes leave of processes when it likes.
     */
    public static List<String> changes(HostSnapshot before, Look look) throws IOException {
        return changes(before, look, TRIES);
    }

    /** The same, looking again for {@code tries} times at the most. */
    public static List<String> changes(HostSnapshot before, Look look, int tries) throws IOException {
        List<String> changes = look.now().changesSince(before);
        for (int i = 0; i < tries && !changes.isEmpty(); i++) {
            try {
                Thread.sleep(MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return changes;
            }
            changes = look.now().changesSince(before);
        }
        return changes;
    }

    private List<String> changesSince(HostSnapshot before) {
        List<String> changes = new ArrayList<>();
        compare("mount", before.mounts, mounts, changes);
        compare("process", before.processes, processes, changes);
        compare("namespace", before.namespaces, namespaces, changes);
        compare("cgroup", before.cgroups, cgroups, changes);
        compare("interface", before.interfaces, interfaces, changes);
        compare("file", before.files, files, changes);
        if (own != null) {
            compare("descriptor", before.own.descriptors, own.descriptors, changes);
            compare("child", before.own.children, own.children, changes);
            compare("memory file", before.own.memoryFiles, own.memoryFiles, changes);
        }
        return changes;
    }

    private static void compare(String what, Collection<String> before, Collection<String> now, List<String> changes) {
        List<String> gone = new ArrayList<>(before);
        for (String each : now) {
            if (!gone.remove(each)) {
                changes.add("new " + what + ": " + each);
            }
        }
        for (String each : gone) {
            changes.add("gone " + what + ": " + each);
        }
    }

    private static HostSnapshot of(Path directory, String cgroupParent, Own own) throws IOException {
        Set<String> namespaces = new TreeSet<>();
        Set<String> ours = namespaces(Path.of("/proc/self"));
        List<String> processes = processes(directory, namespaces);
        for (String thread : names(Path.of("/proc/self/task"))) {
            namespaces.addAll(namespaces(Path.of("/proc/self/task", thread)));
        }
        namespaces.removeAll(ours);
        return new HostSnapshot(
                readMounts(),
                processes,
                namespaces,
                readCgroups(cgroupParent),
                names(Path.of("/sys/class/net")),
                files(directory),
                own);
    }

    private static List<String> readMounts() throws IOException {
        List<String> mounts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String[] fields = line.split(" ", -1);
            mounts.add(fields[4] + " <- " + fields[3] + " of " + fields[2] + " " + fields[5]);
        }
        return mounts.stream().sorted().toList();
    }

    /** A container's mounts name the directory its changes are kept in; a monitor works there; a Jocker has it in its environment. */
    private static List<String> processes(Path directory, Set<String> namespaces) throws IOException {
        List<String> found = new ArrayList<>();
        String self = Long.toString(ProcessHandle.current().pid());
        for (String pid : names(Path.of("/proc"))) {
            if (pid.chars().allMatch(Character::isDigit) && !pid.equals(self)) {
                Path proc = Path.of("/proc", pid);
                if (mentions(proc.resolve("mountinfo"), directory)
                        || mentions(proc.resolve("environ"), directory)
                        || link(proc.resolve("cwd")).startsWith(directory + "/data/")
                        || hasOpen(proc.resolve("fd"), directory)) {
                    String command =
                            text(proc.resolve("cmdline")).replace('\0', ' ').trim();
                    found.add(pid + " " + text(proc.resolve("comm")).trim() + ": " + command);
                    namespaces.addAll(namespaces(proc));
                }
            }
        }
        return found;
    }

    private static Set<String> namespaces(Path proc) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String kind : names(proc.resolve("ns"))) {
            found.add(link(proc.resolve("ns").resolve(kind)));
        }
        found.remove("");
        return found;
    }

    /** A container's monitor has its lock and its log open. */
    private static boolean hasOpen(Path descriptors, Path directory) throws IOException {
        for (String number : names(descriptors)) {
            if (link(descriptors.resolve(number)).startsWith(directory + "/")) {
                return true;
            }
        }
        return false;
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

    private static String link(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Looked at twice: others who use this machine make containers, and remove them. */
    private static List<String> readCgroups(String parent) throws IOException {
        List<String> found = emptyCgroups(parent);
        if (!found.isEmpty() && parent.isEmpty()) {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            found.retainAll(emptyCgroups(parent));
        }
        return found.stream().sorted().toList();
    }

    private static List<String> emptyCgroups(String parent) throws IOException {
        List<String> found = new ArrayList<>();
        Path top = Path.of("/sys/fs/cgroup");
        if (Files.isDirectory(top)) {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                    String name = path.getFileName().toString();
                    String above = path.getParent().getFileName().toString();
                    if (name.matches("[0-9a-f]{64}")
                            && (parent.isEmpty() || above.equals(parent))
                            && text(path.resolve("cgroup.procs")).isEmpty()) {
                        found.add(path.toString());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path path, IOException e) {
                    return FileVisitResult.CONTINUE; // another's, that went away
                }

                @Override
                public FileVisitResult postVisitDirectory(Path path, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return found;
    }

    /** Who had an address last is kept: it counts no more, but another gets it as late as can be. */
    private static boolean isOfNetworks(Path directory, Path file) {
        return file.startsWith(directory.resolve("run/networks"))
                || file.startsWith(directory.resolve("run/locks"))
                        && file.getFileName().toString().startsWith("network-");
    }

    private static List<String> files(Path directory) throws IOException {
        List<String> found = new ArrayList<>();
        for (String place : PLACES) {
            Path path = directory.resolve(place);
            if (Files.isDirectory(path)) {
                try (var below = Files.walk(path)) {
                    below.filter(each -> !each.equals(path)
                                    && !isOfNetworks(directory, each)
                                    && !each.equals(directory.resolve("run/locks"))
                                    && !KEPT_LOCKS.contains(each.getFileName().toString()))
                            .map(Path::toString)
                            .sorted()
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    /** None where there is no such directory, any more. */
    private static List<String> names(Path directory) throws IOException {
        var names = new TreeSet<String>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (java.nio.file.NoSuchFileException | DirectoryIteratorException e) {
            // a process that has ended
        } catch (java.nio.file.FileSystemException e) {
            // the same: ESRCH
        }
        return List.copyOf(names);
    }
}
