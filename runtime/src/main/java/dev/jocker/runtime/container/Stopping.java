package dev.jocker.runtime.container;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.launch.Connection;
import dev.jocker.runtime.launch.ControlGroups;
import dev.jocker.runtime.monitor.Control;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.options.SignalName;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.time.Duration;

/**
 * Ends containers, and waits for their end.
 *
 * <pre>
 *   stop    control: do not start it again ─► stop signal ─► thaw ─► grace ─► SIGKILL ─► the monitor has written down the end
 *   kill                     (with SIGKILL and the stop signal) ─► signal
 * </pre>
 */
final class Stopping {
    static final int SIGKILL = signal_h.SIGKILL();

    private static final int SIGTERM = 15;
    private static final long DEFAULT_GRACE_SECONDS = 10;
    private static final long TURN_MILLIS = 100;
    private static final long NAP_MILLIS = 2;

    private final Kept container;

    Stopping(Kept container) {
        this.container = container;
    }

    void stop(Duration grace, Integer signal) throws IOException {
        try (LockFile _ = container.lock()) {
            ContainerRecord record = container.record();
            if (Operation.STOP.isNeeded(record.name(), container.state(record).status())) {
                end(record, grace, signal);
                container.groups().remove();
                Connection.left(container.directories(), container.id());
                if (record.autoRemove() && !record.foreground()) {
                    new Removal(container).delete(record, true);
                }
            }
        }
    }

    /** Ends it for good, with the stop signal first. The caller has the command lock. */
    void end(ContainerRecord record, Duration grace, Integer signal) throws IOException {
        forbidRestart(record);
        ContainerState state = container.state(record);
        // Again and again: its monitor may have decided on another run before it was forbidden.
        while (isOn(state)) {
            if (state.status() == ContainerStatus.RESTARTING) {
                wake(state);
            }
            try (Fd process = process(record, state)) {
                if (process != null && !hasEnded(process)) {
                    endRun(record, state, process, grace, signal);
                }
            }
            nap();
            state = container.state(record);
        }
        container.tell(Kind.STOP, record, null);
    }

    private void endRun(ContainerRecord record, ContainerState state, Fd process, Duration grace, Integer signal)
            throws IOException {
        int number = signal == null ? stopSignal(record) : signal;
        tellKill(record, number);
        signal(process, number);
        thaw(state);
        long millis = (grace == null ? grace(record) : grace).toMillis();
        if (Descriptors.poll(process, Descriptors.pollIn(), millis < 0 ? -1 : millis) == 0) {
            tellKill(record, SIGKILL);
            signal(process, SIGKILL);
            awaitEnd(process);
        }
    }

    void kill(int signal) throws IOException {
        ContainerRecord record = container.record();
        ContainerState state = container.state(record);
        Operation.KILL.isNeeded(record.name(), state.status());
        boolean ending = signal == SIGKILL || signal == stopSignal(record);
        if (ending) {
            forbidRestart(record);
        }
        if (state.status() == ContainerStatus.RESTARTING) {
            wake(state);
        }
        try (Fd process = process(record, state)) {
            if (process != null) {
                signal(process, signal);
                if (ending) {
                    thaw(state); // what is frozen gets no signal, not even this one on version 1
                }
            }
        }
        tellKill(record, signal);
        if (signal == SIGKILL) {
            killUntilDown(record, state.monitor());
        }
    }

    /** Kills it at once, without waiting for other commands. What is not up is left alone. */
    void killIfUp(ContainerRecord record) throws IOException {
        ContainerStatus status = container.state(record).status();
        if (status.isUp() || status == ContainerStatus.RESTARTING) {
            try {
                kill(SIGKILL);
            } catch (ContainerException.WrongState e) {
                // it has ended meanwhile, which is what was wanted
            }
        }
    }

    private void forbidRestart(ContainerRecord record) throws IOException {
        if (!record.foreground()) {
            Control.stop(container.path());
        }
    }

    /** A monitor that waits before a restart looks at its control file. */
    private void wake(ContainerState state) throws IOException {
        try (Fd monitor = ContainerProcess.openMonitor(state, container.path())) {
            if (monitor != null) {
                signal(monitor, Control.WAKE);
            }
        }
    }

    /**
     * The first process; null if there is none (any more). A second look, with the pidfd in hand, tells whether it still is the one
     * that the container has.
     */
    Fd process(ContainerRecord record, ContainerState state) throws IOException {
        if (!state.status().isUp()) {
            return null;
        }
        Fd pidfd = ContainerProcess.open(state);
        if (pidfd == null) {
            return null;
        }
        ContainerState again;
        try {
            again = container.state(record);
        } catch (IOException | RuntimeException e) {
            pidfd.close();
            throw e;
        }
        if (again.pid() == state.pid()) {
            return pidfd;
        }
        pidfd.close();
        return null;
    }

