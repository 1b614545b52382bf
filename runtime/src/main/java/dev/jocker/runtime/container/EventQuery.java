package dev.jocker.runtime.container;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Which events.
 *
 * @param since null: only those to come
 * @param until null: without end
 * @param filters of {@code event}, {@code container}, {@code image}, {@code label} and {@code type} the values of which one has to hold
 */
public record EventQuery(Instant since, Instant until, Map<String, List<String>> filters) {
    public EventQuery {
        filters = Map.copyOf(filters);
    }
}
