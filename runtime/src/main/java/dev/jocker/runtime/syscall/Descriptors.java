package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.EVENTFD2;
import static dev.jocker.runtime.syscall.SystemCall.FCNTL;
import static dev.jocker.runtime.syscall.SystemCall.FLOCK;
import static dev.jocker.runtime.syscall.SystemCall.MEMFD_CREATE;
import static dev.jocker.runtime.syscall.SystemCall.OPENAT;
import static dev.jocker.runtime.syscall.SystemCall.PIPE2;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.READ;
import static dev.jocker.runtime.syscall.SystemCall.WRITE;

import dev.jocker.bindings.eventfd_h;
import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.poll_h;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Opens, reads, writes and asks about descriptors. Every descriptor that is made here is close-on-exec. */
public final class Descriptors {
    static final int POLLFD_BYTES = 8;
    static final int POLLFD_EVENTS = 4;
    static final int POLLFD_REVENTS = 6;
    private static final int LOCK_SH = 1; // sys/file.h, not in a kernel header
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final Argument AT_FDCWD = Argument.named(fcntl_h.AT_FDCWD(), "AT_FDCWD");

    private Descriptors() {}

    /** The two ends of a pipe. */
    public record Pipe(Fd readEnd, Fd writeEnd) implements AutoCloseable {
        @Override
        public void close() {
            readEnd.close();
            writeEnd.close();
        }
    }

    /** Opens a file, {@code open(2)}; for reading unless {@code flags} say otherwise. Symbolic links are followed. */
    public static Fd open(Path path, Flags<OpenFlag> flags) throws SyscallException {
        return open(path, flags, 0);
    }

