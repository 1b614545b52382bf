package dev.jocker.runtime.terminal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Who wants to know that the window of this process's terminal changed, SIGWINCH. A JVM has one handler for a signal, and it can
 * have many relays; so the handler is set once and stays.
 */
final class WindowChanges {
    private static final List<Runnable> FOLLOWERS = new CopyOnWriteArrayList<>();
    private static boolean handlerSet;

    private WindowChanges() {}

    /** Runs {@code follower} after each change, on a thread of the JVM's, until {@link #unfollow}. */
    static void follow(Runnable follower) {
        FOLLOWERS.add(follower);
        setHandler();
    }

    static void unfollow(Runnable follower) {
        FOLLOWERS.remove(follower);
    }

    private static synchronized void setHandler() {
        if (!handlerSet) {
            handlerSet = true;
            Signal.handle(new Signal("WINCH"), new Handler());
        }
    }

    private static final class Handler implements SignalHandler {
        @Override
        public void handle(Signal signal) {
            for (Runnable follower : FOLLOWERS) {
                follower.run();
            }
        }
    }
}
