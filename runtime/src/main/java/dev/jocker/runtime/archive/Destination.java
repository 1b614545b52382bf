package dev.jocker.runtime.archive;

import java.io.IOException;
import java.io.InputStream;

/** What takes files, one after another: a directory before what is in it. */
public interface Destination {
    /**
     * Takes a file.
     *
     * @param contents of a regular file, at least {@link FileEntry#size()} bytes unless it has been cut short meanwhile; else null
     */
    void put(FileEntry entry, InputStream contents) throws IOException;

    /** There are no more. */
    void finish() throws IOException;
}
