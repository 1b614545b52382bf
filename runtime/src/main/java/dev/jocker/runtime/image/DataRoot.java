package dev.jocker.runtime.image;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The directory under which images are kept, and how things get into it whole or not at all.
 *
 * <pre>
 *   lock              held, flock(2), by whoever changes what is below
 *   references.json   names of images
 *   images/           &lt;id&gt;.json: an image's configuration, byte for byte what its id is the digest of
 *   layers/           &lt;diff id&gt;/: the tree, &lt;diff id&gt;.json: its size
 *   host/             &lt;key&gt;/: skeletons of the built-in image
 *   tmp/              what is being made or deleted; each directory locked by the process that is at it
 * </pre>
 */
final class DataRoot {
    private static final String PRIVATE = "rwx------";
    private static final String PASSABLE = "rwx--x--x";
    private static final Flags<OpenFlag> DIRECTORY = Flags.of(OpenFlag.O_DIRECTORY);

    private static final AtomicLong STAGED = new AtomicLong();

    private final Path root;

    DataRoot(Path root) {
        this.root = root.toAbsolutePath();
    }

    Path path() {
        return root;
    }

    Path references() {
        return root.resolve("references.json");
    }

    Path images() {
        return root.resolve("images");
    }

    Path layers() {
        return root.resolve("layers");
    }

    Path host() {
        return root.resolve("host");
    }

    /** Makes the directories that are missing. Host users must not come near the setuid files of layers, so those are closed. */
    void make() throws IOException {
        if (Files.isDirectory(root.resolve("tmp"))) { // the last to be made
            return;
        }
        Path parent = root.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        directory(root, PASSABLE);
        directory(host(), PASSABLE);
        directory(images(), PRIVATE);
        directory(layers(), PRIVATE);
        directory(root.resolve("tmp"), PRIVATE);
    }

    /** Waits until nobody else changes the directory. Closing the result lets the others in again. */
    Fd lock() throws SyscallException {
        Fd file = Descriptors.open(root.resolve("lock"), Flags.of(OpenFlag.O_RDWR, OpenFlag.O_CREAT), 0600);
        try {
            FileContents.lock(file);
            return file;
        } catch (SyscallException e) {
            file.close();
            throw e;
        }
    }

    /** A new directory to make something in. Before that, what a killed process left is swept up. */
    Staging stage() throws IOException {
        make();
        List<Staging> stale = new ArrayList<>();
        Staging made;
        // Under the lock nobody is between making a directory and locking it.
        try (Fd _ = lock()) {
            collectStale(stale);
            made = create();
        }
        for (Staging each : stale) {
            each.close();
        }
        return made;
    }

    /** Takes a directory out of the store at once, for the caller to close, which deletes it. The caller has the lock. */
    Staging withdraw(Path directory) throws IOException {
        Staging staging = create();
        try {
            Files.move(directory, staging.path().resolve("withdrawn"), StandardCopyOption.ATOMIC_MOVE);
            return staging;
        } catch (IOException | RuntimeException e) {
            staging.close();
            throw e;
        }
    }

    /** Writes a file whole, onto the disk, in place of what was there. The caller has the lock. */
    void write(Path file, byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Flags<OpenFlag> flags = Flags.of(OpenFlag.O_WRONLY, OpenFlag.O_CREAT, OpenFlag.O_TRUNC);
        try (Fd made = Descriptors.open(temporary, flags, 0600)) {
            Descriptors.write(made, bytes);
            FileContents.fsync(made);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.getParent());
    }

    private static void sync(Path directory) throws SyscallException {
        try (Fd fd = Descriptors.open(directory, DIRECTORY)) {
            FileContents.fsync(fd);
        }
    }

    private void collectStale(List<Staging> stale) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve("tmp"))) {
            for (Path entry : entries) {
                Fd fd = openIfThere(entry);
                if (fd != null && Descriptors.tryLock(fd)) {
                    stale.add(new Staging(entry, fd));
                } else if (fd != null) {
                    fd.close();
                }
            }
        }
    }

    /** Null if its owner, who needs no lock of ours to delete it, has done so. */
    private static Fd openIfThere(Path directory) throws SyscallException {
        try {
            return Descriptors.open(directory, DIRECTORY);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    private Staging create() throws IOException {
        long process = ProcessHandle.current().pid();
        // No name twice: who found the last one of that name stale may still be about to delete it.
        Path path;
        do {
            path = root.resolve("tmp").resolve(process + "-" + STAGED.getAndIncrement());
        } while (Files.exists(path));
        directory(path, PRIVATE);
        Fd fd = Descriptors.open(path, DIRECTORY);
        FileContents.lock(fd);
        return new Staging(path, fd);
    }

    private static void directory(Path path, String permissions) throws IOException {
        if (!Files.isDirectory(path)) {
            try {
                Files.createDirectory(path);
            } catch (FileAlreadyExistsException e) {
                // another process has made it meanwhile; if it is a file, who wants something in it will say so
            }
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions)); // whatever the umask
    }
}
