package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;

/** Options whose value is a whole number. */
final class Numbers {
    private Numbers() {}

    static int parse(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new OptionException(option + " \"" + value + "\": expected a number", e);
        }
    }
}
