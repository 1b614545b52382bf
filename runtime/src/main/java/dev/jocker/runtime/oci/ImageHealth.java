package dev.jocker.runtime.oci;

import java.util.List;

/**
 * An image's {@code Healthcheck}, docker's own member of the configuration. Times are nanoseconds; what is 0 is not said.
 *
 * @param test the first word is CMD, before a command's, CMD-SHELL, before a line for a shell, or NONE; empty: not said
 */
public record ImageHealth(
        List<String> test, long interval, long timeout, long startPeriod, long startInterval, int retries) {
    public ImageHealth {
        test = Frozen.list(test);
    }
}
