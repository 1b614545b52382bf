package dev.jocker.runtime.container;

import dev.jocker.runtime.program.Child;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A command in a container, beside the container's own, that runs as long as this JVM does, or shorter. Close it, always: until its status
 * is taken, here or by {@link #await}, the kernel keeps the container's pid namespace, and with it the container's end.
 *
 * <p>Safe for use by several threads.
 */
public final class RunningExec implements AutoCloseable {
    static final int SIGKILL = 9;

    private final Child child;
    private final Fd terminal;
    /** Read: the pidfd is in use. Write: it is being closed. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private Processes.Ending ending;
    private boolean closed;
    private EndListener listener;

    /** Who is told how the command ended, once. */
    interface EndListener {
        void ended(Processes.Ending ending) throws IOException;
    }

    RunningExec(Child child, Fd terminal) {
        this.child = child;
        this.terminal = terminal;
    }

    /** Has {@code other} told of the end. */
    RunningExec telling(EndListener other) {
        listener = other;
        return this;
    }

    /** The command's process on the host. */
    public int pid() {
        return child.pid();
    }

    /** The master of the command's terminal, or null if it has none. It is closed with this. */
    public Fd terminal() {
        return terminal;
    }

    /** Waits until the command has ended. Another thread's {@link #close} ends the wait. */
    public Processes.Ending await() throws IOException {
        return awaitMillis(-1);
    }

    /** As {@link #await()}, but no longer than {@code time}, in milliseconds; empty if the command still runs then. */
    public Optional<Processes.Ending> await(Duration time) throws IOException {
        return Optional.ofNullable(awaitMillis(Math.max(0, time.toMillis())));
    }

    private Processes.Ending awaitMillis(long millis) throws IOException {
        use.readLock().lock();
        try {
            if (!hasEnded() && Descriptors.poll(child.pidfd(), Descriptors.pollIn(), millis) == 0) {
                return null;
            }
            return reap();
        } finally {
            use.readLock().unlock();
        }
    }

    private synchronized boolean hasEnded() {
        return ending != null;
    }

    private synchronized Processes.Ending reap() throws IOException {
        if (ending == null) {
            ending = Processes.await(child.pidfd());
            if (listener != null) {
                listener.ended(ending);
            }
        }
        return ending;
    }

    /** Sends the command a signal; one that has ended is left in peace. */
    public void signal(int signal) throws IOException {
        use.readLock().lock();
        try {
            if (!closed) {
                Processes.signal(child.pidfd(), signal);
            }
        } catch (SyscallException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        } finally {
            use.readLock().unlock();
        }
    }

    /** Kills the command if it still runs; not what it has started. The second time does nothing. */
    @Override
    public void close() throws IOException {
        signal(SIGKILL);
        use.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try (child;
                    terminal) {
                reap();
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
