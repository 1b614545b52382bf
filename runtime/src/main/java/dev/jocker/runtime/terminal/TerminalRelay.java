package dev.jocker.runtime.terminal;

import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.Terminals;
import java.io.IOException;

/**
 * Carries bytes between the user's side and the master of a pseudo-terminal, and the user's window size with them:
 *
 * <pre>
 *   in  ──── input thread ────►  master  ═══  the container's terminal
 *   out ◄─── output thread ────    │
 *   window size, now and at SIGWINCH ─►
 * </pre>
 *
 * Two threads, since one alone could wait for a program that does not read while that program waits for somebody to
 * read from it.
 *
 * <p>Output ends when nobody has the container's terminal open any more; all that was written before has then been
 * passed on. Input may end earlier: as in docker, nothing is then sent in its place.
 */
public final class TerminalRelay implements AutoCloseable {
    private final Fd master;
    private final Fd window;
    private final StopSign stop;
    private final OutputPump output;
    private final InputPump input;
    private final Signals.Follower onWindowChange;

    private TerminalRelay(Fd master, Fd in, Fd out) throws SyscallException {
        this.master = master;
        this.window = windowOf(in, out);
        this.stop = StopSign.make();
        this.output = new OutputPump(master, out, stop);
        this.input = in == null ? null : new InputPump(in, master, stop);
        this.onWindowChange = new Signals.Follower() {
            @Override
            public void received(int signal) {
                passWindowSize();
            }
        };
    }

    /**
     * Begins to carry bytes. The descriptors stay the caller's, who closes them after {@link #close()}.
     *
     * @param master is made non-blocking
     * @param in where input comes from; null: none is wanted
     * @param out where output goes
     */
    public static TerminalRelay start(Fd master, Fd in, Fd out) throws SyscallException {
        Terminals.setNonBlocking(master);
        var relay = new TerminalRelay(master, in, out);
        if (relay.window != null) {
            Signals.follow(relay.onWindowChange, Signals.WINCH);
            relay.passWindowSize();
        }
        relay.output.start();
        if (relay.input != null) {
            relay.input.start();
        }
        return relay;
    }

    /**
     * Waits until the last of the output is written.
     *
     * @throws IOException if not all of it could be: a full disk, say. That nobody reads it any more is no error.
     */
    public void awaitOutputEnd() throws IOException {
        joinWhatever(output, 0);
        IOException failure = output.failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** Stops. What can be read from the master at this moment is still passed on, what comes later is not. */
    @Override
    public void close() {
        if (window != null) {
            Signals.unfollow(onWindowChange);
        }
        stop.raise();
        joinWhatever(output, 0);
        // A second is for the one case in which it may not come: somebody else read what was there for it to read.
        if (input == null || joinWhatever(input, 1000)) {
            stop.close();
        }
    }

    private void passWindowSize() {
        try {
            WindowSize.of(window).applyTo(master);
        } catch (SyscallException | IllegalStateException e) {
            // One of the two is gone: the pumps will find out.
        }
    }

    private static Fd windowOf(Fd in, Fd out) {
        if (Terminals.isTerminal(out)) {
            return out;
        }
        return in != null && Terminals.isTerminal(in) ? in : null;
    }

    /**
     * Waits for the end of a thread, also when interrupted, which is then left for the caller to see. 0: without
     * limit.
     */
    private static boolean joinWhatever(Thread thread, long millis) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join(millis);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
