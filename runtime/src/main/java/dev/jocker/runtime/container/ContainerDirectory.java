package dev.jocker.runtime.container;

import dev.jocker.runtime.image.TreeRemoval;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One container's directory on disk, and the lock that says that somebody looks after it.
 *
 * <pre>
 *   data/containers/ID/  container.json            {@link ContainerRecord}: without it the rest is nobody's
 *                        config.json               the specification, for the next start
 *                        root/ root-work/ merged/  the root's overlay
 *                        tree0/ …                  those of the host image's trees
 *                        etc/                      hosts, hostname, resolv.conf
 *                        layers                    what it is laid over, one path below data/ a line
 *                        volumes                   {@link VolumeNote}: which it wants
 *                        cgroup                    where its control groups are, in each tree
 *                        pid                       of a foreground container: its {@link ProcessMark}
 *                        fleeting                  there if the container goes with its end
 *   run/locks/ID         locked as long as its owner lives, whatever ends it
 *   run/locks/ID.command locked while a command changes the container
 * </pre>
 *
 * <p>The first lock is taken before the directory is made and released after it is deleted, or kept. So a directory whose locks are
 * free and that has no record, or is fleeting, has been left behind, and {@link Sweep} may take it away.
 */
final class ContainerDirectory implements AutoCloseable {
    private static final String LAYERS = "layers";
    static final String PID = "pid";
    private static final String FLEETING = "fleeting";
    private static final Set<PosixFilePermission> PASSABLE = Set.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Directories directories;
    private final Path path;
    private final LockFile lock;

    /** That of the container of that id; {@code lock} is its own, and taken. */
    ContainerDirectory(Directories directories, String id, LockFile lock) {
        this.directories = directories;
        this.path = directories.container(id);
        this.lock = lock;
    }

    /** Makes and locks the directory of a new container. */
    static ContainerDirectory create(Directories directories, String id) throws IOException {
        Files.createDirectories(directories.locks());
        makePassable(directories.data());
        makePassable(directories.containers());
        Path path = directories.container(id);
        if (Files.exists(path)) {
            throw new FileAlreadyExistsException(path.toString()); // not to wait for its owner's end
        }
        // A sweep may find the lock before the directory is there, and take it for a moment.
        LockFile lock = LockFile.take(directories.lock(id));
        try {
            Files.createDirectory(path);
            return new ContainerDirectory(directories, id, lock);
        } catch (IOException e) {
            try (lock) {
                throw e;
            }
        }
    }

    Path path() {
        return path;
    }

    /** Notes the first process, for {@link Sweep} to end it should we not. */
    void notePid(int pid) throws IOException {
        byte[] mark = ProcessMark.of(pid).toString().getBytes(StandardCharsets.US_ASCII);
        WholeFile.writeLightly(path.resolve(PID), mark);
    }

    /** The {@linkplain #notePid noted} process, or null. */
    static ProcessMark notedProcess(Path directory) throws IOException {
        try {
            return ProcessMark.parse(Files.readString(directory.resolve(PID)));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Notes that the container goes with its end, whoever is there to see it. */
    static void markFleeting(Path directory) throws IOException {
        WholeFile.writeLightly(directory.resolve(FLEETING), new byte[0]);
    }

    static boolean isFleeting(Path directory) {
        return Files.exists(directory.resolve(FLEETING));
    }

    /** Notes what the container needs of others: image layers, the host image's skeleton; all below the data directory. */
    void noteLayers(Directories directories, List<Path> layers) throws IOException {
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
                    layers.addAll(
                            layersInUse(directories, container.getFileName().toString()));
                } catch (NoSuchFileException e) {
                    // it is being made, or taken away
                }
            }
        } catch (NoSuchFileException e) {
            // nothing has been started yet
        }
        return layers;
    }

    /** Those of one container. */
    static Set<Path> layersInUse(Directories directories, String id) throws IOException {
        Set<Path> layers = new HashSet<>();
        for (String line :
                Files.readAllLines(directories.containers().resolve(id).resolve(LAYERS))) {
            layers.add(directories.data().resolve(line));
        }
        return layers;
    }

    /** Lets go of the lock; the directory, which has a record by now, stays. */
    void leave() throws IOException {
        lock.close();
    }

    /** Lets go of the lock; what is there is left for {@link Sweep}, which needs its notes to free what could not be freed. */
    void abandon() throws IOException {
        try (lock) {
            markFleeting(path);
        }
    }

    /** Deletes the directory and what is in it, and volumes that go with it, then lets go of the lock. */
    @Override
    public void close() throws IOException {
        try (lock) {
            forget(path);
            if (Files.exists(path.resolve(VolumeNote.FILE))) {
                ContainerVolumes.giveUp(directories, path);
            }
            TreeRemoval.delete(path);
        }
    }

    /** Whether the record is there: then the container is. */
    static boolean hasRecord(Path directory) {
        return Files.exists(directory.resolve(ContainerRecord.FILE));
    }

    /** Deletes the record: from now on the rest is nobody's. */
    static void forget(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(ContainerRecord.FILE));
    }

    /** A user namespace's root has to get through to its container's directory, though not to see what else is there. */
    private static void makePassable(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PASSABLE);
        }
    }
}
