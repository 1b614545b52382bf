package dev.jocker.runtime.security;

/**
 * The calls that {@link DefaultSeccomp} allows whatever their arguments, by number. The tables are plain calls of the bindings, no
 * reflection and no names: they are read at each start of a container.
 */
interface DefaultCalls {
    /** Allowed to everyone. */
    int[] always();

    /** Allowed too if {@code capability} is in the bounding set. Not null. */
    int[] grantedBy(Capability capability);
}
