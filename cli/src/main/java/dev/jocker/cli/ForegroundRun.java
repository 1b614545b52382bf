package dev.jocker.cli;

import dev.jocker.cli.Engine.TraceRequest;
import dev.jocker.cli.option.OptionException;
import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.container.Containers.StartRequest;
import dev.jocker.runtime.container.RunningContainer;
import dev.jocker.runtime.oci.Process.ConsoleSize;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.Terminals;
import dev.jocker.runtime.terminal.RawMode;
import dev.jocker.runtime.terminal.Signals;
import dev.jocker.runtime.terminal.TerminalRelay;
import dev.jocker.runtime.terminal.WindowSize;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** One container in the foreground: it has our streams or a terminal that we relay, gets our signals, and is gone with us. */
final class ForegroundRun implements Signals.Follower {
    private static final int SIGKILL = 9;
    private static final int BY_SIGNAL = 128;

    private final Containers containers;
    private final RunOptions options;
    private final TraceRequest trace;
    private final List<Integer> early = new ArrayList<>();
    private RunningContainer container;
    private int killedFor;

    ForegroundRun(Containers containers, RunOptions options, TraceRequest trace) {
        this.containers = containers;
        this.options = options;
        this.trace = trace;
    }

    /** How a run of these options in the foreground starts. */
    static StartRequest request(RunOptions options, TraceRequest trace) {
        boolean interactive = options.process().interactive();
        Stdio stdio = interactive ? Stdio.inherit() : Stdio.outputOnly();
        ConsoleSize size = null;
        if (options.process().terminal()) {
            WindowSize window = WindowSize.ofStandardOutput();
            size = window == null ? null : new ConsoleSize(window.rows(), window.columns());
        }
        return new StartRequest(stdio, size, trace.wanted());
    }

    /** Runs the container and returns its exit status. */
    int run() throws IOException {
        boolean terminal = options.process().terminal();
        if (terminal && options.process().interactive() && !Terminals.isTerminal(Fd.STDIN)) {
            throw new OptionException("-i with -t needs a terminal on standard input: leave out -t");
        }
        try (SignalForwarding _ = SignalForwarding.to(this);
                RunningContainer started = containers.start(options, request(options, trace))) {
            if (started.note() != null) {
                System.err.println("jocker: ".concat(started.note()));
            }
            begin(started);
            Processes.Ending ending = terminal ? relay(started) : started.await();
            if (started.trace() != null) {
                report(started);
            }
            if (ending.exitCode() == BY_SIGNAL + SIGKILL && started.wasOutOfMemory()) {
                System.err.println(OutOfMemory.line(started.memoryLimit()));
            }
            return killedFor == 0 ? ending.exitCode() : BY_SIGNAL + killedFor;
        }
    }

    private Processes.Ending relay(RunningContainer started) throws IOException {
        boolean interactive = options.process().interactive();
        try (RawMode _ = interactive ? RawMode.enter(Fd.STDIN) : null;
                TerminalRelay _ = TerminalRelay.start(started.terminal(), interactive ? Fd.STDIN : null, Fd.STDOUT)) {
            return started.await();
        }
    }

    private void report(RunningContainer started) throws IOException {
        if (trace.file() == null) {
            TraceText.print(started.trace(), System.err);
        } else {
            Files.writeString(trace.file(), TraceJson.of(started.id(), started.trace()));
        }
    }

    private synchronized void begin(RunningContainer started) {
        container = started;
        for (int signal : early) {
            pass(signal);
        }
    }

    /** A signal of ours is the container's; one that comes before there is one waits for it. */
    @Override
    public synchronized void received(int signal) {
        if (container == null) {
            early.add(signal);
        } else {
            pass(signal);
        }
    }

    /**
     * Where the command is process 1 and has no handler, the kernel drops the signal, and the user would be left with a container
     * that cannot be stopped. Then what the signal does to any other process is done to the container: it ends.
     */
    private void pass(int signal) {
        try {
            if (signal != Signals.CONT && container.wouldMiss(signal)) {
                killedFor = signal;
                container.signal(SIGKILL);
            } else {
                container.signal(signal);
            }
        } catch (IOException e) {
            // it has ended meanwhile
        }
    }
}
