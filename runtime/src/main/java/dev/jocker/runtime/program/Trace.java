package dev.jocker.runtime.program;

import java.nio.ByteBuffer;

/**
 * What the interpreter noted while a program ran: for each step that ran, its result and the time at its end. A step that ran more
 * than once shows its last run.
 */
public final class Trace {
    static final int SLOT_BYTES = 16;

    private final long[] results;
    private final long[] ticks;

    private Trace(long[] results, long[] ticks) {
        this.results = results;
        this.ticks = ticks;
    }

    static Trace copiedFrom(ByteBuffer slots) {
        int count = slots.capacity() / SLOT_BYTES;
        long[] results = new long[count];
        long[] ticks = new long[count];
        for (int i = 0; i < count; i++) {
            results[i] = slots.getLong(i * SLOT_BYTES);
            ticks[i] = slots.getLong(i * SLOT_BYTES + Long.BYTES);
        }
        return new Trace(results, ticks);
    }

    /** Whether the step ran at all. */
    public boolean ran(int step) {
        return ticks[step] != 0;
    }

    /** What the step's call returned: {@code -errno} on an error. */
    public long result(int step) {
        return results[step];
    }

    /** When the step ended, in {@link Clock} ticks; 0 if it did not run. */
    public long ticks(int step) {
        return ticks[step];
    }

    /** How many steps the program has. */
    public int steps() {
        return ticks.length;
    }
}
