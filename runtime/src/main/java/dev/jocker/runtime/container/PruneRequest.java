package dev.jocker.runtime.container;

import java.time.Instant;
import java.util.Map;

/**
 * What to free.
 *
 * @param containers whether those that do not run go too, not only what crashed commands left
 * @param until only containers made before that; null: whenever
 * @param labels only containers with these labels; an empty value: with any
 */
public record PruneRequest(boolean containers, Instant until, Map<String, String> labels) {
    /** Only what nobody owns any more. */
    public static final PruneRequest LEFTOVERS = new PruneRequest(false, null, Map.of());

    /** All containers that do not run, too. */
    public static final PruneRequest STOPPED = new PruneRequest(true, null, Map.of());

    public PruneRequest {
        labels = Map.copyOf(labels);
    }
}
