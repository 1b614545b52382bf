package dev.jocker.runtime.container;

/**
 * How to remove.
 *
 * @param force whether one that runs is killed first
 * @param volumes whether the volumes without a name that were made for it go too
 */
public record RemoveRequest(boolean force, boolean volumes) {
    /** One that does not run. */
    public static final RemoveRequest PLAIN = new RemoveRequest(false, false);

    /** Whatever it is doing. */
    public static final RemoveRequest FORCED = new RemoveRequest(true, false);
}
