package dev.jocker.runtime.image;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.ExtendedAttributes;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.ResolveFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a root that is not mounted: what the container will see where overlayfs lays its directories over each other.
 *
 * <p>Paths are the container's. Symbolic links are followed inside the root only, whatever they say; whiteouts and opaque directories
 * hide what is below them. What overlayfs does on request only (redirects, metadata-only copies) is not known here: image layers
 * have neither. A root that somebody changes meanwhile may give odd answers, but never a file from outside of its directories.
 */
public final class RootView {
    private static final int MAXIMUM_LINKS = 40; // as the kernel's MAXSYMLINKS
    private static final String OPAQUE = "trusted.overlay.opaque";
    private static final Flags<OpenFlag> DIRECTORY = Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
    private static final Flags<ResolveFlag> HONEST =
            Flags.of(ResolveFlag.RESOLVE_BENEATH, ResolveFlag.RESOLVE_NO_SYMLINKS);

    private final List<String> layers;
    private final List<Tree> trees;

    private RootView(List<String> layers, List<Tree> trees) {
        this.layers = layers;
        this.trees = trees;
    }

    /** What a path leads to. */
    public enum Kind {
        /** Nothing there, or a link that leads nowhere, or in a circle. */
        MISSING,
        FILE,
        DIRECTORY,
        /** A device, a fifo, a socket. */
        OTHER
    }

    /**
     * What is at the end of a path.
     *
     * @param path without links, absolute; of what is missing, the path that is not there
     * @param executable whether anybody may execute the file, or enter the directory
     */
    public record Found(Kind kind, String path, boolean executable) {}

    /** Other directories that are laid under one path of the container. */
    private record Tree(String target, List<String> layers) {}

    /** A directory of the container: the directories of the layers that make it up, top first, each below one layer's top. */
    private record Place(String path, List<Source> sources) {}

    /** A file or directory of one layer. */
    record Source(String layer, String path) {
        Source child(String name) {
            return new Source(layer, path.isEmpty() ? name : path + "/" + name);
        }

        String full() {
            return path.isEmpty() ? layer : layer + "/" + path;
        }
    }

    /** Where a walk ended: in a directory, at a file, or nowhere; then {@code rest} is what lay ahead. */
    private record End(String path, Place directory, Source file, FileStatus status, String rest) {
        End(String path, Place directory, Source file, FileStatus status) {
            this(path, directory, file, status, "");
        }
    }

    /**
     * The root made of {@code layers}.
     *
     * @param layers directories, the top first; none: an image without any
     */
    public static RootView of(List<Path> layers) {
        return new RootView(texts(layers), List.of());
    }

    /** This root with {@code layers} laid under {@code target}, an absolute path, as a mount there does. */
    public RootView with(String target, List<Path> layers) {
        List<Tree> all = new ArrayList<>(trees);
        all.add(new Tree(target, texts(layers)));
        return new RootView(this.layers, all);
    }

    /** What {@code path} leads to. */
    public Found find(String path) throws IOException {
        End end = walk(path);
        if (end.directory != null && end.directory.sources.isEmpty()) {
            return new Found(Kind.DIRECTORY, end.path, true); // the top of an image without layers
        }
        if (end.directory != null) {
            FileStatus status =
                    FileStatus.ofExisting(end.directory.sources.getFirst().full());
            return new Found(Kind.DIRECTORY, end.path, status != null && status.isExecutable());
        }
        if (end.file == null) {
            return new Found(Kind.MISSING, end.path, false);
        }
        return new Found(end.status.isRegular() ? Kind.FILE : Kind.OTHER, end.path, end.status.isExecutable());
    }

    /** The file that {@code path} leads to, or null. */
    public RootEntry entry(String path) throws IOException {
        return entry(walk(path));
    }

    /** What a name in a directory stands for, a symbolic link for itself; or null. */
    RootEntry child(String directory, List<Source> sources, String name) throws IOException {
        return entry(step(new Place(directory, sources), name));
    }

    private RootEntry entry(End end) throws IOException {
        if (end.directory != null) {
            FileStatus status =
                    FileStatus.ofExisting(end.directory.sources.getFirst().full());
            return status == null ? null : new RootEntry(this, end.path, status, end.directory.sources);
        }
        return end.file == null ? null : new RootEntry(this, end.path, end.status, List.of(end.file));
    }

    /**
     * {@code path} without links, absolute. What is missing of it stands as it was written, below the last that is there: the place
     * to make it at.
     */
    public String canonical(String path) throws IOException {
        End end = walk(path);
        return end.path + end.rest;
    }

    /**
     * The directories that make up the one that {@code path} leads to, opened as paths, the topmost layer's first; none if nothing is there.
     * The caller closes them.
     *
     * @throws IOException if something else is there
     */
    public List<Fd> openDirectory(String path) throws IOException {
        End end = walk(path);
        if (end.file != null) {
            throw new IOException(path + " of the container's root is not a directory");
        }
        List<Fd> opened = new ArrayList<>();
        if (end.directory != null) {
            try {
                for (Source source : end.directory.sources) {
                    opened.add(open(source));
                }
            } catch (IOException e) {
                opened.forEach(Fd::close);
                throw e;
            }
        }
        return opened;
    }

