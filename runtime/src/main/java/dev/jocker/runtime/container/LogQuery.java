package dev.jocker.runtime.container;

import java.time.Instant;

/**
 * Which lines of a log.
 *
 * @param since the first moment; null: from the beginning
 * @param until the first moment that is not wanted any more; null: to the end
 * @param tail how many lines from the end; negative: all
 * @param follow whether to wait for more until the container ends
 */
public record LogQuery(Instant since, Instant until, long tail, boolean follow) {
    /** All that is there. */
    public static final LogQuery ALL = new LogQuery(null, null, -1, false);
}
