package dev.jocker.runtime.options;

/** Lists of numbers and ranges, {@code 0-3,7}: "List format" of {@code cpuset(7)}. */
final class NumberList {
    private static final int MOST_DIGITS = 5;

    private NumberList() {}

    /** The list; null for an empty one. */
    static String check(String option, String list) {
        if (list.isEmpty()) {
            return null;
        }
        for (String part : list.split(",", -1)) {
            int dash = part.indexOf('-');
            String first = dash < 0 ? part : part.substring(0, dash);
            String last = dash < 0 ? part : part.substring(dash + 1);
            if (!isNumber(first) || !isNumber(last) || Integer.parseInt(last) < Integer.parseInt(first)) {
                throw BadOption.value(option, list, "expected numbers and ranges such as 0-2,4");
            }
        }
        return list;
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MOST_DIGITS;
    }
}
