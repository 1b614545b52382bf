package dev.jocker.cli.bench;

import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** How long something took, many times: three digits of it, in nanoseconds. */
final class Spread {
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(DIGITS);

    static <T> Spread of(List<T> samples, ToLongFunction<T> part) {
        var spread = new Spread();
        for (T sample : samples) {
            spread.histogram.recordValue(part.applyAsLong(sample));
        }
        return spread;
    }

    /** How many there are. */
    long count() {
        return histogram.getTotalCount();
    }

    /** Microseconds that {@code percent} of them did not exceed. */
    double micros(double percent) {
        return histogram.getValueAtPercentile(percent) / 1000.0;
    }
}
