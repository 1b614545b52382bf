package dev.jocker.runtime.oci;

/**
 * A resource limit, {@code setrlimit(2)}.
 *
 * @param type RLIMIT_NOFILE, …
 * @param hard the ceiling; both are unsigned, {@link #INFINITY} is no limit
 * @param soft what is in force
 */
public record Rlimit(String type, long hard, long soft) {
    /** RLIM_INFINITY: all bits set, 18446744073709551615 in JSON. */
    public static final long INFINITY = -1;
}
