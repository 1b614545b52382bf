package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.FLOCK;
import static dev.jocker.runtime.syscall.SystemCall.FSYNC;
import static dev.jocker.runtime.syscall.SystemCall.FTRUNCATE;
import static dev.jocker.runtime.syscall.SystemCall.PWRITE64;
import static dev.jocker.runtime.syscall.SystemCall.SYNCFS;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** What is in an open file: its bytes, its length, whether they are on the disk, and who may change them. */
public final class FileContents {
    private static final int LOCK_EX = 2; // sys/file.h, not in a kernel header

    private FileContents() {}

    /** Writes all that remains in a direct buffer to the file at {@code offset}, {@code pwrite(2)}. */
    public static void pwrite(Fd file, ByteBuffer direct, long offset) throws SyscallException {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("the buffer is not direct");
        }
        long at = offset;
        while (direct.hasRemaining()) {
            Argument bytes = Argument.named(MemorySegment.ofBuffer(direct).address(), "buffer");
            Argument count = Argument.number(direct.remaining());
            long written = Downcall.call(PWRITE64, file, bytes, count, Argument.number(at));
            direct.position(direct.position() + (int) written);
            at += written;
        }
    }

    /** Sets the length, {@code ftruncate(2)}; what is new is a hole. */
    public static void ftruncate(Fd file, long length) throws SyscallException {
        Downcall.call(FTRUNCATE, file, Argument.number(length));
    }

    /** Returns when the file, or the directory's entries, are on the disk: {@code fsync(2)}. */
    public static void fsync(Fd file) throws SyscallException {
        Downcall.call(FSYNC, file);
    }

    /** Returns when everything in the file's file system is on the disk: {@code syncfs(2)}. */
    public static void syncfs(Fd file) throws SyscallException {
        Downcall.call(SYNCFS, file);
    }

    /** Waits for the exclusive lock on an open file or directory, {@code flock(2)}. It is released with the last descriptor. */
    public static void lock(Fd file) throws SyscallException {
        Downcall.call(FLOCK, file, Argument.named(LOCK_EX, "LOCK_EX"));
    }
}
