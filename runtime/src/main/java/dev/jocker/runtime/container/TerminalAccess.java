package dev.jocker.runtime.container;

import dev.jocker.runtime.monitor.MonitorDescriptors;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.Terminals;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a running container reads: the master of its terminal, or its standard input, taken out of its monitor ({@code pidfd_getfd(2)}).
 * The monitor keeps both: it alone reads what the container writes, and closing this leaves the container alone.
 *
 * <p>Not safe for use by several threads.
 */
public final class TerminalAccess implements AutoCloseable {
    private static final int BUFFER = 1 << 12;

    private final Fd fd;
    private final boolean terminal;
    private final ByteBuffer buffer = Descriptors.buffer(BUFFER);

    private TerminalAccess(Fd fd, boolean terminal) {
        this.fd = fd;
        this.terminal = terminal;
    }

    /**
     * Takes it.
     *
     * @param monitor a pidfd of the container's monitor; stays the caller's
     * @param terminal whether the container has a terminal
     * @throws ContainerException.NotFound if the monitor has ended, and the container with it
     */
    static TerminalAccess of(Fd monitor, boolean terminal) throws IOException {
        int number = terminal ? MonitorDescriptors.TERMINAL : MonitorDescriptors.INPUT;
        try {
            return new TerminalAccess(Processes.descriptorOf(monitor, number), terminal);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ESRCH || e.errno() == Errno.EBADF) {
                throw new ContainerException.NotFound("the container has ended", e);
            }
            throw e;
        }
    }

    /** Whether it is a terminal, which has a size, and of which Ctrl-C is more than a character. */
    public boolean isTerminal() {
        return terminal;
    }

    /**
     * Gives the container something to read, and waits until there is room for all of it: a terminal takes about 4 KiB of which nobody has
     * read.
     */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int from = offset; from < offset + length; from += BUFFER) {
            buffer.clear()
                    .put(bytes, from, Math.min(BUFFER, offset + length - from))
                    .flip();
            while (buffer.hasRemaining()) {
                try {
                    Descriptors.write(fd, buffer);
                } catch (SyscallException e) {
                    if (e.errno() != Errno.EAGAIN) { // the monitor has set it to O_NONBLOCK, for us too
                        throw e;
                    }
                    Descriptors.poll(fd, Descriptors.pollOut(), -1);
                }
            }
        }
    }

    /** Changes the terminal's size, which tells its foreground processes (SIGWINCH). Without a terminal nothing happens. */
    public void resize(Terminals.Winsize size) throws IOException {
        if (terminal) {
            Terminals.setWindowSize(fd, size);
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
