package dev.jocker.runtime.process;

/**
 * The two moments of a start that matter most, as {@link System#nanoTime()} gives them. Taking them costs two readings of the clock,
 * so they are there for every start, while a {@link StartTrace} wants a page shared with the child and time stamps in it.
 *
 * <p>The first is read before the downcall that blocks signals and clones: what lies between it and {@code clone3} is below a
 * microsecond, and is counted.
 *
 * @param clonedNanos just before the clone
 * @param executedNanos when the library had learnt that the command runs
 */
public record StartTime(long clonedNanos, long executedNanos) {
    /** From the clone to the exec of the command, in nanoseconds. */
    public long cloneToExecNanos() {
        return executedNanos - clonedNanos;
    }
}
