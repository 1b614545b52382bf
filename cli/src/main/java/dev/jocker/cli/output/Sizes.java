package dev.jocker.cli.output;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Sizes for people: three significant digits and a decimal unit, {@code 77.8MB}, as docker prints them. */
public final class Sizes {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private static final String[] BINARY_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int BINARY_STEP = 1024;

    private Sizes() {}

    /** Four significant digits and a binary unit, {@code 1.504MiB}, as docker prints memory. */
    public static String binary(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= BINARY_STEP && unit < BINARY_UNITS.length - 1) {
            value /= BINARY_STEP;
            unit++;
        }
        int whole = Long.toString((long) value).length();
        String digits = new BigDecimal(value)
                .setScale(Math.max(0, 4 - whole), RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
        return digits.concat(BINARY_UNITS[unit]);
    }

    /**
     * The size in words.
     *
     * @param bytes zero or more
     */
    public static String human(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size below zero: " + bytes);
        }
        if (bytes < 1000) {
            return Long.toString(bytes).concat("B");
        }
        int unit = 0;
        double value = bytes;
        while (value >= 999.5) { // what would be rounded to 1000 is 1 of the next unit
            value /= 1000;
            unit++;
        }
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return digits(value, decimals).concat(UNITS[unit]);
    }

    /** Rounded, without trailing zeros. */
    private static String digits(double value, int decimals) {
        long scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;
        long scaled = Math.round(value * scale);
        var text = new StringBuilder().append(scaled / scale);
        long fraction = scaled % scale;
        if (fraction != 0) {
            text.append('.');
            if (decimals == 2 && fraction < 10) {
                text.append('0');
            }
            text.append(decimals == 2 && fraction % 10 == 0 ? fraction / 10 : fraction);
        }
        return text.toString();
    }
}
