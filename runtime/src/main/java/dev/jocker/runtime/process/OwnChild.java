package dev.jocker.runtime.process;

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
 * A child of this JVM, with its terminal, and how it ended: the kernel tells that once, whoever asks. Who closes it has made sure that it
 * ends.
 *
 * <p>Safe for use by several threads.
 */
public final class OwnChild {
    private final Child child;
    private final Fd terminal;
    /** Read: the pidfd is in use. Write: it is being closed. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private Processes.Ending ending;
    private boolean closed;
    private EndListener listener;

    /** Who is told how it ended, once. */
    public interface EndListener {
        void ended(Processes.Ending ending) throws IOException;
    }

    /** {@code terminal}: the master of its terminal, or null. */
    public OwnChild(Child child, Fd terminal) {
        this.child = child;
        this.terminal = terminal;
    }

    /** To be said before anybody waits. */
    void tell(EndListener other) {
        listener = other;
    }

    /** In this JVM's pid namespace. */
    public int pid() {
        return child.pid();
    }

    /** The master of its terminal, or null. */
    public Fd terminal() {
        return terminal;
    }

    /** Waits until it has ended. */
    public Processes.Ending await() throws IOException {
        return awaitMillis(-1);
    }

    /** As {@link #await()}, but no longer than {@code time}, in milliseconds; empty if it still runs then. */
    public Optional<Processes.Ending> await(Duration time) throws IOException {
        return Optional.ofNullable(awaitMillis(Math.max(0, time.toMillis())));
    }

    private Processes.Ending awaitMillis(long millis) throws IOException {
        use.readLock().lock();
        try {
            if (ending() == null && Descriptors.poll(child.pidfd(), Descriptors.pollIn(), millis) == 0) {
                return null;
            }
            return reap();
        } finally {
            use.readLock().unlock();
        }
    }

    /** Takes the status, which the kernel gives once. Called only when it is there, or will be at once. */
    private synchronized Processes.Ending reap() throws IOException {
        if (ending == null) {
            ending = Processes.await(child.pidfd());
            if (listener != null) {
                listener.ended(ending);
            }
        }
        return ending;
    }

    /** How it ended; null as long as nobody has waited for that. */
    public synchronized Processes.Ending ending() {
        return ending;
    }

    /** Sends it a signal; one that has ended is left in peace. */
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

    /** Waits for its end, closes what leads to it, and frees {@code resources}. The second time does nothing. */
    public void close(Resources resources) throws IOException {
        use.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try (child;
                    terminal) {
                reap();
            } finally {
                resources.free();
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
