package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.INOTIFY_ADD_WATCH;
import static dev.jocker.runtime.syscall.SystemCall.INOTIFY_INIT1;

import dev.jocker.bindings.inotify_h;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Tells when files of a directory have been written to, made or renamed, {@code inotify(7)}. Which ones it does not say: who waits
 * looks anyway.
 */
public final class DirectoryWatch implements AutoCloseable {
    private static final int ROOM = 4096;

    private final Fd fd;
    private final ByteBuffer events = Descriptors.buffer(ROOM);

    private DirectoryWatch(Fd fd) {
        this.fd = fd;
    }

    /** Begins to watch. What happens from here on is told. */
    public static DirectoryWatch of(Path directory) throws SyscallException {
        int flags = inotify_h.IN_CLOEXEC() | inotify_h.IN_NONBLOCK();
        Fd fd = Fd.owned(
                (int) Downcall.call(INOTIFY_INIT1, Argument.named(flags, "IN_CLOEXEC|IN_NONBLOCK")),
                "watch of ".concat(directory.toString()));
        int events = inotify_h.IN_MODIFY() | inotify_h.IN_CREATE() | inotify_h.IN_MOVED_TO();
        try (var memory = NativeMemory.confined()) {
            Downcall.call(
                    INOTIFY_ADD_WATCH,
                    fd,
                    memory.string(directory.toString()),
                    Argument.named(events, "IN_MODIFY|IN_CREATE|IN_MOVED_TO"));
            return new DirectoryWatch(fd);
        } catch (SyscallException e) {
            fd.close();
            throw e;
        }
    }

    /** Waits until something has happened since the last wait, but not longer than {@code millis}; whether something has. */
    public boolean await(long millis) throws SyscallException {
        if (Descriptors.poll(fd, Descriptors.pollIn(), millis) == 0) {
            return false;
        }
        try {
            while (Descriptors.read(fd, events.clear()) == ROOM) {
                // there may be more
            }
        } catch (SyscallException e) {
            if (e.errno() != Errno.EAGAIN) {
                throw e;
            }
        }
        return true;
    }

    @Override
    public void close() {
        fd.close();
    }
}
