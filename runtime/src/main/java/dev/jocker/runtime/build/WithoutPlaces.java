package dev.jocker.runtime.build;

import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Hands files on, but of certain ones, which something was mounted on, only what has something in it. */
final class WithoutPlaces implements Destination {
    private final Destination files;
    private final Set<String> places;
    /** Directories that nothing has come in yet, the outermost first. */
    private final List<FileEntry> waiting = new ArrayList<>();

    WithoutPlaces(Destination files, Set<String> places) {
        this.files = files;
        this.places = Set.copyOf(places);
    }

    @Override
    public void put(FileEntry entry, InputStream contents) throws IOException {
        waiting.removeIf(each -> !entry.path().startsWith(each.path() + "/"));
        if (places.contains(entry.path())) {
            boolean empty = entry.kind() == FileEntry.Kind.REGULAR && entry.size() == 0;
            if (entry.kind() == FileEntry.Kind.DIRECTORY) {
                waiting.add(entry);
                return;
            }
            if (empty) {
                return;
            }
        }
        for (FileEntry each : waiting) {
            files.put(each, null);
        }
        waiting.clear();
        files.put(entry, contents);
    }

    @Override
    public void finish() throws IOException {
        files.finish();
    }
}
