package dev.jocker.cli;

import dev.jocker.runtime.container.CommitOptions;
import java.io.IOException;
import java.io.OutputStream;

/** What the verbs want that make images, or archives. */
interface ImageMaking {
    /** Makes an image of a container's changes; its id. */
    String commit(String container, CommitOptions options) throws IOException;

    /** Writes a container's root as a tar archive. */
    void export(String container, OutputStream archive) throws IOException;

    /**
     * Makes an image of a directory.
     *
     * @param name the reference it gets, or null
     * @return its id
     */
    String init(String directory, String name) throws IOException;
}
