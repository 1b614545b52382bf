package dev.jocker.cli;

/** The exit statuses that are Jocker's own; otherwise a run ends with its command's. They are docker's. */
final class ExitStatus {
    static final int SUCCESS = 0;

    /** Of a verb that does several things, some of which failed. */
    static final int PARTIAL = 1;

    /** Jocker itself failed, or was asked wrongly. */
    static final int FAILED = 125;

    /** The command was found and cannot be invoked. */
    static final int CANNOT_INVOKE = 126;

    /** The command was not found. */
    static final int NOT_FOUND = 127;

    private ExitStatus() {}

    /** The command ended by this signal. */
    static int signal(int number) {
        return 128 + number;
    }
}
