package dev.jocker.runtime.container;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A connection with a running container's streams. Closing it leaves the container alone; one that it was started with, that has ended and is
 * to be removed then, is removed first.
 */
public interface Attachment extends AutoCloseable {
    /** What is written here the container reads. Null if it takes no input, or none was asked for. */
    OutputStream stdin();

    /** Whether the container has a terminal, whose output is one stream. */
    boolean terminal();

    /** Tells the terminal its size; without a terminal nothing happens. */
    void resize(int rows, int columns) throws IOException;

    /** What the container writes from the attachment on, always the same reader; it ends with the container. */
    LogReader output();

    /** Waits for the end of the container. */
    ContainerExit await() throws IOException;

    @Override
    void close() throws IOException;
}
