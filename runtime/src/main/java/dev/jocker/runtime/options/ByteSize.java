package dev.jocker.runtime.options;

/** Sizes as docker's options have them: {@code 64m}, {@code 1.5g}, {@code 512kib}, {@code 4096}. */
public final class ByteSize {
    private static final String UNITS = "kmgtp";
    private static final String EXPECTED = "expected a size such as 512k, 64m or 1.5g (units b, k, m, g, t, p of 1024)";

    private ByteSize() {}

    /**
     * Reads a size.
     *
     * @param option the option's name, for the error
     * @param value a number, decimals allowed, and a unit: b, k, m, g, t or p, perhaps with "b" or "ib" behind it; no unit means bytes
     * @return bytes, not negative
     * @throws IllegalArgumentException if it is anything else or more than a {@code long} holds
     */
    public static long parse(String option, String value) {
        int end = 0;
        while (end < value.length() && (isDigit(value.charAt(end)) || value.charAt(end) == '.')) {
            end++;
        }
        String digits = value.substring(0, end);
        double bytes = number(option, value, digits) * unit(option, value, end);
        if (bytes >= Long.MAX_VALUE) {
            throw BadOption.value(option, value, EXPECTED);
        }
        // The product is exact below 2^53; a whole number of bytes is taken as it stands.
        return end == value.length() && digits.indexOf('.') < 0 ? Long.parseLong(digits) : (long) bytes;
    }

    private static double number(String option, String value, String digits) {
        if (digits.isEmpty()
                || digits.startsWith(".")
                || digits.endsWith(".")
                || digits.indexOf('.') != digits.lastIndexOf('.')) {
            throw BadOption.value(option, value, EXPECTED);
        }
        return Double.parseDouble(digits);
    }

    private static double unit(String option, String value, int start) {
        String word = value.substring(start).strip().toLowerCase(java.util.Locale.ROOT);
        if (word.isEmpty() || word.equals("b")) {
            return 1;
        }
        int power = UNITS.indexOf(word.charAt(0));
        String rest = word.substring(1);
        if (power < 0 || !(rest.isEmpty() || rest.equals("b") || rest.equals("ib"))) {
            throw BadOption.value(option, value, EXPECTED);
        }
        return (double) (1L << (10 * (power + 1)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
