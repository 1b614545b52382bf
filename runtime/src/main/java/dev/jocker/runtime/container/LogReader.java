package dev.jocker.runtime.container;

import java.io.IOException;

/** Reads entries of a log, one after the other. Another thread's {@link #close} ends a wait. */
public interface LogReader extends AutoCloseable {
    /** The next entry; waits for it if the log is followed. Null: there is none, and none will come. */
    LogEntry next() throws IOException;

    @Override
    void close() throws IOException;
}
