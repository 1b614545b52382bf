package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.ExtendedAttributes;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileAttributes;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.ResolveFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the files of a layer below an open directory, and nowhere else: the way to a file is walked by the kernel with that directory as
 * its root, whatever symbolic links lie on it, and everything is made relative to the directory where that ended.
 *
 * <p>Paths are relative, without empty parts, {@code .} or {@code ..}; the empty path is the layer's top.
 */
final class LayerWriter implements AutoCloseable {
    private static final Flags<OpenFlag> DIRECTORY = Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
    private static final Flags<OpenFlag> NEW_FILE = Flags.of(OpenFlag.O_WRONLY, OpenFlag.O_CREAT, OpenFlag.O_EXCL);
    private static final Flags<ResolveFlag> CONFINED =
            Flags.of(ResolveFlag.RESOLVE_IN_ROOT, ResolveFlag.RESOLVE_NO_MAGICLINKS, ResolveFlag.RESOLVE_NO_XDEV);
    private static final int BUFFER = 1 << 16;
    private static final int DIRECTORY_MODE = 0755;
    private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

    private final Fd root;
    private final ByteBuffer buffer = Descriptors.buffer(BUFFER);
    /** Set at the end: making a file in a directory changes the directory's time. */
    private final Map<String, Time> directoryTimes = new LinkedHashMap<>();

    /** Directories that nobody has named, made for what is in them. */
    private final Set<String> implied = new TreeSet<>();
    /** What this layer deletes from below. */
    private final Set<String> deleted = new HashSet<>();

    private String openPath;
    private Fd openDirectory;

    /** @param root an empty directory, open; stays the caller's to close */
    LayerWriter(Fd root) {
        this.root = root;
    }

    /** Of the last modification: seconds since 1970, and nanoseconds beyond. */
    record Time(long seconds, int nanoseconds) {}

    /** What a file is besides its contents. */
    record Attributes(int uid, int gid, int mode, Time time, Map<String, byte[]> extended) {}

    /** Some way to make an entry; it fails with EEXIST if the name is taken. */
    private interface Making {
        void run() throws SyscallException;
    }

    void directory(String path, Attributes attributes) throws IOException {
        if (!path.isEmpty()) {
            makeDirectory(parent(path), name(path), path);
        }
        Fd parent = parent(path);
        String name = path.isEmpty() ? "." : name(path);
        apply(parent, name, attributes);
        directoryTimes.put(path, attributes.time());
        implied.remove(path);
    }

    /** Makes a regular file and returns it, open for writing; {@link #finish} is next. */
    Fd file(String path) throws IOException {
        Fd parent = parent(path);
        Fd[] made = new Fd[1];
        make(parent, path, () -> made[0] = DirectoryEntries.open(parent, name(path), NEW_FILE, 0600));
        return made[0];
    }

    void write(Fd file, byte[] bytes, int length, long offset) throws SyscallException {
        for (int from = 0; from < length; from += BUFFER) {
            int count = Math.min(BUFFER, length - from);
            FileContents.pwrite(file, buffer.clear().put(bytes, from, count).flip(), offset + from);
        }
    }

    /** Gives the file that {@link #file} made its attributes; only now, since writing takes setuid and capabilities away. */
    void finish(String path, Attributes attributes) throws IOException {
        Fd parent = parent(path);
        apply(parent, name(path), attributes);
        time(parent, name(path), attributes.time());
    }

    void symbolicLink(String path, String target, Attributes attributes) throws IOException {
        Fd parent = parent(path);
        String name = name(path);
        make(parent, path, () -> DirectoryEntries.symlinkat(target, parent, name));
        FileAttributes.fchownat(parent, name, attributes.uid(), attributes.gid());
        extended(parent, name, attributes.extended());
        time(parent, name, attributes.time());
    }

