package dev.jocker.runtime.archive;

import dev.jocker.bindings.magic_h;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.ExtendedAttributes;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a tree of files. Each is opened as a path first, which neither waits nor has effects, looked at, and only then opened to be read,
 * by that descriptor: whatever is put in its place meanwhile.
 */
public final class TreeSource {
    /** Each level has two descriptors open, and some of the stack. */
    private static final int DEEPEST = 400;

    private static final int LONGEST_VIEW = 16 << 20;

    private static final Flags<OpenFlag> PATH = Flags.of(OpenFlag.O_PATH);

    private final Destination destination;
    private final boolean withAttributes;
    /** Of files with several names, the path under which they went out first. */
    private final Map<Inode, String> names = new HashMap<>();

    private long bytes;

    /**
     * For those who walk trees in a way of their own.
     *
     * @param withAttributes whether extended attributes are wanted
     */
    public TreeSource(Destination destination, boolean withAttributes) {
        this.destination = destination;
        this.withAttributes = withAttributes;
    }

    private record Inode(long device, long number) {}

    /**
     * Puts a file, and what is below it, to {@code destination}, which is not finished then.
     *
     * @param top opened as a path; a symbolic link is taken as one
     * @param name that it gets; empty for a directory's contents without itself
     * @param withAttributes whether extended attributes are wanted
     * @return how many bytes the regular files have
     */
    public static long read(Fd top, String name, boolean withAttributes, Destination destination) throws IOException {
        var source = new TreeSource(destination, withAttributes);
        FileStatus status = FileStatus.of(top);
        if (status.isRegular() && isTheKernels(top)) {
            source.view(top, status, name);
        } else {
            source.read(top, status, name, 0);
        }
        return source.bytes;
    }

    private void read(Fd file, FileStatus status, String path, int depth) throws IOException {
        put(file, status, path);
        if (status.isDirectory()) {
            directory(file, status, path, depth);
        }
    }

    /**
     * Puts one file, without what is below it if it is a directory; a further name of one that was put already as a hard link.
     *
     * @param file opened as a path
     */
    public void put(Fd file, FileStatus status, String path) throws IOException {
        if (status.isSocket()) {
            return; // no archive can hold one
        }
        if (status.isRegular()) {
            regular(file, status, path);
            return;
        }
        FileEntry.Kind kind;
        String link = null;
        if (status.isDirectory()) {
            kind = FileEntry.Kind.DIRECTORY;
        } else if (status.isSymbolicLink()) {
            kind = FileEntry.Kind.SYMBOLIC_LINK;
            link = DirectoryEntries.readlinkat(file, "");
        } else if (status.isFifo()) {
            kind = FileEntry.Kind.FIFO;
        } else {
            kind = status.isBlockDevice() ? FileEntry.Kind.BLOCK_DEVICE : FileEntry.Kind.CHARACTER_DEVICE;
        }
        destination.put(entry(file, status, path, kind, link), null);
    }

    /** How many bytes the regular files have that were put. */
    public long bytes() {
        return bytes;
    }

    private void regular(Fd file, FileStatus status, String path) throws IOException {
        if (status.links() > 1) {
            String first = names.putIfAbsent(new Inode(status.device(), status.inode()), path);
            if (first != null) {
                destination.put(entry(file, status, path, FileEntry.Kind.HARD_LINK, first), null);
                return;
            }
        }
        try (Fd opened = reopen(file, Flags.of(OpenFlag.O_NONBLOCK));
                InputStream contents = new Contents(opened, status.size())) {
            destination.put(entry(file, status, path, FileEntry.Kind.REGULAR, null), contents);
        }
        bytes += status.size();
    }

    /** A file of {@code /proc} or {@code /sys}: how long it is only tells who reads it. */
    private void view(Fd file, FileStatus status, String path) throws IOException {
        byte[] contents;
        try (Fd opened = reopen(file, Flags.of(OpenFlag.O_NONBLOCK));
                InputStream read = new Contents(opened, LONGEST_VIEW)) {
            contents = read.readAllBytes();
        }
        if (contents.length == LONGEST_VIEW) {
            throw new ArchiveException(
                    ArchiveException.shown(path) + " is a view of the kernel that has no end before " + LONGEST_VIEW);
        }
        destination.put(
                entry(file, status, path, FileEntry.Kind.REGULAR, null).withSize(contents.length),
                new ByteArrayInputStream(contents));
        bytes += contents.length;
    }

    private void directory(Fd directory, FileStatus status, String path, int depth) throws IOException {
        if (depth == DEEPEST) {
            throw new ArchiveException(
                    ArchiveException.shown(path) + " lies too deep: no more than " + DEEPEST + " directories below");
        }
        List<String> entries;
        try (Fd opened = reopen(directory, Flags.of(OpenFlag.O_DIRECTORY))) {
            entries = DirectoryEntries.list(opened);
        }
        Collections.sort(entries);
        for (String name : entries) {
            Fd child;
            try {
                child = DirectoryEntries.open(directory, name, PATH, 0);
            } catch (SyscallException e) {
                if (e.errno() == Errno.ENOENT) {
                    continue; // removed meanwhile
                }
                throw e;
            }
            try (child) {
                FileStatus below = FileStatus.of(child);
                String childPath = path.isEmpty() ? name : path + "/" + name;
                if (below.isDirectory() && below.device() != status.device() && isTheKernels(child)) {
                    destination.put(entry(child, below, childPath, FileEntry.Kind.DIRECTORY, null), null);
                } else {
                    read(child, below, childPath, depth + 1);
                }
            }
        }
    }

    /** Whether what is mounted here are views of the kernel, which nobody wants a copy of. */
    private static boolean isTheKernels(Fd directory) throws SyscallException {
        long type = FileStatus.fileSystem(directory);
        return type == magic_h.PROC_SUPER_MAGIC()
                || type == magic_h.SYSFS_MAGIC()
                || type == magic_h.CGROUP_SUPER_MAGIC()
                || type == magic_h.CGROUP2_SUPER_MAGIC();
    }

    private FileEntry entry(Fd file, FileStatus status, String path, FileEntry.Kind kind, String link)
            throws SyscallException {
        boolean wanted = withAttributes && (kind == FileEntry.Kind.REGULAR || kind == FileEntry.Kind.DIRECTORY);
        return new FileEntry(
                path,
                kind,
                status.permissions(),
                status.uid(),
                status.gid(),
                kind == FileEntry.Kind.REGULAR ? status.size() : 0,
                status.seconds(),
                status.nanoseconds(),
                link,
                status.deviceMajor(),
                status.deviceMinor(),
                wanted ? ExtendedAttributes.of(file) : Map.of());
    }

    private static Fd reopen(Fd path, Flags<OpenFlag> flags) throws SyscallException {
        return Descriptors.open(Path.of("/proc/self/fd/" + path.number()), flags);
    }

    /** As many bytes of a file as it had when it was looked at. */
    private static final class Contents extends InputStream {
        private static final int BUFFER = 1 << 16;

        private final Fd file;
        private final ByteBuffer buffer = Descriptors.buffer(BUFFER);
        private long left;

        private Contents(Fd file, long size) {
            this.file = file;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int wanted = (int) Math.min(Math.min(length, BUFFER), left);
            int count = wanted == 0 ? 0 : Descriptors.read(file, buffer.clear().limit(wanted));
            if (count == 0) {
                return -1;
            }
            buffer.flip().get(into, offset, count);
            left -= count;
            return count;
        }
    }
}
