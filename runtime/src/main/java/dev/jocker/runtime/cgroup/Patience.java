package dev.jocker.runtime.cgroup;

import java.time.Duration;

/** Waits for what the kernel does by and by: short at first, then longer, and not for ever. */
final class Patience {
    static final Duration LONG = Duration.ofSeconds(10);

    private static final int LONGEST_MILLIS = 50;

    private final long nanos;
    private final long began = System.nanoTime();
    private int millis = 1;

    Patience(Duration time) {
        this.nanos = time.toNanos();
    }

    /** Waits a little. Whether there was time left for it. */
    boolean sleep() {
        if (System.nanoTime() - began > nanos) {
            return false;
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        millis = Math.min(2 * millis, LONGEST_MILLIS);
        return true;
    }
}
