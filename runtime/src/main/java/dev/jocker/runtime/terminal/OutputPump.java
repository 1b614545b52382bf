package dev.jocker.runtime.terminal;

import static dev.jocker.runtime.syscall.Errno.EAGAIN;
import static dev.jocker.runtime.syscall.Errno.EIO;
import static dev.jocker.runtime.syscall.Errno.EPIPE;

import dev.jocker.bindings.poll_h;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Carries what the master gives to the output. Where the output takes no more, it goes on to read, and throws away: a
 * program in a container shall not stand still because nobody looks.
 */
final class OutputPump extends Thread {
    private static final int CHUNK = 16 * 1024;

    private final Fd master;
    private final Fd out;
    private final StopSign stop;
    private boolean broken; // of this thread only
    private volatile IOException failure;

    OutputPump(Fd master, Fd out, StopSign stop) {
        super("terminal output");
        setDaemon(true);
        this.master = master;
        this.out = out;
        this.stop = stop;
    }

    /** Why output was lost, after the end of the thread; null if it was not, or nobody wanted it. */
    IOException failure() {
        return failure;
    }

    @Override
    public void run() {
        ByteBuffer buffer = Descriptors.buffer(CHUNK);
        try {
            boolean stopped = false;
            while (true) {
                Read result = read(buffer);
                if (result == Read.END || result == Read.NOTHING_YET && stopped) {
                    return;
                }
                if (result == Read.NOTHING_YET) {
                    stopped = !stop.await(master, poll_h.POLLIN());
                } else {
                    write(buffer.flip());
                }
            }
        } catch (SyscallException e) {
            failure = e;
        } catch (IllegalStateException e) {
            failure = new IOException("the terminal was closed before its output had ended", e);
        } finally {
            stop.raise(); // nobody is there to type for
        }
    }

    private enum Read {
        SOME,
        NOTHING_YET,
        END
    }

    private Read read(ByteBuffer buffer) throws SyscallException {
        buffer.clear();
        try {
            return Descriptors.read(master, buffer) > 0 ? Read.SOME : Read.END;
        } catch (SyscallException e) {
            return switch (e.errno()) {
                case EAGAIN -> Read.NOTHING_YET;
                case EIO -> Read.END; // the other side is closed, and the kernel has handed out all it had
                default -> throw e;
            };
        }
    }

    private void write(ByteBuffer buffer) throws SyscallException {
        while (!broken && buffer.hasRemaining()) {
            try {
                Descriptors.write(out, buffer);
            } catch (SyscallException e) {
                if (e.errno() == EAGAIN) { // somebody made it non-blocking
                    Descriptors.poll(out, poll_h.POLLOUT(), -1);
                    continue;
                }
                broken = true;
                if (e.errno() != EPIPE && e.errno() != EIO) { // the reader left, the terminal hung up
                    failure = e;
                }
            }
        }
    }
}
