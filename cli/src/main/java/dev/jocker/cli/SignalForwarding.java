package dev.jocker.cli;

import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.terminal.Signals;
import java.util.List;

/**
 * Passes signals that this process gets on to somebody else, as long as it is open: INT, QUIT, TERM, HUP, USR1 and
 * CONT.
 *
 * <p>Not USR2, which the JVM suspends its threads with, nor those of errors; KILL and STOP nobody can handle, and with
 * a terminal WINCH is the relay's. What was ignored when the JVM began, as HUP is under {@code nohup(1)}, stays
 * ignored.
 */
final class SignalForwarding implements AutoCloseable {
    private final Signals.Follower receiver;
    private final List<Integer> forwarded;

    private SignalForwarding(Signals.Follower receiver) throws SyscallException {
        this.receiver = receiver;
        this.forwarded = Signals.follow(
                receiver, Signals.INT, Signals.QUIT, Signals.TERM, Signals.HUP, Signals.USR1, Signals.CONT);
    }

    /**
     * Begins.
     *
     * @param receiver gets the number of each signal, one after the other, on a thread of their own
     */
    static SignalForwarding to(Signals.Follower receiver) throws SyscallException {
        return new SignalForwarding(receiver);
    }

    /** The numbers of the signals that are passed on. */
    List<Integer> forwarded() {
        return forwarded;
    }

    /** Gives the signals back to the JVM, which ends at INT, TERM and HUP. */
    @Override
    public void close() {
        Signals.unfollow(receiver);
    }
}
