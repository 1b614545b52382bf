package dev.jocker.runtime.archive;

import dev.jocker.bindings.stat_h;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.ExtendedAttributes;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileAttributes;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.ResolveFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes files below a directory. The way to each is walked by the kernel with a root that it does not leave. What is there already makes
 * place: but a directory for a directory only, and nothing but a directory for one, as {@code docker cp} has it.
 *
 * <p>Owners, modes and attributes are set by descriptor: whatever somebody puts under the name meanwhile, it is not that which gets them.
 */
public final class TreeDestination implements Destination, AutoCloseable {
    private static final Flags<OpenFlag> DIRECTORY = Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
    private static final Flags<OpenFlag> NEW_FILE = Flags.of(OpenFlag.O_WRONLY, OpenFlag.O_CREAT, OpenFlag.O_EXCL);
    private static final int ATTEMPTS = 1000;
    private static final int BUFFER = 1 << 16;
    private static final int PRIVATE = 0600;

    private final Fd root;
    private final Fd own;
    private final String base;
    private final Flags<ResolveFlag> walk;
    private final ByteBuffer buffer = Descriptors.buffer(BUFFER);
    /** Set at the end: making a file in a directory changes the directory's time. */
    private final Map<String, FileEntry> directories = new LinkedHashMap<>();

    private String openPath;
    private Fd openDirectory;

    private TreeDestination(Fd root, Fd own, String base, Flags<ResolveFlag> walk) {
        this.root = root;
        this.own = own;
        this.base = base;
        this.walk = walk;
    }

    /**
     * Below {@code directory}, which is closed with this, on a way without any symbolic link: nobody hostile can have made one there but by
     * the entries.
     */
    public static TreeDestination below(Fd directory) {
        return new TreeDestination(
                directory, directory, "", Flags.of(ResolveFlag.RESOLVE_BENEATH, ResolveFlag.RESOLVE_NO_SYMLINKS));
    }

    /** Below {@code base} in a container's {@code root}; symbolic links lead where they lead in the container. */
    public static TreeDestination inRoot(Fd root, String base) {
        return new TreeDestination(
                root, null, base, Flags.of(ResolveFlag.RESOLVE_IN_ROOT, ResolveFlag.RESOLVE_NO_MAGICLINKS));
    }

    @Override
    public void put(FileEntry entry, InputStream contents) throws IOException {
        if (entry.path().isEmpty()) {
            return; // the base, which stays as it is
        }
        Fd parent = parent(entry);
        String name = entry.name();
        switch (entry.kind()) {
            case DIRECTORY -> directory(parent, name, entry);
            case REGULAR -> regular(parent, name, entry, contents);
            case SYMBOLIC_LINK -> {
                make(parent, entry, () -> DirectoryEntries.symlinkat(entry.link(), parent, name));
                FileAttributes.fchownat(parent, name, entry.uid(), entry.gid());
                FileAttributes.utimensat(parent, name, entry.seconds(), entry.nanoseconds());
            }
            case HARD_LINK -> hardLink(parent, name, entry);
            case CHARACTER_DEVICE -> node(parent, name, entry, stat_h.S_IFCHR());
            case BLOCK_DEVICE -> node(parent, name, entry, stat_h.S_IFBLK());
            case FIFO -> node(parent, name, entry, stat_h.S_IFIFO());
        }
    }

