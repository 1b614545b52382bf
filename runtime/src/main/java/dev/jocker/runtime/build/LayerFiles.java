package dev.jocker.runtime.build;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.archive.TreeSource;
import dev.jocker.runtime.image.RootEntry;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes a layer of files that are to be in a root: they come with the path that they are to have, and go to where symbolic links of the root
 * lead on the way there. A layer's directory takes the place of the one below it, so those on the way come along as they are below.
 */
final class LayerFiles implements Destination {
    private static final String WHITEOUT = ".wh.";
    private static final int DIRECTORY_MODE = 0755;

    private final RootView below;
    private final Destination layer;
    private final TreeSource existing;
    private final int uid;
    private final int gid;
    private final long time;
    /** Where a path of the root has led that was asked for. */
    private final Map<String, String> places = new HashMap<>();

    private final Set<String> written = new HashSet<>();

    /**
     * A layer on {@code below}.
     *
     * @param uid of directories that have to be made on the way, as {@code gid} and {@code time}
     */
    LayerFiles(RootView below, Destination layer, int uid, int gid, long time) {
        this.below = below;
        this.layer = layer;
        this.existing = FileSet.into(layer, true);
        this.uid = uid;
        this.gid = gid;
        this.time = time;
    }

    @Override
    public void put(FileEntry entry, InputStream contents) throws IOException {
        String path = entry.path();
        if (path.isEmpty()) {
            return; // the root itself, which stays as it is
        }
        if (FileSet.name(path).startsWith(WHITEOUT)) {
            throw new ArchiveException(ArchiveException.shown(path)
                    + " has a name that no file of an image can have: it means a deletion");
        }
        if (entry.kind() == FileEntry.Kind.DIRECTORY) {
            putDirectory(entry);
            return;
        }
        String place = child(directory(parent(path)), FileSet.name(path));
        RootEntry there = child(place);
        if (there != null && there.status().isDirectory()) {
            throw new ArchiveException(
                    "cannot overwrite the directory /" + ArchiveException.shown(place) + " with a file");
        }
        String link = entry.kind() == FileEntry.Kind.HARD_LINK
                ? places.getOrDefault(entry.link(), entry.link())
                : entry.link();
        places.put(path, place);
        layer.put(entry.at(place, link), contents);
    }

    private void putDirectory(FileEntry entry) throws IOException {
        String parent = directory(parent(entry.path()));
        String place = child(parent, FileSet.name(entry.path()));
        RootEntry there = below.entry("/" + place);
        if (there != null) {
            require(there);
            place = there.path().substring(1);
            directory(parent(place));
        }
        places.put(entry.path(), place);
        if (!place.isEmpty() && written.add(place)) {
            layer.put(entry.at(place, null), null);
        }
    }

    @Override
    public void finish() throws IOException {
        layer.finish();
    }

    /** Makes sure that a directory is there, and says where. */
    String directory(String path) throws IOException {
        if (path.isEmpty()) {
            return "";
        }
        String known = places.get(path);
        if (known == null) {
            known = lead(child(directory(parent(path)), FileSet.name(path)));
            places.put(path, known);
        }
        return known;
    }

    /** Where a path leads whose last part may be a link; the directory is there, or made. */
    private String lead(String path) throws IOException {
        RootEntry there = below.entry("/" + path);
        if (there != null) {
            require(there);
            String place = there.path().substring(1);
            if (!place.isEmpty()) {
                directory(parent(place));
                if (written.add(place)) {
                    try (Fd opened = there.open()) {
                        existing.put(opened, there.status(), place);
                    }
                }
            }
            return place;
        }
        String place = below.canonical("/" + path).substring(1); // a link may lead to what is not there yet
        if (!place.equals(path)) {
            directory(parent(place));
        }
        if (written.add(place)) {
            layer.put(made(place), null);
        }
        return place;
    }

    private FileEntry made(String path) {
        return new FileEntry(
                path, FileEntry.Kind.DIRECTORY, DIRECTORY_MODE, uid, gid, 0, time, 0, null, 0, 0, Map.of());
    }

    /** What is there under that name, a symbolic link itself; null if nothing is. */
    private RootEntry child(String place) throws IOException {
        RootEntry parent = below.entry("/" + parent(place));
        return parent == null || !parent.status().isDirectory() ? null : parent.child(FileSet.name(place));
    }

    private static void require(RootEntry directory) throws IOException {
        if (!directory.status().isDirectory()) {
            throw new ArchiveException(ArchiveException.shown(directory.path()) + " is a file, not a directory");
        }
    }

    private static String child(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
