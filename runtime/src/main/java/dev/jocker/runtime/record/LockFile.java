package dev.jocker.runtime.record;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is locked, {@code flock(2)}, as long as its owner lives, and that the owner deletes. Should it be killed before, the
 * file stays, unlocked, for the next.
 *
 * <pre>
 *   owner   lock ─────────► delete ─► unlock
 *   other        open it ──────────────────► lock: of a file that nobody else will find, so open again
 * </pre>
 */
public final class LockFile implements AutoCloseable {
    private static final int MODE = 0600;

    private final Path path;
    private final Fd fd;

    private LockFile(Path path, Fd fd) {
        this.path = path;
        this.fd = fd;
    }

    /** Makes the file if there is none and locks it; null if somebody else has it. Its directory has to be there. */
    public static LockFile tryTake(Path path) throws IOException {
        return take(path, false);
    }

    /** As {@link #tryTake}, but waits until whoever has it lets go. */
    public static LockFile take(Path path) throws IOException {
        return take(path, true);
    }

    private static LockFile take(Path path, boolean waiting) throws IOException {
        while (true) {
            Fd fd = Descriptors.open(path, Flags.of(OpenFlag.O_RDWR, OpenFlag.O_CREAT), MODE);
            boolean taken = false;
            try {
                if (waiting) {
                    FileContents.lock(fd);
                } else if (!Descriptors.tryLock(fd)) {
                    return null;
                }
                taken = isAt(path, fd);
            } finally {
                if (!taken) {
                    fd.close();
                }
            }
            if (taken) {
                return new LockFile(path, fd);
            }
        }
    }

    /** Whether somebody has the lock. Nobody is kept from it by the question for longer than the question takes. */
    public static boolean isTaken(Path path) throws IOException {
        try (Fd fd = Descriptors.open(path, Flags.none(OpenFlag.class))) {
            return !Descriptors.tryLockShared(fd);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /** While it is open no other file gets its number. */
    private static boolean isAt(Path path, Fd fd) throws IOException {
        FileStatus there = FileStatus.ofExisting(path.toString());
        return there != null && there.inode() == FileStatus.of(fd).inode();
    }

    /** What has the lock: whoever else has this descriptor has it too, and when all are closed, it is free. */
    public Fd fd() {
        return fd;
    }

    /** Closes our descriptor without deleting the file: a process that was given it has the lock now. */
    public void handOver() {
        fd.close();
    }

    /** Deletes the file, then lets go of it. */
    @Override
    public void close() throws IOException {
        try (fd) {
            Files.deleteIfExists(path);
        }
    }
}
