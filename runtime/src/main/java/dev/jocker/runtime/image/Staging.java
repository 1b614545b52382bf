package dev.jocker.runtime.image;

import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A directory of the data root's {@code tmp} that this process has locked. What is in it is moved to its place in one step, or
 * deleted by {@link #close()}; if the process is killed, the lock is free and the next one deletes it.
 */
final class Staging implements AutoCloseable {
    private final Path path;
    private final Fd fd;

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
            TreeRemoval.delete(path);
        }
    }
}
