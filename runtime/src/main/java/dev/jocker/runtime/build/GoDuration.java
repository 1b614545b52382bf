package dev.jocker.runtime.build;

import java.math.BigDecimal;
import java.time.Duration;

/** Times as Go writes them: {@code 1m30s}, {@code 1.5h}, {@code 100ms}. */
final class GoDuration {
    private static final String[] UNITS = {"ns", "us", "ms", "s", "m", "h"};
    private static final long[] NANOS = {1, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L};

    private GoDuration() {}

    /** @throws IllegalArgumentException if it is none, or negative */
    static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Duration sum = Duration.ZERO;
        int at = 0;
        do {
            int start = at;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            int unit = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            // A NumberFormatException is an IllegalArgumentException.
            BigDecimal nanos = new BigDecimal(text.substring(start, unit)).multiply(nanos(text.substring(unit, at)));
            sum = sum.plusNanos(nanos.longValue());
        } while (at < text.length());
        return sum;
    }

    private static BigDecimal nanos(String unit) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit)) {
                return BigDecimal.valueOf(NANOS[i]);
            }
        }
        throw new IllegalArgumentException("there is no unit " + unit);
    }
}
