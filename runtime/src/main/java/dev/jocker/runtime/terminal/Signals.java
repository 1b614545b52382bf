package dev.jocker.runtime.terminal;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.syscall.SignalPipe;
import dev.jocker.runtime.syscall.SyscallException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who wants to know of which signals that this process gets; {@code signal(7)}. While somebody follows a signal, the
 * JVM does not do with it what it else would (end, at SIGINT, SIGTERM and SIGHUP). A signal that was ignored when it
 * was asked for stays ignored.
 *
 * <p>Followers are called one after the other, on one thread, in the order in which the signals came.
 */
public final class Signals {
    public static final int HUP = signal_h.SIGHUP();
    public static final int INT = signal_h.SIGINT();
    public static final int QUIT = signal_h.SIGQUIT();
    public static final int USR1 = signal_h.SIGUSR1();
    public static final int TERM = signal_h.SIGTERM();
    public static final int CONT = signal_h.SIGCONT();
    public static final int WINCH = signal_h.SIGWINCH();

    private static final List<Following> FOLLOWERS = new ArrayList<>();
    private static boolean dispatching;

    private Signals() {}

    /** Is told that a signal came. */
    public interface Follower {
        /** Called once for each time; {@code signal} is its number. */
        void received(int signal);
    }

    private record Following(int signal, Follower follower) {}

    /**
     * Calls {@code follower} for each of these signals, until {@link #unfollow}.
     *
     * @return the signals of which it will hear: those that were not ignored
     */
    public static List<Integer> follow(Follower follower, int... signals) throws SyscallException {
        synchronized (FOLLOWERS) {
            SignalPipe pipe = SignalPipe.ofProcess();
            List<Integer> taken = new ArrayList<>();
            for (int signal : signals) {
                // First the one who hears, then the sound.
                var following = new Following(signal, follower);
                FOLLOWERS.add(following);
                if (pipe.take(signal)) {
                    taken.add(signal);
                } else {
                    FOLLOWERS.remove(following);
                }
            }
            if (!dispatching) {
                dispatching = true;
                new Dispatcher(pipe).start();
            }
            return taken;
        }
    }

    /** Calls {@code follower} no more, and gives signals back that nobody follows now. */
    public static void unfollow(Follower follower) {
        synchronized (FOLLOWERS) {
            for (int i = FOLLOWERS.size() - 1; i >= 0; i--) {
                Following following = FOLLOWERS.get(i);
                if (following.follower().equals(follower)) {
                    FOLLOWERS.remove(i);
                    giveBackUnfollowed(following.signal());
                }
            }
        }
    }

    private static void giveBackUnfollowed(int signal) {
        for (Following each : FOLLOWERS) {
            if (each.signal() == signal) {
                return;
            }
        }
        try {
            SignalPipe.ofProcess().giveBack(signal);
        } catch (SyscallException e) {
            throw new AssertionError("an action that was there is refused", e);
        }
    }

    private static final class Dispatcher extends Thread {
        private final SignalPipe pipe;

        Dispatcher(SignalPipe pipe) {
            super("signals");
            setDaemon(true);
            this.pipe = pipe;
        }

        @Override
        public void run() {
            try {
                while (true) {
                    int signal = pipe.next();
                    for (Follower follower : followers(signal)) {
                        call(follower, signal);
                    }
                }
            } catch (SyscallException e) {
                throw new AssertionError("the pipe of signals is broken", e);
            }
        }

        /** What one follower does wrong does not keep the others from hearing. */
        private void call(Follower follower, int signal) {
            try {
                follower.received(signal);
            } catch (RuntimeException e) {
                getUncaughtExceptionHandler().uncaughtException(this, e);
            }
        }

        /** A copy: a follower may unfollow while it is called. */
        private static List<Follower> followers(int signal) {
            synchronized (FOLLOWERS) {
                List<Follower> found = new ArrayList<>();
                for (Following each : FOLLOWERS) {
                    if (each.signal() == signal) {
                        found.add(each.follower());
                    }
                }
                return found;
            }
        }
    }
}