    private static void signal(Fd process, int signal) throws IOException {
        try {
            Processes.signal(process, signal);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
    }

    private void thaw(ContainerState state) throws IOException {
        if (state.status() == ContainerStatus.PAUSED) {
            ControlGroups.thaw(container.groups());
        }
    }

    private void tellKill(ContainerRecord record, int signal) throws IOException {
        container.tell(Kind.KILL, record, Integer.toString(signal));
    }

    private static int stopSignal(ContainerRecord record) {
        String word = record.config().text("StopSignal");
        return word == null ? SIGTERM : SignalName.number(word);
    }

    private static Duration grace(ContainerRecord record) {
        return record.config().has("StopTimeout")
                ? Duration.ofSeconds(record.config().number("StopTimeout"))
                : Duration.ofSeconds(DEFAULT_GRACE_SECONDS);
    }

    /** Waits until {@code monitor} is done with it, and kills what it has started before it was forbidden. */
    private void killUntilDown(ContainerRecord record, int monitor) throws IOException {
        ContainerState state = container.state(record);
        while (isOn(state) && state.monitor() == monitor) {
            if (state.status() == ContainerStatus.RESTARTING) {
                wake(state);
            }
            try (Fd process = process(record, state)) {
                if (process != null && !hasEnded(process)) {
                    signal(process, SIGKILL);
                    thaw(state);
                    Descriptors.poll(process, Descriptors.pollIn(), TURN_MILLIS);
                }
            }
            nap();
            state = container.state(record);
        }
    }

    private static boolean isOn(ContainerState state) {
        return state.status().isUp() || state.status() == ContainerStatus.RESTARTING;
    }

    private static boolean hasEnded(Fd process) throws IOException {
        return Descriptors.poll(process, Descriptors.pollIn(), 0) != 0;
    }

    /**
     * Waits for the end of the run that it is in, if it is in one.
     *
     * @throws java.io.InterruptedIOException if the thread is interrupted
     */
    ContainerExit await() throws IOException {
        ContainerRecord record = container.record();
        ContainerState first = container.state(record);
        while (first.status() == ContainerStatus.RESTARTING) {
            nap();
            first = container.state(record);
        }
        if (!first.status().isUp()) {
            return first.exit();
        }
        return awaitRun(record, first);
    }

    /** Waits for the end of the run that {@code first} is a moment of, even if the container is removed then. */
    ContainerExit awaitRun(ContainerRecord record, ContainerState first) throws IOException {
        if (first.status() == ContainerStatus.CREATED) {
            return exitInJournal(); // it has run, and been removed
        }
        if (!first.status().isUp()) {
            return first.exit();
        }
        try (Fd process = process(record, first)) {
            if (process != null) {
                awaitEnd(process);
            }
        }
        return record.foreground() ? exitInJournal() : exit(record, first);
    }

    /** The process has ended: waits until that is written down, too. */
    private ContainerExit exit(ContainerRecord record, ContainerState of) throws IOException {
        while (true) {
            ContainerState state = container.state(record);
            if (state.status() == ContainerStatus.CREATED) {
                return exitInJournal(); // it has been removed
            }
            if (!state.status().isUp()) {
                return state.exit();
            }
            if (!of.startedAt().equals(state.startedAt())) {
                return ContainerState.lastExit(container.path()); // and runs again
            }
            nap();
        }
    }

    /** Who looks after a container tells the journal of its end before letting go of it. */
    private ContainerExit exitInJournal() throws IOException {
        var journal = new EventJournal(container.directories());
        boolean lookedAfter;
        ContainerExit exit;
        do {
            nap();
            lookedAfter = container.isLookedAfter();
            exit = journal.lastExit(container.id());
        } while (exit == null && lookedAfter);
        return exit == null ? new ContainerExit(128 + SIGKILL, false) : exit;
    }

    private static void awaitEnd(Fd process) throws IOException {
        while (Descriptors.poll(process, Descriptors.pollIn(), TURN_MILLIS) == 0) {
            requireUninterrupted();
        }
    }

    private static void nap() throws IOException {
        try {
            Thread.sleep(NAP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        requireUninterrupted();
    }

    static void requireUninterrupted() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new java.io.InterruptedIOException("interrupted while waiting for a container");
        }
    }
}
