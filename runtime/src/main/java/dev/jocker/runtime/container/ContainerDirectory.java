package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.cgroup.Hierarchies;
import dev.jocker.runtime.image.TreeRemoval;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One container's directory on disk, and the lock that says that somebody looks after it.
 *
 * <pre>
 *   data/containers/ID/  root/ root-work/ merged/   the root's overlay
 *                        tree0/ …                   those of the host image's trees
 *                        etc/                       hosts, hostname, resolv.conf
 *                        layers                     what it is laid over, one path below data/ a line
 *                        cgroup                     where its control groups are, in each tree
 *                        pid                        of the first process, its start time, and the machine's boot
 *   run/locks/ID         locked as long as its owner lives, whatever ends it
 * </pre>
 *
 * <p>The lock is taken before the directory is made and released after it is deleted. So a directory whose lock is free has been
 * left behind, and {@link #sweep} may take it away.
 */
final class ContainerDirectory implements AutoCloseable {
    private static final int ID_LENGTH = 64;
    private static final String LAYERS = "layers";
    private static final String PID = "pid";
    private static final String CGROUP = "cgroup";
    private static final Set<PosixFilePermission> PASSABLE = Set.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Directories directories;
    private final Path path;
    private final LockFile lock;

    private ContainerDirectory(Directories directories, Path path, LockFile lock) {
        this.directories = directories;
        this.path = path;
        this.lock = lock;
    }

    /** Makes and locks the directory of a new container. */
    static ContainerDirectory create(Directories directories, String id) throws IOException {
        Files.createDirectories(directories.locks());
        makePassable(directories.data());
        makePassable(directories.containers());
        LockFile lock = LockFile.tryTake(directories.locks().resolve(id));
        if (lock == null) {
            throw new IOException("the new container's lock is taken: " + id);
        }
        try {
            Path path = directories.containers().resolve(id);
            Files.createDirectory(path);
            return new ContainerDirectory(directories, path, lock);
        } catch (IOException e) {
            try (lock) {
                throw e;
            }
        }
    }

    Path path() {
        return path;
    }

    /** Notes the first process, for {@link #sweep} to end it should we not. */
    void notePid(int pid) throws IOException {
        Path made = path.resolve("pid.new");
        Files.writeString(made, pid + " " + startTime(pid) + " " + bootId());
        // Whoever reads it finds it whole.
        Files.move(made, path.resolve(PID), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Notes where its control groups will be, PARENT/ID. */
    void noteGroups(String cgroupsPath) throws IOException {
        Files.writeString(path.resolve(CGROUP), cgroupsPath);
    }

    /** The groups that it has {@linkplain #noteGroups noted}, as far as they are there. */
    Cgroup groups() throws IOException {
        try {
            String noted = Files.readString(path.resolve(CGROUP));
            // Whatever is noted, only what has a name below the root is a container's.
            return noted.length() < 2 ? new Cgroup(List.of()) : Cgroup.at(Hierarchies.ofHost(), noted);
        } catch (NoSuchFileException e) {
            return new Cgroup(List.of());
        }
    }

    /** Notes what the container needs of others: image layers, the host image's skeleton; all below the data directory. */
    void noteLayers(List<Path> layers) throws IOException {
        var lines = new StringBuilder();
        for (Path layer : layers) {
            // Relative, so that the names are ours: a user's directory may have a line's end in its name.
            lines.append(directories.data().relativize(layer)).append('\n');
        }
        Files.writeString(path.resolve(LAYERS), lines);
    }

    /** The layers that containers have {@linkplain #noteLayers noted}. */
    static Set<Path> layersInUse(Directories directories) throws IOException {
        Set<Path> layers = new HashSet<>();
        try (DirectoryStream<Path> containers = Files.newDirectoryStream(directories.containers())) {
            for (Path container : containers) {
                try {
                    for (String line : Files.readAllLines(container.resolve(LAYERS))) {
                        layers.add(directories.data().resolve(line));
                    }
                } catch (NoSuchFileException e) {
                    // it is being made, or taken away
                }
            }
        } catch (NoSuchFileException e) {
            // nothing has been started yet
        }
        return layers;
    }

    /** Deletes the directory and what is in it, then lets go of the lock. */
    @Override
    public void close() throws IOException {
        try (lock) {
            TreeRemoval.delete(path);
        }
    }

    /**
     * Ends and deletes what containers left behind whose owner has died. What cannot be deleted now is left for the next time: it is
     * not the fault of the container that is to be started.
     */
    static void sweep(Directories directories) {
        try (DirectoryStream<Path> containers = Files.newDirectoryStream(directories.containers())) {
            for (Path container : containers) {
                String id = container.getFileName().toString();
                if (id.length() == ID_LENGTH) {
                    trySweep(directories, container, id);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // nothing has been started yet, or the start itself will say what is wrong there
        }
        sweepLocks(directories);
    }

    /** A lock is made before its directory: who was killed between leaves it alone, and so does a deletion by hand. */
    private static void sweepLocks(Directories directories) {
        sweepLocks(directories.locks(), directories.containers());
        sweepLocks(directories.idRanges(), null);
    }

    /** Deletes the lock files that nobody has, but for those of what is in {@code owners}. */
    private static void sweepLocks(Path directory, Path owners) {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(directory)) {
            for (Path path : locks) {
                if (owners == null || !Files.exists(owners.resolve(path.getFileName()))) {
                    LockFile lock = LockFile.tryTake(path);
                    if (lock != null) {
                        lock.close();
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // nothing has been started yet
        }
    }

    private static void trySweep(Directories directories, Path container, String id) {
        try {
            sweep(directories, container, id);
        } catch (IOException | RuntimeException e) {
            // one that resists does not keep the others
        }
    }

    private static void sweep(Directories directories, Path container, String id) throws IOException {
        Files.createDirectories(directories.locks());
        LockFile lock = LockFile.tryTake(directories.locks().resolve(id));
        if (lock == null) {
            return;
        }
        try (var left = new ContainerDirectory(directories, container, lock)) {
            left.endProcess();
            left.groups().remove();
        }
    }

    /** Its processes end with its owner (PR_SET_PDEATHSIG), but for a command that is set-user-id, which the kernel spares. */
    private void endProcess() throws IOException {
        String noted;
        try {
            noted = Files.readString(path.resolve(PID));
        } catch (NoSuchFileException e) {
            return;
        }
        int space = noted.indexOf(' ');
        if (space < 0 || !Accounts.isNumber(noted.substring(0, space))) {
            return; // the machine went down before it was on the disk, and the process with it
        }
        end((int) Accounts.number(noted.substring(0, space)), noted);
    }

    /** Another process may have the pid by now; then its start time is another, or the machine has been started anew. */
    private static void end(int pid, String noted) {
        try (Fd pidfd = Processes.open(pid)) {
            if (noted.equals(pid + " " + startTime(pid) + " " + bootId())) {
                Processes.signal(pidfd, 9);
                Descriptors.poll(pidfd, Descriptors.pollIn(), 5_000);
            }
        } catch (IOException e) {
            // it has ended
        }
    }

    /** Not Files.readString: the kernel gives such a file only to the first of its two reads. {@code random(4)}. */
    private static String bootId() throws IOException {
        try (var file = new FileInputStream("/proc/sys/kernel/random/boot_id")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).trim();
        }
    }

    /** A user namespace's root has to get through to its container's directory, though not to see what else is there. */
    private static void makePassable(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PASSABLE);
        }
    }

    /** When a process began, in clock ticks since the machine did: with the pid it is unique. {@code proc_pid_stat(5)}, field 22. */
    private static String startTime(int pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        int field = stat.lastIndexOf(')') + 2;
        for (int skipped = 3; skipped < 22; skipped++) {
            field = stat.indexOf(' ', field) + 1;
        }
        return stat.substring(field, stat.indexOf(' ', field));
    }
}
