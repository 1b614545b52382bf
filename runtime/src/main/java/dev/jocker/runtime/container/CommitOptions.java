package dev.jocker.runtime.container;

import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.oci.JsonObject;
import java.util.function.UnaryOperator;

/**
 * What {@code commit} is told.
 *
 * @param name the reference that the image gets, or null
 * @param author who made it, or null
 * @param message what for, or null
 * @param pause whether the container's processes stand still meanwhile
 * @param change what becomes of the way in which it wants to be run: the {@code config} member, with the specification's names
 */
public record CommitOptions(
        ImageReference name, String author, String message, boolean pause, UnaryOperator<JsonObject> change) {
    /** Without a name, a change, or anything else; paused. */
    public static final CommitOptions PLAIN = new CommitOptions(null, null, null, true, UnaryOperator.identity());
}
