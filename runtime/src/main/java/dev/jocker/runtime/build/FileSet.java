package dev.jocker.runtime.build;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.archive.TreeSource;
import dev.jocker.runtime.image.MergedTree;
import dev.jocker.runtime.image.RootEntry;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Files that COPY takes from, of the context, a stage or an image. Paths begin with a slash; symbolic links on the way are followed without
 * leaving it, whatever they say.
 */
final class FileSet {
    private static final int DEEPEST = 400;

    private final RootView view;
    private final IgnoreRules ignored;
    private final String name;

    /**
     * All files of {@code view} but those that are ignored.
     *
     * @param name what errors call it: {@code the context}
     */
    FileSet(RootView view, IgnoreRules ignored, String name) {
        this.view = view;
        this.ignored = ignored;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Whether something is left out of it. */
    boolean isFiltered() {
        return ignored != IgnoreRules.NONE;
    }

    /** What a path leads to; null: nothing, or what is ignored. */
    RootEntry find(String path) throws IOException {
        String relative = path.substring(1);
        if (!relative.isEmpty() && ignored.ignores(relative) && !ignored.hasExceptions()) {
            return null;
        }
        RootEntry entry = view.entry(path);
        boolean file = entry != null && !entry.status().isDirectory();
        return file && ignored.ignores(relative) ? null : entry;
    }

    /** The paths that a pattern matches, in their order. */
    List<String> match(String pattern) throws IOException {
        List<String> paths = List.of("");
        String[] parts = pattern.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            List<String> next = new ArrayList<>();
            for (String path : paths) {
                match(path, parts[i], next);
            }
            paths = next;
        }
        List<String> found = new ArrayList<>();
        for (String path : paths) {
            if (find(path) != null) {
                found.add(path);
            }
        }
        return found;
    }

    private void match(String directory, String part, List<String> found) throws IOException {
        if (!PathPattern.isOne(part)) {
            found.add(directory + "/" + part);
            return;
        }
        RootEntry entry = view.entry(directory.isEmpty() ? "/" : directory);
        if (entry == null || !entry.status().isDirectory()) {
            return;
        }
        PathPattern pattern = PathPattern.of(part);
        for (RootEntry child : entry.children()) {
            String childName = name(child.path());
            if (pattern.matches(childName)) {
                found.add(directory + "/" + childName);
            }
        }
    }

    /**
     * Puts a file, and what is in it if it is a directory.
     *
     * @param path of {@code top} here, as it was asked for: what the rules speak of
     * @param to path that it gets
     * @param excluded further files that are left out, by their paths below {@code top}
     */
    void read(RootEntry top, String path, String to, Predicate<String> excluded, TreeSource files) throws IOException {
        new Walk(path.substring(1), excluded, files).walk(top, "", to, 0);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A way through one tree. A directory that is ignored appears when something in it does not. */
    private final class Walk {
        private final String base;
        private final Predicate<String> excluded;
        private final TreeSource files;
        private final List<Pending> above = new ArrayList<>();

        private Walk(String base, Predicate<String> excluded, TreeSource files) {
            this.base = base;
            this.excluded = excluded;
            this.files = files;
        }

        private record Pending(RootEntry entry, String to) {}

        private void walk(RootEntry entry, String below, String to, int depth) throws IOException {
            if (depth == DEEPEST) {
                throw new ArchiveException(ArchiveException.shown(entry.path()) + " lies too deep: no more than "
                        + DEEPEST + " directories below");
            }
            String own = below.isEmpty() ? base : base.isEmpty() ? below : base + "/" + below;
            boolean out = !below.isEmpty() && excluded.test(below);
            boolean left = !own.isEmpty() && ignored.ignores(own);
            if (out || left && !(entry.status().isDirectory() && ignored.hasExceptions())) {
                return;
            }
            if (!entry.status().isDirectory()) {
                above(above.size());
                put(entry, to);
                return;
            }
            above.add(new Pending(entry, to));
            if (!left) {
                above(above.size());
            }
            for (RootEntry child : entry.children()) {
                String childName = name(child.path());
                walk(
                        child,
                        below.isEmpty() ? childName : below + "/" + childName,
                        to.isEmpty() ? childName : to + "/" + childName,
                        depth + 1);
            }
            above.removeLast();
        }

        /** Puts the directories that have been waiting. */
        private void above(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                Pending each = above.get(i);
                if (each != null) {
                    put(each.entry, each.to);
                    above.set(i, null);
                }
            }
        }

        private void put(RootEntry entry, String to) throws IOException {
            try (Fd file = entry.open()) {
                files.put(file, entry.status(), to);
            }
        }
    }

    /** What reads files so that they come out without what overlayfs has noted about them. */
    static TreeSource into(Destination destination, boolean withAttributes) {
        return into(destination, withAttributes, UnaryOperator.identity());
    }

    /** The same, with other owners. */
    static TreeSource into(Destination destination, boolean withAttributes, UnaryOperator<FileEntry> owned) {
        return new TreeSource(MergedTree.plain(destination, owned), withAttributes);
    }
}
