package dev.jocker.cli.ip;

/** What was typed is wrong; the message is one line for the user. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
