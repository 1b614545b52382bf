package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * A directory that steps of builds keep for each other, {@code RUN --mount=type=cache}.
 *
 * <pre>
 *   caches/ID/          locked, shared, by whoever uses it: then it is not pruned; modified when somebody begins to
 *   caches/ID/alone     locked by whoever wants it for itself
 *   caches/ID/files/    what is mounted
 * </pre>
 */
public final class CacheDirectory implements AutoCloseable {
    private static final String FILES = "files";

    private final Path path;
    private final Fd used;
    private final Fd alone;
    private final boolean made;

    private CacheDirectory(Path path, Fd used, Fd alone, boolean made) {
        this.path = path;
        this.used = used;
        this.alone = alone;
        this.made = made;
    }

    /** @param alone whether to wait until nobody else has it who wants it for himself */
    static CacheDirectory open(DataRoot data, String id, boolean alone) throws IOException {
        data.make();
        String digits = Digests.digits(Digests.of(id.getBytes(StandardCharsets.UTF_8)));
        Path directory = data.caches().resolve(digits);
        Fd used;
        boolean made;
        try (Fd _ = data.lock()) {
            made = !Files.isDirectory(directory.resolve(FILES));
            Files.createDirectories(directory.resolve(FILES));
            used = Descriptors.open(directory, Flags.of(OpenFlag.O_DIRECTORY));
            Descriptors.tryLockShared(used); // who wants it otherwise has the store's lock
            Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
        }
        try {
            Fd lock = alone ? lock(directory.resolve("alone")) : null;
            return new CacheDirectory(directory.resolve(FILES), used, lock, made);
        } catch (IOException e) {
            used.close();
            throw e;
        }
    }

    private static Fd lock(Path file) throws IOException {
        Fd lock = Descriptors.open(file, Flags.of(OpenFlag.O_RDWR, OpenFlag.O_CREAT), 0600);
        try {
            FileContents.lock(lock);
            return lock;
        } catch (SyscallException e) {
            lock.close();
            throw e;
        }
    }

    /** What is to be mounted. */
    public Path path() {
        return path;
    }

    /** Whether it has just been made, and is empty. */
    public boolean isNew() {
        return made;
    }

    @Override
    public void close() {
        if (alone != null) {
            alone.close();
        }
        used.close();
    }
}
