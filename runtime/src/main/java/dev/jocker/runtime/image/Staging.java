package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/**
 * A directory of the data root's {@code tmp} that this process has locked. What is in it is moved to its place in one step, or
 * deleted by {@link #close()}; if the process is killed, the lock is free and the next one deletes it.
 */
final class Staging implements AutoCloseable {
    private static final String PINS = "pins";

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

    /** Keeps the layer, or the blob, from being swept as long as this is open. The caller has the store's lock. */
    void pin(String digest) throws IOException {
        Path pins = Files.createDirectories(path.resolve(PINS));
        Path pin = pins.resolve(Digests.digits(digest));
        if (!Files.exists(pin)) {
            Files.createFile(pin);
        }
    }

    /** Adds the digits of what is pinned in a directory of {@code tmp}. */
    static void addPins(Path directory, Set<String> digits) throws IOException {
        try (DirectoryStream<Path> pins = Files.newDirectoryStream(directory.resolve(PINS))) {
            for (Path pin : pins) {
                digits.add(pin.getFileName().toString());
            }
        } catch (NoSuchFileException e) {
            // most stagings pin nothing, and who closes one needs no lock
        }
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
