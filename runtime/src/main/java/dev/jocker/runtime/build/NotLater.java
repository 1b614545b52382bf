package dev.jocker.runtime.build;

import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import java.io.IOException;
import java.io.InputStream;

/** Hands files on as if none had been modified after a moment, in seconds since 1970. */
record NotLater(Destination files, long moment) implements Destination {
    @Override
    public void put(FileEntry entry, InputStream contents) throws IOException {
        files.put(entry.seconds() > moment ? entry.modified(moment) : entry, contents);
    }

    @Override
    public void finish() throws IOException {
        files.finish();
    }
}
