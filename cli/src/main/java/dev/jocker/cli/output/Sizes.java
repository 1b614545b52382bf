package dev.jocker.cli.output;

/** Sizes for people: three significant digits and a decimal unit, {@code 77.8MB}, as docker prints them. */
public final class Sizes {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Sizes() {}

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
