package dev.jocker.cli.output;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as Go reads them: {@code 1h30m}, {@code 1.5s}, {@code 300ms}. */
public final class Durations {
    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param option whose value it is, for the error
     * @throws IllegalArgumentException if it is none
     */
    public static Duration parse(String option, String value) {
        Duration duration = parseOrNull(value);
        if (duration == null) {
            throw new IllegalArgumentException(
                    option + " \"" + value + "\": expected a duration with units, such as 30s, 1m30s or 500ms");
        }
        return duration;
    }

    /** The duration, or null where it is none. */
    static Duration parseOrNull(String value) {
        if (value.equals("0")) {
            return Duration.ZERO;
        }
        Duration sum = Duration.ZERO;
        int at = 0;
        while (at < value.length()) {
            int unit = at;
            while (unit < value.length() && isNumberPart(value.charAt(unit))) {
                unit++;
            }
            int next = unit;
            while (next < value.length() && !isNumberPart(value.charAt(next))) {
                next++;
            }
            long nanoseconds = nanoseconds(value.substring(unit, next));
            if (unit == at || nanoseconds == 0) {
                return null;
            }
            try {
                BigDecimal number = new BigDecimal(value.substring(at, unit)).multiply(BigDecimal.valueOf(nanoseconds));
                sum = sum.plusNanos(number.longValue());
            } catch (NumberFormatException e) {
                return null;
            }
            at = next;
        }
        return value.isEmpty() ? null : sum;
    }

    private static boolean isNumberPart(char letter) {
        return letter >= '0' && letter <= '9' || letter == '.';
    }

    private static long nanoseconds(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0L;
        };
    }
}
