package dev.jocker.cli;

import dev.jocker.runtime.container.RunningContainer;
import dev.jocker.runtime.ns.NamespaceCommand;
import dev.jocker.runtime.ns.NamespaceStart;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Terminals;
import dev.jocker.runtime.terminal.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A command in namespaces, in the foreground: it has our streams, our terminal and our process group, gets the signals that are sent to us,
 * and ends with us.
 */
final class NamespaceRun implements Signals.Follower {
    private static final int SIGKILL = 9;
    private static final int BY_SIGNAL = 128;

    private final NamespaceCommand wanted;
    /** What is typed there comes to the command by itself. */
    private final boolean terminal = Terminals.isTerminal(Fd.STDIN);

    private final List<Integer> early = new ArrayList<>();
    private RunningExec command;
    private int killedFor;

    NamespaceRun(NamespaceCommand wanted) {
        this.wanted = wanted;
    }

    /** Runs it, and returns its exit status. */
    int run() throws IOException {
        try (SignalForwarding _ = SignalForwarding.to(this);
                RunningExec started = NamespaceStart.start(wanted)) {
            begin(started);
            int status = started.await().exitCode();
            return killedFor == 0 ? status : BY_SIGNAL + killedFor;
        }
    }

    private synchronized void begin(RunningExec started) {
        command = started;
        for (int signal : early) {
            pass(signal);
        }
    }

    @Override
    public synchronized void received(int signal) {
        if (terminal && (signal == Signals.INT || signal == Signals.QUIT)) {
            return;
        }
        if (command == null) {
            early.add(signal);
        } else {
            pass(signal);
        }
    }

    /** As for a container: process 1 that would not notice is killed. */
    private void pass(int signal) {
        try {
            if (signal != Signals.CONT && RunningContainer.wouldMiss(command.pid(), signal)) {
                killedFor = signal;
                command.signal(SIGKILL);
            } else {
                command.signal(signal);
            }
        } catch (IOException e) {
            // it has ended meanwhile
        }
    }
}
