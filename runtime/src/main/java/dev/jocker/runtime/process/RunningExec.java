package dev.jocker.runtime.process;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.program.Child;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A command in a container, beside the container's own, that runs as long as this JVM does, or shorter. Close it, always: until its status
 * is taken, here or by {@link #await}, the kernel keeps the container's pid namespace, and with it the container's end.
 *
 * <p>Safe for use by several threads.
 */
public final class RunningExec implements AutoCloseable {
    private final OwnChild child;

    public RunningExec(Child child, Fd terminal) {
        this.child = new OwnChild(child, terminal);
    }

    /** Has {@code other} told of the end. */
    public RunningExec telling(OwnChild.EndListener other) {
        child.tell(other);
        return this;
    }

    /** The command's process on the host. */
    public int pid() {
        return child.pid();
    }

    /** The master of the command's terminal, or null if it has none. It is closed with this. */
    public Fd terminal() {
        return child.terminal();
    }

    /** Waits until the command has ended. Another thread's {@link #close} ends the wait. */
    public Processes.Ending await() throws IOException {
        return child.await();
    }

    /** As {@link #await()}, but no longer than {@code time}, in milliseconds; empty if the command still runs then. */
    public Optional<Processes.Ending> await(Duration time) throws IOException {
        return child.await(time);
    }

    /** Sends the command a signal; one that has ended is left in peace. */
    public void signal(int signal) throws IOException {
        child.signal(signal);
    }

    /** Kills the command if it still runs; not what it has started. The second time does nothing. */
    @Override
    public void close() throws IOException {
        signal(signal_h.SIGKILL());
        child.close(new Resources());
    }
}
