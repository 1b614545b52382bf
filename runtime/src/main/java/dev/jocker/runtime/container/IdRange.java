package dev.jocker.runtime.container;

import dev.jocker.runtime.record.LockFile;
import java.io.IOException;
import java.nio.file.Files;

/**
 * 65,536 user and group ids that no account of the host has and no other container of ours: what {@code --userns auto} maps root
 * and the others to. From the part of the ids that {@code systemd-nspawn(1)} takes for the same purpose. Free again when it is
 * closed, or its owner dies.
 */
final class IdRange implements AutoCloseable {
    static final int SIZE = 65_536;

    private static final long FIRST = 524_288;
    private static final long LAST = 1_879_048_191;

    private final long first;
    private final LockFile lock;

    private IdRange(long first, LockFile lock) {
        this.first = first;
        this.lock = lock;
    }

    /** Takes a range that is free. */
    static IdRange take(Directories directories) throws IOException {
        Files.createDirectories(directories.idRanges());
        for (long first = FIRST; first + SIZE - 1 <= LAST; first += SIZE) {
            LockFile lock = LockFile.tryTake(directories.idRanges().resolve(Long.toString(first)));
            if (lock != null) {
                return new IdRange(first, lock);
            }
        }
        throw new IOException("all ranges of user ids are in use: see " + directories.idRanges());
    }

    /** What root inside is outside. */
    long first() {
        return first;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