    private static Fd open(Source directory) throws SyscallException {
        Fd top = Descriptors.open(Path.of(directory.layer), DIRECTORY);
        if (directory.path.isEmpty()) {
            return top;
        }
        try (top) {
            return DirectoryEntries.resolve(top, directory.path, DIRECTORY, HONEST);
        }
    }

    /** The whole of the regular file that {@code path} leads to; empty if there is none. For files of configuration: at most 16 MiB. */
    public Optional<byte[]> read(String path) throws IOException {
        int limit = 16 << 20;
        byte[] bytes = readFirst(path, limit);
        if (bytes != null && bytes.length == limit) {
            throw new IOException(path + " of the container's root is too large to read");
        }
        return Optional.ofNullable(bytes);
    }

    /** At most the first {@code limit} bytes of the regular file that {@code path} leads to; null if there is none. */
    public byte[] readFirst(String path, int limit) throws IOException {
        End end = walk(path);
        if (end.file == null || !end.status.isRegular()) {
            return null;
        }
        int size = (int) Math.min(limit, end.status.size());
        ByteBuffer bytes = Descriptors.buffer(Math.max(size, 1)).limit(size);
        // O_NONBLOCK, in case it is a fifo by now. The walk below the layer's top is the kernel's own, and without
        // links.
        try (Fd top = Descriptors.open(Path.of(end.file.layer), DIRECTORY);
                Fd file = DirectoryEntries.resolve(top, end.file.path, Flags.of(OpenFlag.O_NONBLOCK), HONEST)) {
            int count = 1;
            while (bytes.hasRemaining() && count > 0) {
                count = Descriptors.read(file, bytes);
            }
        }
        byte[] read = new byte[bytes.flip().remaining()];
        bytes.get(read);
        return read;
    }

    private End walk(String path) throws IOException {
        ArrayDeque<String> ahead = new ArrayDeque<>();
        push(ahead, path);
        ArrayDeque<Place> behind = new ArrayDeque<>();
        behind.push(top());
        int links = 0;
        while (!ahead.isEmpty()) {
            String name = ahead.pop();
            if (name.equals("..")) {
                if (behind.size() > 1) {
                    behind.pop();
                }
                continue;
            }
            End next = step(behind.peek(), name);
            if (next.directory != null) {
                behind.push(next.directory);
            } else if (next.file != null && next.status.isSymbolicLink() && links < MAXIMUM_LINKS) {
                links++;
                String target = target(next.file);
                push(ahead, target);
                while (target.startsWith("/") && behind.size() > 1) {
                    behind.pop();
                }
            } else if (next.file == null || next.status.isSymbolicLink() || !ahead.isEmpty() || path.endsWith("/")) {
                var rest = new StringBuilder();
                for (String word : ahead) {
                    rest.append('/').append(word);
                }
                return new End(next.path, null, null, null, rest.toString());
            } else {
                return next;
            }
        }
        Place last = behind.peek();
        return new End(last.path, last, null, null);
    }

    private Place top() {
        List<Source> sources = new ArrayList<>();
        for (String layer : layers) {
            sources.add(new Source(layer, ""));
        }
        return new Place("/", sources);
    }

    private End step(Place from, String name) throws IOException {
        String path = from.path.equals("/") ? "/" + name : from.path + "/" + name;
        for (Tree tree : trees) {
            if (tree.target.equals(path)) {
                List<Source> sources = new ArrayList<>();
                for (String layer : tree.layers) {
                    sources.add(new Source(layer, ""));
                }
                return new End(path, new Place(path, sources), null, null);
            }
        }
        List<Source> directories = new ArrayList<>();
        for (Source source : from.sources) {
            Source child = source.child(name);
            FileStatus status = FileStatus.ofExisting(child.full());
            if (status == null) {
                continue;
            }
            if (!status.isDirectory()) {
                if (directories.isEmpty() && !status.isWhiteout()) {
                    return new End(path, null, child, status);
                }
                break; // a whiteout, or a file that a directory above it hides: either ends the merging
            }
            directories.add(child);
            if (from.sources.size() > 1 && isOpaque(child)) {
                break;
            }
        }
        return new End(path, directories.isEmpty() ? null : new Place(path, directories), null, null);
    }

    private static boolean isOpaque(Source directory) throws SyscallException {
        byte[] value = ExtendedAttributes.lgetxattr(directory.full(), OPAQUE);
        return value != null && value.length == 1 && value[0] == 'y';
    }

    private static String target(Source link) throws SyscallException {
        try (Fd top = Descriptors.open(Path.of(link.layer), DIRECTORY)) {
            return DirectoryEntries.readlinkat(top, link.path);
        }
    }

    private static void push(ArrayDeque<String> ahead, String path) {
        int end = path.length();
        while (end > 0) {
            int slash = path.lastIndexOf('/', end - 1);
            String name = path.substring(slash + 1, end);
            if (!name.isEmpty() && !name.equals(".")) {
                ahead.push(name);
            }
            end = slash;
        }
    }

    private static List<String> texts(List<Path> paths) {
        List<String> texts = new ArrayList<>();
        for (Path path : paths) {
            texts.add(path.toString());
        }
        return List.copyOf(texts);
    }
}
