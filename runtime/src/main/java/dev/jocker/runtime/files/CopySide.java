package dev.jocker.runtime.files;

import dev.jocker.runtime.archive.TreeDestination;
import dev.jocker.runtime.launch.ContainerRoot;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.ResolveFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Path;

/** One of the two places that files are copied between: a container's root, or the host's. What its paths mean is said here. */
final class CopySide implements AutoCloseable {
    private static final int MAXIMUM_LINKS = 40; // as the kernel's MAXSYMLINKS
    private static final Flags<OpenFlag> DIRECTORY = Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);

    private final Fd root;
    private final ContainerRoot container;

    private CopySide(Fd root, ContainerRoot container) {
        this.root = root;
        this.container = container;
    }

    /** The host. Relative paths count from the working directory. */
    static CopySide host() throws IOException {
        return new CopySide(Descriptors.open(Path.of("/"), DIRECTORY), null);
    }

    /** A container, whose root stays the caller's. */
    static CopySide container(ContainerRoot root) {
        return new CopySide(null, root);
    }

    /**
     * The end of a path.
     *
     * @param path absolute, not a symbolic link
     * @param status null: nothing is there
     */
    record Found(String path, FileStatus status) {}

    /**
     * Where to copy to.
     *
     * @param directory that the copy is made in
     * @param name of the copy; empty: the contents go into the directory
     */
    record Target(String directory, String name) {}

    /** Opens as a path what is there; {@code follow}: if it is a symbolic link, what that leads to. */
    Fd open(String path, boolean follow) throws SyscallException {
        Flags<OpenFlag> flags = follow ? ContainerRoot.PATH : ContainerRoot.PATH.with(OpenFlag.O_NOFOLLOW);
        String full = absolute(path);
        return container == null
                ? DirectoryEntries.resolve(root, full, flags, Flags.none(ResolveFlag.class))
                : container.resolve(full, flags);
    }

    /** What is at the end of all symbolic links; or the place that they lead to, where nothing is. */
    Found find(String path) throws IOException {
        String at = trimmed(absolute(path));
        for (int links = 0; links < MAXIMUM_LINKS; links++) {
            try (Fd file = open(at, false)) {
                FileStatus status = FileStatus.of(file);
                if (!status.isSymbolicLink()) {
                    return new Found(at, status);
                }
                String target = DirectoryEntries.readlinkat(file, "");
                at = trimmed(target.startsWith("/") ? target : parent(at) + "/" + target);
            } catch (SyscallException e) {
                if (e.errno() == Errno.ENOENT) {
                    return new Found(at, null);
                }
                if (e.errno() == Errno.ENOTDIR) {
                    throw new ContainerException.NotFound(
                            "there is no " + path + where() + ": on the way lies a file", e);
                }
                throw e;
            }
        }
        throw new ContainerException.NotFound("there is no " + path + where() + ": too many symbolic links");
    }

    /**
     * Docker's rules for what a copy is called.
     *
     * @param directory whether a directory is copied
     * @param contents whether only what is in it
     * @param source its path
     */
    Target target(String destination, boolean directory, boolean contents, String source) throws IOException {
        Found found = find(destination);
        if (found.status == null) {
            if (!directory && endsAsDirectory(destination)) {
                throw new ContainerException.NotFound("there is no directory " + destination + where());
            }
            return new Target(parent(found.path), name(found.path));
        }
        if (found.status.isDirectory()) {
            String name = contents ? "" : name(source);
            return new Target(found.path, name);
        }
        if (directory) {
            throw new IllegalArgumentException(
                    "cannot copy a directory to " + destination + where() + ", which is a file");
        }
        if (endsAsDirectory(destination)) {
            throw new IllegalArgumentException(destination + where() + " is not a directory");
        }
        return new Target(parent(found.path), name(found.path));
    }

    /** Files are to be made in {@code directory}. */
    TreeDestination destination(String directory) throws IOException {
        if (container != null) {
            return TreeDestination.inRoot(container.fd(), directory);
        }
        return TreeDestination.below(
                DirectoryEntries.resolve(root, directory, DIRECTORY, Flags.none(ResolveFlag.class)));
    }

    /** For messages. */
    String where() {
        return container == null ? "" : " in the container";
    }

    /** Whether a path says that only a directory can be there. */
    static boolean endsAsDirectory(String path) {
        return path.endsWith("/") || isContents(path);
    }

    /** Whether a path means what is in a directory. */
    static boolean isContents(String path) {
        return path.endsWith("/.") || path.equals(".");
    }

    /** What a file is called: empty where the path has no name for it. */
    static String name(String path) {
        String trimmed = trimmed(path);
        String name = trimmed.substring(trimmed.lastIndexOf('/') + 1);
        return name.equals("..") || name.equals(".") ? "" : name;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private String absolute(String path) {
        if (path.startsWith("/")) {
            return path;
        }
        return container == null ? Path.of("").toAbsolutePath() + "/" + path : "/" + path;
    }

    /** Without slashes and dots at the end. */
    private static String trimmed(String path) {
        String rest = path;
        while (rest.length() > 1 && (rest.endsWith("/") || rest.endsWith("/."))) {
            rest = rest.substring(0, rest.length() - 1);
        }
        return rest;
    }

    @Override
    public void close() {
        if (root != null) {
            root.close();
        }
    }
}
