package dev.jocker.runtime.build;

import dev.jocker.runtime.archive.Compression;
import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.archive.TarSource;
import dev.jocker.runtime.archive.TreeSource;
import dev.jocker.runtime.image.RootEntry;
import dev.jocker.runtime.image.RootView;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What one COPY or ADD copies, and where to: found out once, put as often as it takes. */
final class Copying {
    private static final int FILE_MODE = 0644;
    private static final int REMOTE_MODE = 0600;
    /** What is looked at to see whether a file is an archive: xz and zstd want more than a header's bytes. */
    private static final int LOOK = 1 << 20;

    private static final int BLOCK = 512;

    private final RootView root;
    private final String destination;
    private final boolean directory;
    private final Ownership ownership;
    private final long time;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Integer> last = new HashMap<>();
    private final Set<String> linked = new HashSet<>();

    /**
     * Who owns what is copied.
     *
     * @param uid null: as it is, as the next two
     * @param kept whether it keeps its extended attributes
     * @param chosen whether somebody said so: then it is also for what an archive brings
     */
    record Ownership(Integer uid, Integer gid, Integer mode, boolean kept, boolean chosen)
            implements UnaryOperator<FileEntry> {
        @Override
        public FileEntry apply(FileEntry entry) {
            FileEntry owned = uid == null ? entry : entry.numbered(uid, gid);
            boolean link = entry.kind() == FileEntry.Kind.SYMBOLIC_LINK;
            return mode == null || link ? owned : owned.permitting(mode);
        }

        int user() {
            return uid == null ? 0 : uid;
        }

        int group() {
            return gid == null ? 0 : gid;
        }
    }

    /** One thing to copy; {@code unpacked} takes what is in archives. */
    private interface Part {
        void put(Destination files, Destination unpacked) throws IOException;
    }

    /**
     * To {@code destination}, absolute, in {@code root}.
     *
     * @param directory whether it is to be one, whatever is there
     * @param time of what has none of its own, in seconds since 1970
     */
    Copying(RootView root, String destination, boolean directory, Ownership ownership, long time) throws IOException {
        this.root = root;
        this.destination = destination.substring(1);
        RootEntry there = root.entry(destination);
        this.directory = directory || there != null && there.status().isDirectory();
        this.ownership = ownership;
        this.time = time;
    }

    /** Whether what is copied goes into it, and not in its place. */
    boolean isDirectory() {
        return directory;
    }

    /** A file or directory; {@code unpacks}: an archive in place of itself. */
    void add(FileSet files, String path, String name, boolean unpacks, Predicate<String> excluded) throws IOException {
        RootEntry entry = files.find(path);
        if (entry.status().isDirectory()) {
            String to = name == null ? destination : within(name);
            parts.add((target, _) -> files.read(entry, path, to, excluded, source(target)));
            return;
        }
        String own = FileSet.name(path);
        if (excluded.test(own)) {
            return;
        }
        String to = name != null ? within(name) : directory ? within(own) : destination;
        parts.add((target, unpacked) -> files.read(
                entry,
                path,
                to,
                below -> false,
                source(unpacks ? new Unpacking(target, unpacked, destination) : target)));
    }

    /** A text of the Dockerfile's. */
    void add(Heredoc text, String contents) {
        byte[] bytes = contents.getBytes(StandardCharsets.UTF_8);
        String to = directory ? within(text.name()) : destination;
        parts.add((target, _) -> target.put(file(to, FILE_MODE, bytes.length), new ByteArrayInputStream(bytes)));
    }

    /** A file that has been fetched. */
    void add(Path fetched, String name) {
        String to = directory ? within(name) : destination;
        parts.add((target, _) -> {
            try (InputStream contents = Files.newInputStream(fetched)) {
                target.put(file(to, REMOTE_MODE, Files.size(fetched)), contents);
            }
        });
    }

    /** Puts everything under the path that it gets, with its owner. */
    void writeTo(Destination files) throws IOException {
        Destination owned = new Destination() {
            @Override
            public void put(FileEntry entry, InputStream contents) throws IOException {
                files.put(ownership.apply(entry), contents);
            }

            @Override
            public void finish() {}
        };
        for (Part part : parts) {
            part.put(owned, ownership.chosen ? owned : files);
        }
    }