    /** Opens a file, and makes it with {@code mode} (and the umask) if O_CREAT is among {@code flags}. */
    public static Fd open(Path path, Flags<OpenFlag> flags, int mode) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            String text = path.toString();
            long fd = Downcall.call(
                    OPENAT, AT_FDCWD, memory.string(text), flags.with(OpenFlag.O_CLOEXEC), Argument.mode(mode));
            return Fd.owned((int) fd, text);
        }
    }

    /** Opens what a path leads to without reading or writing it: a name for other calls, {@code O_PATH}. */
    public static Fd openPath(Path path) throws SyscallException {
        return open(path, Flags.of(OpenFlag.O_PATH));
    }

    /** Makes a pipe, {@code pipe2(2)}. */
    public static Pipe pipe() throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block ends = memory.block(2L * Integer.BYTES);
            Downcall.call(PIPE2, ends, Flags.of(OpenFlag.O_CLOEXEC));
            return new Pipe(
                    Fd.owned(ends.bytes().getInt(0), "pipe read end"),
                    Fd.owned(ends.bytes().getInt(Integer.BYTES), "pipe write end"));
        }
    }

    /** Makes a counter to wait for, 0 at first, which does not block, {@code eventfd2(2)}. */
    public static Fd event() throws SyscallException {
        Argument flags = Argument.named(eventfd_h.EFD_CLOEXEC() | eventfd_h.EFD_NONBLOCK(), "EFD_CLOEXEC|EFD_NONBLOCK");
        return Fd.owned((int) Downcall.call(EVENTFD2, Argument.number(0), flags), "eventfd");
    }

    /**
     * Reads into a direct buffer, from its position on, {@code read(2)}. Blocks until there is something.
     *
     * @return the count, which is 0 at the end of the file; the buffer's position has moved on by it
     */
    public static int read(Fd fd, ByteBuffer direct) throws SyscallException {
        long count = Downcall.call(READ, fd, address(direct), Argument.number(direct.remaining()));
        direct.position(direct.position() + (int) count);
        return (int) count;
    }

    /** Writes all that remains in a direct buffer, {@code write(2)}, in as many calls as it takes. */
    public static void write(Fd fd, ByteBuffer direct) throws SyscallException {
        while (direct.hasRemaining()) {
            long count = Downcall.call(WRITE, fd, address(direct), Argument.number(direct.remaining()));
            direct.position(direct.position() + (int) count);
        }
    }

    /** Writes all the bytes. */
    public static void write(Fd fd, byte[] bytes) throws SyscallException {
        write(fd, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
    }

    /**
     * Waits until a descriptor is ready, {@code ppoll(2)}.
     *
     * @param events POLLIN and the like
     * @param timeoutMillis how long to wait; negative: for ever
     * @return the events that came, 0 after the timeout
     */
    public static int poll(Fd fd, int events, long timeoutMillis) throws SyscallException {
        return poll(new Fd[] {fd}, events, timeoutMillis)[0];
    }

    /** Waits until one of several descriptors is ready. Returns each one's events, in the order of {@code fds}. */
    public static int[] poll(Fd[] fds, int events, long timeoutMillis) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block polled = memory.block((long) POLLFD_BYTES * fds.length);
            for (int i = 0; i < fds.length; i++) {
                polled.bytes().putInt(i * POLLFD_BYTES, fds[i].number());
                polled.bytes().putShort(i * POLLFD_BYTES + POLLFD_EVENTS, (short) events);
            }
            Downcall.call(PPOLL, polled, Argument.number(fds.length), timeout(memory, timeoutMillis), Argument.NULL);
            int[] came = new int[fds.length];
            for (int i = 0; i < fds.length; i++) {
                came[i] = polled.bytes().getShort(i * POLLFD_BYTES + POLLFD_REVENTS);
            }
            return came;
        }
    }

    /** POLLIN: there is something to read, or the end. */
    public static int pollIn() {
        return poll_h.POLLIN();
    }

    /** POLLOUT: there is room to write. */
    public static int pollOut() {
        return poll_h.POLLOUT();
    }

    /** Makes a file that lives in memory, {@code memfd_create(2)}. */
    public static Fd memoryFile(String name, Flags<MemfdFlag> flags) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            long fd = Downcall.call(MEMFD_CREATE, memory.string(name), flags.with(MemfdFlag.MFD_CLOEXEC));
            return Fd.owned((int) fd, "memfd:" + name);
        }
    }

    /** Forbids changes of a memory file for ever, {@code fcntl(2)} F_ADD_SEALS. */
    public static void seal(Fd fd, Flags<SealFlag> seals) throws SyscallException {
        Downcall.call(FCNTL, fd, Argument.named(fcntl_h.F_ADD_SEALS(), "F_ADD_SEALS"), seals);
    }

    /** A second descriptor for the same open file, numbered 3 or more, {@code fcntl(2)} F_DUPFD_CLOEXEC. */
    public static Fd duplicate(Fd fd) throws SyscallException {
        Argument command = Argument.named(fcntl_h.F_DUPFD_CLOEXEC(), "F_DUPFD_CLOEXEC");
        return Fd.owned((int) Downcall.call(FCNTL, fd, command, Argument.number(3)), fd.toString());
    }

    /** Has reads and writes fail with EAGAIN where they would wait, for all who share the open file: {@code fcntl(2)} F_SETFL. */
    public static void setNonBlocking(Fd fd) throws SyscallException {
        Downcall.call(FCNTL, fd, Argument.named(fcntl_h.F_SETFL(), "F_SETFL"), Flags.of(OpenFlag.O_NONBLOCK));
    }

    /**
     * Takes the exclusive lock on an open file, {@code flock(2)}, unless somebody has it. It is released with the last descriptor.
     *
     * @return whether the lock is ours now
     */
    public static boolean tryLock(Fd fd) throws SyscallException {
        return tryLock(fd, Argument.named(LOCK_EX | LOCK_NB, "LOCK_EX|LOCK_NB"));
    }

    /** As {@link #tryLock}, but beside others that have it shared too. */
    public static boolean tryLockShared(Fd fd) throws SyscallException {
        return tryLock(fd, Argument.named(LOCK_SH | LOCK_NB, "LOCK_SH|LOCK_NB"));
    }

    /** Takes the exclusive lock on an open file, {@code flock(2)}, and waits for it as long as somebody has it. */
    public static void lock(Fd fd) throws SyscallException {
        Downcall.call(FLOCK, fd, Argument.named(LOCK_EX, "LOCK_EX"));
    }

    private static boolean tryLock(Fd fd, Argument operation) throws SyscallException {
        try {
            Downcall.call(FLOCK, fd, operation);
            return true;
        } catch (SyscallException e) {
            if (e.errno() == Errno.EAGAIN) {
                return false;
            }
            throw e;
        }
    }

    private static Argument timeout(NativeMemory memory, long millis) {
        if (millis < 0) {
            return Argument.NULL;
        }
        NativeMemory.Block time = memory.block(2L * Long.BYTES);
        time.bytes().putLong(0, millis / 1000).putLong(Long.BYTES, TimeUnit.MILLISECONDS.toNanos(millis % 1000));
        return time;
    }

    private static Argument address(ByteBuffer direct) {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("the buffer is not direct");
        }
        return Argument.named(MemorySegment.ofBuffer(direct).address(), "buffer");
    }

    /** Native memory in the processor's byte order, for {@link #read} and {@link #write}. */
    public static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