    /** Gives directories their times, now that nothing is made in them any more. */
    @Override
    public void finish() throws IOException {
        for (FileEntry entry : directories.values()) {
            try (Fd directory = DirectoryEntries.open(parent(entry), entry.name(), DIRECTORY, 0)) {
                FileAttributes.setTimes(directory, entry.seconds(), entry.nanoseconds());
            } catch (SyscallException e) {
                switch (e.errno()) {
                    case ENOENT, ENOTDIR, ELOOP -> {} // somebody has replaced it
                    default -> throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        closeParent();
        if (own != null) {
            own.close();
        }
    }

    private void closeParent() {
        if (openDirectory != null) {
            openDirectory.close();
        }
    }

    /** Some way to make an entry; it fails with EEXIST if the name is taken. */
    private interface Making {
        void run() throws SyscallException;
    }

    private void directory(Fd parent, String name, FileEntry entry) throws IOException {
        try {
            DirectoryEntries.mkdirat(parent, name, 0700);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
        try (Fd made = DirectoryEntries.open(parent, name, DIRECTORY, 0)) {
            apply(made, entry);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP) {
                throw new ArchiveException("cannot overwrite non-directory " + shown(entry) + " with a directory");
            }
            throw e;
        }
        directories.put(entry.path(), entry);
    }

    private void regular(Fd parent, String name, FileEntry entry, InputStream contents) throws IOException {
        Fd[] made = new Fd[1];
        make(parent, entry, () -> made[0] = DirectoryEntries.open(parent, name, NEW_FILE, PRIVATE));
        try (Fd file = made[0]) {
            byte[] bytes = new byte[BUFFER];
            for (int count = contents.read(bytes); count >= 0; count = contents.read(bytes)) {
                Descriptors.write(file, buffer.clear().put(bytes, 0, count).flip());
            }
            apply(file, entry); // only now, since writing takes set-user-id and capabilities away
            FileAttributes.setTimes(file, entry.seconds(), entry.nanoseconds());
        }
    }

    private void hardLink(Fd parent, String name, FileEntry entry) throws IOException {
        int slash = entry.link().lastIndexOf('/');
        try (Fd from = resolve(slash < 0 ? "" : entry.link().substring(0, slash))) {
            String existing = entry.link().substring(slash + 1);
            make(parent, entry, () -> DirectoryEntries.linkat(from, existing, parent, name));
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP) {
                throw new ArchiveException(shown(entry) + " is a hard link to " + ArchiveException.shown(entry.link())
                        + ", which is not there");
            }
            throw e;
        }
    }

    private void node(Fd parent, String name, FileEntry entry, int type) throws IOException {
        make(parent, entry, () -> DirectoryEntries.mknodat(parent, name, type | PRIVATE, entry.major(), entry.minor()));
        try (Fd made = DirectoryEntries.open(parent, name, Flags.of(OpenFlag.O_PATH), 0)) {
            FileStatus status = FileStatus.of(made);
            if ((status.mode() & stat_h.S_IFMT()) != type) {
                throw new IOException(shown(entry) + " has been replaced while it was made");
            }
            apply(made, entry);
            FileAttributes.setTimes(made, entry.seconds(), entry.nanoseconds());
        }
    }

    /** The later entry counts; a link that is in its place is not followed. */
    private static void make(Fd parent, FileEntry entry, Making making) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                making.run();
                return;
            } catch (SyscallException e) {
                if (e.errno() != Errno.EEXIST || attempt == ATTEMPTS) {
                    throw e;
                }
            }
            try {
                DirectoryEntries.unlinkat(parent, entry.name());
            } catch (SyscallException e) {
                switch (e.errno()) {
                    case EISDIR ->
                        throw new ArchiveException("cannot overwrite directory " + shown(entry) + " with a file");
                    case ENOENT -> {} // somebody was faster
                    default -> throw e;
                }
            }
        }
    }

    private static void apply(Fd file, FileEntry entry) throws SyscallException {
        FileAttributes.chown(file, entry.uid(), entry.gid());
        FileAttributes.chmod(file, entry.permissions());
        for (var attribute : entry.attributes().entrySet()) {
            String key = attribute.getKey();
            // Not trusted.*, which may be instructions to overlayfs, nor what a security module has labelled it with.
            if (!key.startsWith("user.") && !key.equals("security.capability") && !key.startsWith("system.posix_acl")) {
                continue;
            }
            try {
                ExtendedAttributes.set(file, key, attribute.getValue());
            } catch (SyscallException e) {
                if (e.errno() != Errno.EOPNOTSUPP
                        && e.errno() != Errno.EPERM) { // the file system has none of this kind
                    throw e;
                }
            }
        }
    }

    /** The directory that an entry is in, made if it is missing. Kept open for the next, which is mostly in it too. */
    private Fd parent(FileEntry entry) throws IOException {
        String parent = entry.parent();
        if (!parent.equals(openPath)) {
            closeParent();
            openPath = null;
            openDirectory = open(parent);
            openPath = parent;
        }
        return openDirectory;
    }

    private Fd open(String path) throws IOException {
        try {
            return resolve(path);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT && !path.isEmpty()) {
                return makeParents(path);
            }
            if (e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP) {
                throw new ArchiveException(ArchiveException.shown(path) + " is in the way: it is not a directory");
            }
            throw e;
        }
    }

    private Fd makeParents(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        try (Fd parent = open(slash < 0 ? "" : path.substring(0, slash))) {
            DirectoryEntries.mkdirat(parent, name, 0755);
            return DirectoryEntries.open(parent, name, DIRECTORY, 0);
        } catch (SyscallException e) {
            if (e.errno() == Errno.EEXIST || e.errno() == Errno.ELOOP || e.errno() == Errno.ENOTDIR) {
                throw new ArchiveException(ArchiveException.shown(path) + " is a symbolic link that leads nowhere");
            }
            throw e;
        }
    }

    private Fd resolve(String path) throws SyscallException {
        String full = base.isEmpty() ? path : base + "/" + path;
        return DirectoryEntries.resolve(root, full.isEmpty() ? "." : full, DIRECTORY, walk);
    }

    private static String shown(FileEntry entry) {
        return ArchiveException.shown(entry.path());
    }
}
