package dev.jocker.runtime.image;

import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;

/**
 * A directory of the data root's {@code tmp} that this process has locked. What is in it is moved to its place in one step, or
 * deleted by {@link #close()}; if the process is killed, the lock is free and the next one deletes it.
 */
final class Staging implements AutoCloseable {
    /** Deeper trees than this are brought up before they are deleted: a hostile archive can make them deeper than descriptors last. */
    private static final int DEPTH = 64;

    private final Path path;
    private final Fd fd;
    private int moved;

    Staging(Path path, Fd fd) {
        this.path = path;
        this.fd = fd;
    }

    Path path() {
        return path;
    }

    Fd fd() {
        return fd;
    }

    /** Moves {@code name} out of here to its place. The caller has the store's lock. */
    void publish(String name, Path place) throws IOException {
        Files.move(path.resolve(name), place, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns when everything in here is on the disk. */
    void sync() throws SyscallException {
        FileContents.syncfs(fd);
    }

    /** Deletes the directory and all that is still in it. */
    @Override
    public void close() throws IOException {
        try (fd) {
            int before;
            do {
                before = moved;
                try (var top = open(path)) {
                    clear(top, top, 0);
                }
            } while (moved > before);
            Files.delete(path);
        } catch (NoSuchFileException e) {
            return; // deleted by hand meanwhile
        }
    }

    private void clear(SecureDirectoryStream<Path> directory, SecureDirectoryStream<Path> top, int depth)
            throws IOException {
        for (Path entry : directory) {
            Path name = entry.getFileName();
            var attributes = directory
                    .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            if (!attributes.isDirectory()) {
                directory.deleteFile(name);
            } else if (depth == DEPTH) {
                // Not a name that is there: what archives name is all below one directory of ours, and numbers are not
                // used twice.
                directory.move(name, top, Path.of("deep-" + moved++));
            } else {
                try (var below = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    clear(below, top, depth + 1);
                }
                directory.deleteDirectory(name);
            }
        }
    }

    @SuppressWarnings("StreamResourceLeak") // the caller closes it
    private static SecureDirectoryStream<Path> open(Path path) throws IOException {
        // On Linux every stream of the default file system is one.
        return (SecureDirectoryStream<Path>) Files.newDirectoryStream(path);
    }
}
