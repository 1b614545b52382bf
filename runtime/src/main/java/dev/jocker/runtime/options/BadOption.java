package dev.jocker.runtime.options;

/** The one form that refused option values have: option, value, what is wrong or wanted. */
public final class BadOption {
    private BadOption() {}

    /** To be thrown; {@code expected} says what is wrong, or wanted. */
    public static IllegalArgumentException value(String option, String value, String expected) {
        return new IllegalArgumentException(option + " \"" + oneLine(value) + "\": " + expected);
    }

    /** A value may hold line breaks (an environment file); the message must not. */
    private static String oneLine(String value) {
        return value.replace("\n", "\\n").replace("\r", "\\r");
    }
}
