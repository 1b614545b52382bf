package dev.jocker.runtime.options;

/**
 * How {@code docker cp} copies.
 *
 * @param archive whether owners and extended attributes are kept; else files belong to root in a container, and to us outside, no
 *     program stays set-user-id or has capabilities, and nodes of devices do not come to the host
 * @param followLink whether a source that is a symbolic link is what it leads to
 */
public record CopyOptions(boolean archive, boolean followLink) {
    /** Neither. */
    public static final CopyOptions DEFAULT = new CopyOptions(false, false);
}