    /** The digest of all that is copied, but for its times. */
    String digest() throws IOException {
        var key = new StepKey();
        writeTo(new Learning(key));
        return key.text();
    }

    /** The same, whose {@link #digest} has been asked for, as a layer on the root. */
    void layTo(Destination layer) throws IOException {
        var files = new LayerFiles(root, layer, ownership.user(), ownership.group(), time);
        RootEntry there = root.entry("/" + destination);
        if (there != null && there.status().isDirectory()) {
            files.directory(destination); // it stays as it is, whatever is copied into it
        }
        writeTo(new LastOnes(files));
    }

    private TreeSource source(Destination files) {
        return FileSet.into(files, ownership.kept);
    }

    private String within(String name) {
        return destination.isEmpty() ? name : destination + "/" + name;
    }

    private FileEntry file(String path, int mode, long size) {
        return new FileEntry(path, FileEntry.Kind.REGULAR, mode, 0, 0, size, time, 0, null, 0, 0, Map.of());
    }

    /** Hands files on, and learns which is the last that gets a path: that one stays. */
    private final class Learning implements Destination {
        private final Destination files;
        private int number;

        private Learning(Destination files) {
            this.files = files;
            last.clear();
            linked.clear();
        }

        @Override
        public void put(FileEntry entry, InputStream contents) throws IOException {
            last.put(entry.path(), number++);
            if (entry.kind() == FileEntry.Kind.HARD_LINK) {
                linked.add(entry.link()); // which may be one before the last
            }
            files.put(entry, contents);
        }

        @Override
        public void finish() {}
    }

    /** Hands on the last file for each path: podman and others take no layer in which one is twice. */
    private final class LastOnes implements Destination {
        private final Destination files;
        private int number;

        private LastOnes(Destination files) {
            this.files = files;
        }

        @Override
        public void put(FileEntry entry, InputStream contents) throws IOException {
            int own = number++;
            boolean stays = entry.kind() == FileEntry.Kind.DIRECTORY || linked.contains(entry.path());
            if (stays || own >= last.getOrDefault(entry.path(), 0)) {
                files.put(entry, contents);
            }
        }

        @Override
        public void finish() {}
    }

    /** Hands files on, but of an archive what is in it. */
    private record Unpacking(Destination files, Destination unpacked, String to) implements Destination {
        @Override
        public void put(FileEntry entry, InputStream contents) throws IOException {
            if (entry.kind() != FileEntry.Kind.REGULAR) {
                files.put(entry, contents);
                return;
            }
            var buffered = new BufferedInputStream(contents);
            if (isArchive(buffered)) {
                TarSource.read(buffered, new Below(unpacked, to));
            } else {
                files.put(entry, buffered);
            }
        }

        @Override
        public void finish() {}
    }

    /** Puts an archive's files below a path. */
    private record Below(Destination files, String to) implements Destination {
        @Override
        public void put(FileEntry entry, InputStream contents) throws IOException {
            if (!entry.path().isEmpty()) {
                boolean hard = entry.kind() == FileEntry.Kind.HARD_LINK;
                files.put(entry.at(below(entry.path()), hard ? below(entry.link()) : entry.link()), contents);
            }
        }

        private String below(String path) {
            return to.isEmpty() ? path : to + "/" + path;
        }

        @Override
        public void finish() {}
    }

    /** Whether a file is a tar archive, compressed or not: its first header's sum says so. It is then at its beginning again. */
    static boolean isArchive(BufferedInputStream file) throws IOException {
        file.mark(LOOK);
        byte[] header;
        try {
            // Not closed: the file is still to be read.
            header = Compression.decompress(new Limited(file, LOOK)).stream().readNBytes(BLOCK);
        } catch (IOException | RuntimeException e) {
            header = new byte[0]; // it only begins like a compressed file
        }
        file.reset();
        if (header.length < BLOCK) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
        }
        String noted = new String(header, 148, 8, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        try {
            return Integer.parseInt(noted, 8) == sum;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** No more of a stream than can be read again. */
    private static final class Limited extends InputStream {
        private final InputStream stream;
        private int left;

        private Limited(InputStream stream, int left) {
            this.stream = stream;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? stream.read() : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int count = stream.read(bytes, offset, Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
