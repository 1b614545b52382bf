package dev.jocker.runtime.container;

import java.io.IOException;

/** Reads events, one after the other. Another thread's {@link #close} ends a wait. */
public interface EventReader extends AutoCloseable {
    /** The next event; waits for it. Null: the query's end has come. */
    ContainerEvent next() throws IOException;

    @Override
    void close() throws IOException;
}
