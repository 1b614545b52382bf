package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.image.RootView.Source;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A file of a {@link RootView}, that was there when it was looked for; from a directory on, the files in it. */
public final class RootEntry {
    private static final Flags<OpenFlag> PATH = Flags.of(OpenFlag.O_PATH, OpenFlag.O_NOFOLLOW);
    private static final Flags<ResolveFlag> HONEST =
            Flags.of(ResolveFlag.RESOLVE_BENEATH, ResolveFlag.RESOLVE_NO_SYMLINKS);

    private final RootView view;
    private final String path;
    private final FileStatus status;
    /** Of a directory those that make it up, the top first; else the only one. */
    private final List<Source> sources;

    RootEntry(RootView view, String path, FileStatus status, List<Source> sources) {
        this.view = view;
        this.path = path;
        this.status = status;
        this.sources = sources;
    }

    /** Where it is, without links, absolute. */
    public String path() {
        return path;
    }

    /** What it is; a symbolic link itself. */
    public FileStatus status() {
        return status;
    }

    /** What is in the directory, in the names' order. */
    public List<RootEntry> children() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Source source : sources) {
            try (Fd top = top(source);
                    Fd directory = DirectoryEntries.resolve(
                            top,
                            source.path().isEmpty() ? "." : source.path(),
                            Flags.of(OpenFlag.O_DIRECTORY),
                            HONEST)) {
                names.addAll(DirectoryEntries.list(directory));
            } catch (SyscallException e) {
                throw gone(e);
            }
        }
        List<RootEntry> children = new ArrayList<>();
        for (String name : names) {
            RootEntry child = view.child(path, sources, name);
            if (child != null) { // else a layer above deletes it
                children.add(child);
            }
        }
        return children;
    }

    /** What is in the directory under that name, a symbolic link itself; or null. */
    public RootEntry child(String name) throws IOException {
        return view.child(path, sources, name);
    }

    /** Opens it as a path. */
    public Fd open() throws IOException {
        Source source = sources.getFirst();
        try (Fd top = top(source)) {
            return DirectoryEntries.resolve(top, source.path().isEmpty() ? "." : source.path(), PATH, HONEST);
        } catch (SyscallException e) {
            throw gone(e);
        }
    }

    private static Fd top(Source source) throws SyscallException {
        return Descriptors.open(Path.of(source.layer()), Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY));
    }

    private IOException gone(SyscallException e) {
        boolean changed = e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP;
        return changed ? new IOException(ArchiveException.shown(path) + " has been replaced while it was read", e) : e;
    }
}
