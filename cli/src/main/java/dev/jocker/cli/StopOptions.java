package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Options;
import dev.jocker.cli.option.Text;
import java.time.Duration;

/** How {@code stop} and {@code restart} ask a container to end. */
final class StopOptions {
    /** Longer than any machine stays up, and short enough to be counted in nanoseconds. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Text time;
    private final Text signal;

    StopOptions(Options options) {
        time = options.text(
                "SECONDS", "How long to wait before it is killed; -1: for ever", "-t", "--timeout", "--time");
        signal = options.text("SIGNAL", "Signal that asks it to end", "-s", "--signal");
    }

    /** Null: the container's own. */
    Duration grace() {
        if (!time.given()) {
            return null;
        }
        int seconds = Numbers.parse("--timeout", time.value());
        return seconds < 0 ? FOR_EVER : Duration.ofSeconds(seconds);
    }

    /** Null: the container's own. */
    Integer signal() {
        if (!signal.given()) {
            return null;
        }
        return SignalName.number(signal.value());
    }

    /** Refuses wrong values before anything is done. */
    void check() throws OptionException {
        grace();
        signal();
    }
}
