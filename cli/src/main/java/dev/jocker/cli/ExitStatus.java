package dev.jocker.cli;

/**
 * The exit statuses that are Jocker's own. The others are docker's, too: 126 where the command can't be invoked and
 * 127 where it is not there ({@link dev.jocker.runtime.container.ContainerException#exitStatus}), 128 and the number
 * where a signal ended it, otherwise the command's own ({@link Engine#run}).
 */
final class ExitStatus {
    static final int SUCCESS = 0;

    /** Jocker itself failed, or was asked wrongly. */
    static final int FAILED = 125;

    /** One of the containers could not be stopped, removed, …: it is not there, say. */
    static final int NOT_DONE = 1;

    private ExitStatus() {}
}
