package dev.jocker.runtime.program;

import dev.jocker.runtime.syscall.SystemCall;

/**
 * The clock of {@link Trace}s: the processor's own counter, which the interpreter can read without a system call. Its speed is
 * found by comparing it with {@link System#nanoTime()} at two moments.
 */
public final class Clock {
    private final long startTicks;
    private final long startNanos;

    private Clock(long startTicks, long startNanos) {
        this.startTicks = startTicks;
        this.startNanos = startNanos;
    }

    /** Begins to compare. */
    public static Clock start() {
        long ticks = ticks();
        return new Clock(ticks, System.nanoTime());
    }

    /** How many nanoseconds a tick takes, from what went by since {@link #start}: a millisecond gives three digits. */
    public double nanosPerTick() {
        long ticks = ticks() - startTicks;
        long nanos = System.nanoTime() - startNanos;
        return (double) nanos / Math.max(ticks, 1);
    }

    /** The counter now. */
    public static long ticks() {
        Program program = Program.named("clock")
                .append(Instruction.Call.of("anything that is quick", SystemCall.GETPID))
                .append(new Instruction.Return())
                .build();
        try (var mapped = new MappedProgram(program).traced(2)) {
            mapped.run();
            return mapped.trace().ticks(0);
        }
    }
}
