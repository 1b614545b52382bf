package dev.jocker.runtime.container;

import java.time.Instant;
import java.util.Map;

/**
 * What to free.
 *
 * @param containers whether those that do not run go too, not only what crashed commands left
 * @param networks whether those that no container wants go too
 * @param volumes whether those without a chosen name that no container wants go too
 * @param until only what was made before that; null: whenever
 * @param labels only what has these labels; an empty value: with any
 */
public record PruneRequest(
        boolean containers, boolean networks, boolean volumes, Instant until, Map<String, String> labels) {
    /** Only what nobody owns any more. */
    public static final PruneRequest LEFTOVERS = new PruneRequest(false, false, false, null, Map.of());

    /** All containers that do not run, too. */
    public static final PruneRequest STOPPED = new PruneRequest(true, false, false, null, Map.of());

    public PruneRequest {
        labels = Map.copyOf(labels);
    }

    /** Whether one that was made then, with these labels, is meant. */
    boolean means(Instant created, Map<String, String> its) {
        if (until != null && !created.isBefore(until)) {
            return false;
        }
        for (Map.Entry<String, String> label : labels.entrySet()) {
            String value = its.get(label.getKey());
            if (value == null || !label.getValue().isEmpty() && !value.equals(label.getValue())) {
                return false;
            }
        }
        return true;
    }
}
