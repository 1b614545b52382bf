package dev.jocker.cli.option;

/**
 * The command line is not as the verb wants it. The message is for the one who typed it, in one line, without the
 * verb's name.
 */
public final class OptionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OptionException(String message) {
        super(message);
    }

    public OptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
