package dev.jocker.runtime.oci;

/**
 * How far a clock of a time namespace is from the host's; {@code time_namespaces(7)}.
 *
 * @param secs seconds, perhaps negative
 * @param nanosecs added to them, 0 to 999999999
 */
public record TimeOffset(long secs, long nanosecs) {
    public TimeOffset {
        if (nanosecs < 0 || nanosecs > 999_999_999) {
            throw new IllegalArgumentException("a time offset has 0 to 999999999 nanoseconds, not " + nanosecs);
        }
    }
}
