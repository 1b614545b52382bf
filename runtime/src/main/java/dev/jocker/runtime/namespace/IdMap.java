package dev.jocker.runtime.namespace;

/**
 * A range of user or group ids and what they are outside of the namespace; a line of {@code /proc/PID/uid_map},
 * {@code user_namespaces(7)}.
 *
 * @param inside the first id inside
 * @param outside what that is outside
 * @param size how many, at least 1
 */
public record IdMap(long inside, long outside, long size) {
    /** The line as the file wants it. */
    String line() {
        return inside + " " + outside + " " + size + "\n";
    }
}
