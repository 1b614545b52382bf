package dev.jocker.runtime.cgroup;

/** Waits for what the kernel does by and by: short at first, then longer, and not for ever. */
final class Patience {
    private static final long NANOS = 10_000_000_000L;
    private static final int LONGEST_MILLIS = 50;

    private final long began = System.nanoTime();
    private int millis = 1;

    /** Waits a little. Whether there was time left for it. */
    boolean sleep() {
        if (System.nanoTime() - began > NANOS) {
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
