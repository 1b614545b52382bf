package dev.jocker.runtime.record;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files that are there whole, old or new, whoever is killed and whenever the power goes: written beside their place, brought to the
 * disk, {@code fsync(2)}, and moved there in one step, {@code rename(2)}.
 */
public final class WholeFile {
    private static final String UNFINISHED = ".new";
    private static final int MODE = 0600;

    private WholeFile() {}

    /** Writes the file in place of what was there, and returns when it is on the disk. Two at once for one file are the caller's to prevent. */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, bytes, true);
        sync(file.getParent());
    }

    /** As {@link #write}, but whole only for those that look, not after a power cut: for what does not survive that anyway. */
    public static void writeLightly(Path file, byte[] bytes) throws IOException {
        write(file, bytes, false);
    }

    private static void write(Path file, byte[] bytes, boolean synced) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName().toString().concat(UNFINISHED));
        Flags<OpenFlag> flags = Flags.of(OpenFlag.O_WRONLY, OpenFlag.O_CREAT, OpenFlag.O_TRUNC);
        try (Fd made = Descriptors.open(temporary, flags, MODE)) {
            Descriptors.write(made, bytes);
            if (synced) {
                FileContents.fsync(made);
            }
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns when the directory's entries are on the disk. */
    public static void sync(Path directory) throws SyscallException {
        try (Fd fd = Descriptors.open(directory, Flags.of(OpenFlag.O_DIRECTORY))) {
            FileContents.fsync(fd);
        }
    }
}
