package dev.jocker.cli;

import dev.jocker.runtime.oci.Process.ConsoleSize;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.terminal.RawMode;
import dev.jocker.runtime.terminal.Signals;
import dev.jocker.runtime.terminal.TerminalRelay;
import dev.jocker.runtime.terminal.WindowSize;
import java.io.IOException;

/** A command in a container, in the foreground: it has our streams or a terminal that we relay, gets our signals, and ends with us. */
final class ForegroundExec implements Signals.Follower {
    private final RunningExec command;
    private final boolean interactive;

    ForegroundExec(RunningExec command, boolean interactive) {
        this.command = command;
        this.interactive = interactive;
    }

    /** The streams that such a command gets. */
    static Stdio stdio(boolean interactive) {
        return interactive ? Stdio.inherit() : Stdio.outputOnly();
    }

    /** How large its terminal is at the start; null: it has none, or we have none. */
    static ConsoleSize size(boolean terminal) {
        WindowSize window = terminal ? WindowSize.ofStandardOutput() : null;
        return window == null ? null : new ConsoleSize(window.rows(), window.columns());
    }

    /** Waits for its end and returns its exit status. */
    int await() throws IOException {
        try (SignalForwarding _ = SignalForwarding.to(this)) {
            if (command.terminal() == null) {
                return command.await().exitCode();
            }
            try (RawMode _ = interactive ? RawMode.enter(Fd.STDIN) : null;
                    TerminalRelay _ =
                            TerminalRelay.start(command.terminal(), interactive ? Fd.STDIN : null, Fd.STDOUT)) {
                return command.await().exitCode();
            }
        }
    }

    @Override
    public void received(int signal) {
        try {
            command.signal(signal);
        } catch (IOException e) {
            // it has ended meanwhile
        }
    }
}
