package dev.jocker.cli;

/**
 * The exit statuses that are Jocker's own. The others are docker's, too: 126 where the command can't be invoked and
 * 127 where it is not there ({@link dev.jocker.runtime.process.ContainerException#exitStatus}), 128 and the number
 * where a signal ended it, otherwise the command's own ({@link Engine#run}).
 */
final class ExitStatus {
    static final int SUCCESS = 0;

    /** Jocker was asked wrongly; or, where a command was to be run in a container, failed before that. */
    static final int FAILED = 125;

    /** What was asked for could not be done, or not to all of it: a container or an image is not there, say. */
    static final int NOT_DONE = 1;

    /** Standard output is a pipe that nobody reads any more: as if SIGPIPE had ended us. */
    static final int NOBODY_READS = 128 + 13;

    private ExitStatus() {}
}
