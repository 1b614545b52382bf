package dev.jocker.runtime.container;

/**
 * How {@code docker cp} copies.
 *
 * @param archive whether owners and extended attributes are kept; else files belong to root in a container, and to us outside, and no
 *     program stays set-user-id
 * @param followLink whether a source that is a symbolic link is what it leads to
 */
public record CopyOptions(boolean archive, boolean followLink) {
    /** Neither. */
    public static final CopyOptions DEFAULT = new CopyOptions(false, false);
}
