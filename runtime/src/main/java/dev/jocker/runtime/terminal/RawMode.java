package dev.jocker.runtime.terminal;

import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.TerminalAttributes;
import dev.jocker.runtime.syscall.Terminals;

/**
 * The user's terminal while another terminal behind it does the work: every key goes through as it is, Ctrl-C too.
 * {@link #close()} puts everything back, and so does the end of the JVM, by {@link System#exit} or by a signal that is
 * not SIGKILL.
 */
public final class RawMode implements AutoCloseable {
    private final Fd terminal;
    private final TerminalAttributes before;
    private final Thread atExit;
    private boolean restored;

    private RawMode(Fd terminal, TerminalAttributes before) {
        this.terminal = terminal;
        this.before = before;
        this.atExit = new Thread("restore terminal") {
            @Override
            public void run() {
                restore();
            }
        };
    }

    /**
     * Switches a terminal to raw mode.
     *
     * @param terminal stays the caller's, and open until {@link #close()}
     * @throws SyscallException if it is no terminal (ENOTTY)
     */
    public static RawMode enter(Fd terminal) throws SyscallException {
        TerminalAttributes before = Terminals.attributes(terminal);
        var mode = new RawMode(terminal, before);
        // First the way back, then the way there.
        Runtime.getRuntime().addShutdownHook(mode.atExit);
        try {
            Terminals.setAttributes(terminal, before.raw());
        } catch (SyscallException e) {
            mode.close();
            throw e;
        }
        return mode;
    }

    /** Restores the terminal as it was; the second time does nothing. A terminal that has gone away is no error. */
    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending already: the hook finds the work done.
        }
    }

    private synchronized void restore() {
        if (restored) {
            return;
        }
        restored = true;
        try {
            Terminals.setAttributes(terminal, before);
        } catch (SyscallException | IllegalStateException e) {
            // Hung up or closed: there is no terminal left to restore.
        }
    }
}
