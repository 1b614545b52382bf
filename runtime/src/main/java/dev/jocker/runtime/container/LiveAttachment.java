package dev.jocker.runtime.container;

import dev.jocker.bindings.poll_h;
import dev.jocker.runtime.monitor.LogCursor;
import dev.jocker.runtime.monitor.MonitorDescriptors;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.Terminals;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A connection with a container that a monitor looks after. What the container writes is in its log; where it reads, the monitor has
 * open, and we take it from there, {@code pidfd_getfd(2)}: nobody stands between.
 */
final class LiveAttachment implements Attachment {
    private final Kept container;
    private final ContainerRecord record;
    private final ContainerState begun;
    private final LogFollower output;
    /** Null: it takes no input from here. */
    private final Fd input;
    /** The terminal's master, or null: it is the same as the input where there is both. */
    private final Fd master;

    private LiveAttachment(Kept container, ContainerRecord record, LogCursor log, Fd input, Fd master)
            throws IOException {
        this.container = container;
        this.record = record;
        this.begun = container.state(record);
        this.output = new LogFollower(container, new LogQuery(null, null, -1, true), log);
        this.input = input;
        this.master = master;
    }

    /** From {@code log} on; with {@code stdin}, with what the monitor keeps open of its input. */
    static LiveAttachment of(Kept container, ContainerRecord record, LogCursor log, boolean stdin) throws IOException {
        boolean terminal = record.config().flag("Tty");
        boolean reads = stdin && record.config().flag("OpenStdin");
        Fd taken = terminal || reads ? take(container, record, terminal) : null;
        return new LiveAttachment(container, record, log, reads ? taken : null, terminal ? taken : null);
    }

    /** From {@code log} on, with {@code input} as the container's input, which is closed with the connection. */
    static LiveAttachment writingTo(Kept container, ContainerRecord record, LogCursor log, Fd input)
            throws IOException {
        return new LiveAttachment(container, record, log, input, null);
    }

    private static Fd take(Kept container, ContainerRecord record, boolean terminal) throws IOException {
        ContainerState state = container.state(record);
        try (Fd monitor = ContainerProcess.openMonitor(state, container.path())) {
            if (monitor == null) {
                return null; // it has ended meanwhile
            }
            return Processes.descriptorOf(monitor, terminal ? MonitorDescriptors.TERMINAL : MonitorDescriptors.INPUT);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ESRCH) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public OutputStream stdin() {
        return input == null ? null : new Input(input);
    }

    @Override
    public boolean terminal() {
        return record.config().flag("Tty");
    }

    @Override
    public void resize(int rows, int columns) throws IOException {
        if (master != null) {
            Terminals.setWindowSize(master, new Terminals.Winsize(rows, columns, 0, 0));
        }
    }

    @Override
    public LogReader output() {
        return output;
    }

    @Override
    public ContainerExit await() throws IOException {
        return new Stopping(container).awaitRun(record, begun);
    }

    @Override
    public void close() throws IOException {
        if (input != null) {
            input.close();
        }
        if (master != null) {
            master.close();
        }
        output.close();
    }

    /** A terminal's master does not block: who writes to it waits himself. */
    private static final class Input extends OutputStream {
        private static final long TURN_MILLIS = 200;

        private final Fd fd;

        private Input(Fd fd) {
            this.fd = fd;
        }

        @Override
        public void write(int each) throws IOException {
            write(new byte[] {(byte) each});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            var direct = Descriptors.buffer(length).put(bytes, offset, length).flip();
            while (direct.hasRemaining()) {
                try {
                    Descriptors.write(fd, direct);
                } catch (SyscallException e) {
                    if (e.errno() != Errno.EAGAIN) {
                        throw e;
                    }
                    Descriptors.poll(fd, poll_h.POLLOUT(), TURN_MILLIS);
                    Stopping.requireUninterrupted();
                }
            }
        }

        @Override
        public void close() {
            fd.close();
        }
    }
}