    /** Makes a second name for a file of this layer. If it is a symbolic link, then for the link. */
    void hardLink(String path, String existing) throws IOException {
        Fd parent = parent(path);
        if (existing.isEmpty() || existing.equals(path)) {
            throw new ArchiveException(ArchiveException.shown(path) + " is a hard link to itself or to nothing");
        }
        try (Fd from = resolve(parentPath(existing), DIRECTORY)) {
            make(parent, path, () -> DirectoryEntries.linkat(from, name(existing), parent, name(path)));
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP) {
                throw new ArchiveException(ArchiveException.shown(path) + " is a hard link to "
                        + ArchiveException.shown(existing) + ", which is not in the archive before it");
            }
            throw e;
        }
    }

    /** Makes what {@code type}, S_IFCHR, S_IFBLK or S_IFIFO, says. */
    void node(String path, int type, int major, int minor, Attributes attributes) throws IOException {
        Fd parent = parent(path);
        String name = name(path);
        make(parent, path, () -> DirectoryEntries.mknodat(parent, name, type, major, minor));
        apply(parent, name, attributes);
        time(parent, name, attributes.time());
    }

    /** Hides what lower layers have under this path, as overlayfs has it. What this layer has there stays. */
    void whiteout(String path, int characterDevice) throws IOException {
        Fd parent = parent(path);
        implied.remove(path); // it owes nothing to what is hidden
        deleted.add(path);
        try {
            DirectoryEntries.mknodat(parent, name(path), characterDevice, 0, 0);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
            if (FileStatus.of(parent, name(path)).isDirectory()) {
                opaque(path);
            }
        }
    }

    /** Hides what lower layers have in this directory. */
    void opaque(String path) throws IOException {
        Fd directory = parent(path.isEmpty() ? "x" : path + "/x");
        ExtendedAttributes.set(directory, ".", "trusted.overlay.opaque", YES);
    }

    /** Gives directories their times, now that nothing is made in them any more. */
    void finish() throws IOException {
        for (var entry : directoryTimes.entrySet()) {
            try (Fd directory = resolve(entry.getKey(), DIRECTORY.with(OpenFlag.O_NOFOLLOW))) {
                time(directory, ".", entry.getValue());
            } catch (SyscallException e) {
                switch (e.errno()) {
                    case ENOENT, ENOTDIR, ELOOP -> {} // replaced by something else later in the archive
                    default -> throw e;
                }
            }
        }
    }

    /** The directories that were made without being named, those above first: lower layers say what they are like. */
    List<String> implied() {
        return List.copyOf(implied);
    }

    @Override
    public void close() {
        if (openDirectory != null) {
            openDirectory.close();
        }
    }

    private void makeDirectory(Fd parent, String name, String path) throws IOException {
        try {
            DirectoryEntries.mkdirat(parent, name, 0700);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
            FileStatus there = FileStatus.of(parent, name);
            if (!there.isDirectory()) {
                remove(parent, path);
                DirectoryEntries.mkdirat(parent, name, 0700);
                if (there.isWhiteout()) { // deleted, then made anew: nothing from below is to show through
                    ExtendedAttributes.set(parent, name, "trusted.overlay.opaque", YES);
                }
            }
        }
    }

    private void make(Fd parent, String path, Making making) throws IOException {
        try {
            making.run();
        } catch (SyscallException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
            remove(parent, path); // the later entry counts; a link that is in its place is not followed
            making.run();
        }
    }

    private void remove(Fd parent, String path) throws IOException {
        implied.remove(path);
        String name = name(path);
        if (!FileStatus.of(parent, name).isDirectory()) {
            DirectoryEntries.unlinkat(parent, name);
            return;
        }
        try {
            DirectoryEntries.removeDirectory(parent, name);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOTEMPTY) {
                throw new ArchiveException(
                        ArchiveException.shown(path) + " is a directory with files in it, and later something else");
            }
            throw e;
        }
    }

    private static void apply(Fd parent, String name, Attributes attributes) throws IOException {
        FileAttributes.fchownat(parent, name, attributes.uid(), attributes.gid());
        FileAttributes.fchmodat(parent, name, attributes.mode()); // not a link: the caller has just made it
        extended(parent, name, attributes.extended());
    }

    private static void extended(Fd parent, String name, Map<String, byte[]> attributes) throws IOException {
        for (var attribute : attributes.entrySet()) {
            String key = attribute.getKey();
            // Instructions to overlayfs: an archive does not give them, for they could lead to another layer's files.
            if (key.startsWith("trusted.overlay.") || key.startsWith("user.overlay.")) {
                continue;
            }
            try {
                ExtendedAttributes.set(parent, name, key, attribute.getValue());
            } catch (SyscallException e) {
                // The file system has none of this kind; user.* exists for files and directories only.
                boolean forbidden = e.errno() == Errno.EPERM && key.startsWith("user.");
                if (e.errno() != Errno.EOPNOTSUPP && !forbidden) {
                    throw e;
                }
            }
        }
    }

    private static void time(Fd parent, String name, Time time) throws SyscallException {
        FileAttributes.utimensat(parent, name, time.seconds(), time.nanoseconds());
    }

    /** The directory that {@code path} is in, made if it is missing. Kept open for the next file, which is mostly in it too. */
    private Fd parent(String path) throws IOException {
        String parent = parentPath(path);
        if (!parent.equals(openPath)) {
            close();
            openPath = null;
            openDirectory = open(parent);
            openPath = parent;
        }
        return openDirectory;
    }

    private Fd open(String path) throws IOException {
        try {
            return resolve(path, DIRECTORY);
        } catch (SyscallException e) {
            return switch (e.errno()) {
                case ENOENT -> makeParents(path);
                case ENOTDIR, ELOOP -> {
                    if (!remake(path)) {
                        throw new ArchiveException(
                                ArchiveException.shown(path) + " is in the way: it is not a directory");
                    }
                    yield open(path);
                }
                default -> throw e;
            };
        }
    }

    /** Makes a directory of what was deleted on the way to {@code path}; whether there was such a thing. */
    private boolean remake(String path) throws IOException {
        for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
            String above = end < 0 ? path : path.substring(0, end);
            if (deleted.remove(above)) {
                try (Fd parent = open(parentPath(above))) {
                    if (FileStatus.of(parent, name(above)).isWhiteout()) {
                        makeDirectory(parent, name(above), above);
                        FileAttributes.fchmodat(parent, name(above), DIRECTORY_MODE);
                        return true;
                    }
                }
            }
            if (end < 0) {
                return false;
            }
        }
    }

    private Fd makeParents(String path) throws IOException {
        String above = parentPath(path);
        try (Fd parent = open(above)) {
            DirectoryEntries.mkdirat(parent, name(path), DIRECTORY_MODE);
            FileAttributes.fchmodat(parent, name(path), DIRECTORY_MODE);
            implied.add(path);
            return DirectoryEntries.open(parent, name(path), DIRECTORY, 0);
        } catch (SyscallException e) {
            if (e.errno() == Errno.EEXIST) {
                throw new ArchiveException(ArchiveException.shown(path) + " is a symbolic link that leads nowhere");
            }
            throw e;
        }
    }

    private Fd resolve(String path, Flags<OpenFlag> flags) throws SyscallException {
        return DirectoryEntries.resolve(root, path.isEmpty() ? "." : path, flags, CONFINED);
    }

    private static String parentPath(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
