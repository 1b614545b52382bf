package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Turns the files of an overlay's upper directory into entries of a layer's archive: what overlayfs takes for a deletion becomes a
 * whiteout, and its own attributes go.
 */
public final class LayerEntries implements Destination {
    private static final String[] OVERLAY = {"trusted.overlay.", "user.overlay."};

    private final Destination archive;
    private final Set<String> left;
    private final UnaryOperator<FileEntry> owned;

    /**
     * Hands entries on to {@code archive}, which stays the caller's to finish.
     *
     * @param left paths that are left out, with all below them
     * @param owned gives an entry the owner that it has in the container
     */
    public LayerEntries(Destination archive, Set<String> left, UnaryOperator<FileEntry> owned) {
        this.archive = archive;
        this.left = Set.copyOf(left);
        this.owned = owned;
    }

    @Override
    public void put(FileEntry entry, InputStream contents) throws IOException {
        if (isLeft(entry.path())) {
            return;
        }
        FileEntry own = owned.apply(entry);
        if (isWhiteout(own)) {
            archive.put(whiteout(directory(own.path()) + LayerUnpacker.WHITEOUT + name(own.path())), empty());
            return;
        }
        archive.put(plain(own), contents);
        if (own.kind() == FileEntry.Kind.DIRECTORY && isOpaque(own)) {
            archive.put(whiteout(own.path() + "/" + LayerUnpacker.OPAQUE), empty());
        }
    }

    @Override
    public void finish() throws IOException {
        archive.finish();
    }

    /** Without what overlayfs has noted about it. */
    static FileEntry plain(FileEntry entry) {
        Map<String, byte[]> attributes = new HashMap<>();
        for (var attribute : entry.attributes().entrySet()) {
            String name = attribute.getKey();
            if (!name.startsWith(OVERLAY[0]) && !name.startsWith(OVERLAY[1])) {
                attributes.put(name, attribute.getValue());
            }
        }
        return attributes.size() == entry.attributes().size() ? entry : entry.with(attributes);
    }

    /** Whether overlayfs takes a directory with these attributes for one that hides those below. */
    static boolean isOpaque(FileEntry directory) {
        return isOpaque(directory.attributes());
    }

    static boolean isOpaque(Map<String, byte[]> attributes) {
        for (String prefix : OVERLAY) {
            byte[] value = attributes.get(prefix + "opaque");
            if (value != null && value.length == 1 && value[0] == 'y') {
                return true;
            }
        }
        return false;
    }

    private static boolean isWhiteout(FileEntry entry) {
        return entry.kind() == FileEntry.Kind.CHARACTER_DEVICE && entry.major() == 0 && entry.minor() == 0;
    }

    /** Nobody's in particular, so that it depends on nothing but what is deleted. */
    private static FileEntry whiteout(String path) {
        return new FileEntry(path, FileEntry.Kind.REGULAR, 0, 0, 0, 0, 0, 0, null, 0, 0, Map.of());
    }

    private boolean isLeft(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (left.contains(path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private static String directory(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static InputStream empty() {
        return new ByteArrayInputStream(new byte[0]);
    }
}
