package dev.jocker.runtime.files;

import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.archive.TarDestination;
import dev.jocker.runtime.archive.TarSource;
import dev.jocker.runtime.archive.TreeDestination;
import dev.jocker.runtime.archive.TreeSource;
import dev.jocker.runtime.launch.ContainerRoot;
import dev.jocker.runtime.oci.IdMapping;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.options.CopyOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileCredentials;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Copies files between a container and the host, as {@code docker cp} does. The container may run and be hostile: see {@link CopySide} for
 * how its paths are walked, and {@link TreeSource} and {@link TreeDestination} for what is done at their ends.
 *
 * <p>Paths are text as {@link dev.jocker.runtime.syscall.FileNames} has it; those of the container count from its root. Each method returns
 * how many bytes the copied files have.
 */
public final class FileCopy {
    private final ContainerRoot root;
    private final List<IdMapping> users;
    private final List<IdMapping> groups;
    private final CopyOptions options;

    /** @param spec of the container; what the numbers of its users are on the host */
    public FileCopy(ContainerRoot root, Spec spec, CopyOptions options) {
        this.root = root;
        this.users = spec.linux().uidMappings();
        this.groups = spec.linux().gidMappings();
        this.options = options;
    }

    /** {@code docker cp HOST CONTAINER:PATH}. */
    public long toContainer(String source, String destination) throws IOException {
        try (CopySide host = CopySide.host()) {
            return asContainersRoot(() -> copy(host, source, CopySide.container(root), destination, this::inContainer));
        }
    }

    /**
     * {@code docker cp CONTAINER:PATH HOST}. What could give somebody on the host more than he has comes only with the owners: without
     * that no program stays set-user-id or set-group-id or has capabilities, and nodes of devices are left out.
     */
    public long toHost(String source, String destination) throws IOException {
        try (CopySide host = CopySide.host()) {
            CopySide container = CopySide.container(root);
            if (!options.archive()) {
                try (Fd top = open(container, source)) {
                    if (FileStatus.of(top).isDevice()) {
                        throw new IllegalArgumentException(source + " is a device: only -a makes those on the host");
                    }
                }
            }
            return copy(container, source, host, destination, this::onHost);
        }
    }

    /** {@code docker cp CONTAINER:PATH -}: an archive, with the container's numbers of users. */
    public long toArchive(String source, OutputStream archive) throws IOException {
        CopySide container = CopySide.container(root);
        try (Fd top = open(container, source)) {
            boolean contents = CopySide.isContents(source) && FileStatus.of(top).isDirectory();
            var tar = new Owned(new TarDestination(archive), this::numbered);
            long bytes = TreeSource.read(top, contents ? "" : CopySide.name(source), true, tar);
            tar.finish();
            return bytes;
        }
    }

    /** {@code docker cp - CONTAINER:PATH}: unpacks an archive into a directory that is there. */
    public long fromArchive(InputStream archive, String destination) throws IOException {
        CopySide container = CopySide.container(root);
        CopySide.Found found = container.find(destination);
        if (found.status() == null) {
            throw new ContainerException.NotFound("there is no directory " + destination + " in the container");
        }
        if (!found.status().isDirectory()) {
            throw new IllegalArgumentException(destination + " has to be a directory, to unpack an archive there");
        }
        return asContainersRoot(() -> {
            try (TreeDestination tree = container.destination(found.path())) {
                var owned = new Owned(tree, this::inContainer);
                long bytes = TarSource.read(archive, owned);
                owned.finish();
                return bytes;
            }
        });
    }

    /** The overlay of a container with a user namespace takes no files of root. */
    private long asContainersRoot(Callable<Long> copying) throws IOException {
        if (users.isEmpty()) {
            try {
                return copying.call();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        return FileCredentials.as(outside(users, 0), outside(groups, 0), copying);
    }

    private long copy(CopySide from, String source, CopySide to, String destination, Ownership ownership)
            throws IOException {
        try (Fd top = open(from, source)) {
            boolean directory = FileStatus.of(top).isDirectory();
            if (!directory && CopySide.endsAsDirectory(source)) {
                throw new IllegalArgumentException(source + " is not a directory");
            }
            CopySide.Target target = to.target(destination, directory, CopySide.isContents(source), source);
            try (TreeDestination tree = to.destination(target.directory())) {
                var owned = new Owned(tree, ownership);
                long bytes = TreeSource.read(top, target.name(), options.archive(), owned);
                owned.finish();
                return bytes;
            } catch (SyscallException e) {
                if (e.errno() == Errno.ENOENT && to.find(target.directory()).status() == null) {
                    throw new ContainerException.NotFound(
                            "there is no directory " + target.directory() + to.where(), e);
                }
                throw e;
            }
        }
    }

    private Fd open(CopySide side, String path) throws IOException {
        try {
            return side.open(path, options.followLink() || CopySide.endsAsDirectory(path));
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOTDIR && CopySide.endsAsDirectory(path)) {
                throw new IllegalArgumentException(path + side.where() + " is not a directory", e);
            }
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                throw new ContainerException.NotFound("there is no " + path + side.where(), e);
            }
            throw e;
        }
    }

    /** Whose a file is where it is copied to; null: it is not copied. */
    private interface Ownership {
        FileEntry of(FileEntry entry);
    }

    private FileEntry inContainer(FileEntry entry) {
        return options.archive()
                ? entry.numbered(outside(users, entry.uid()), outside(groups, entry.gid()))
                : entry.ownedBy(outside(users, 0), outside(groups, 0));
    }

    private FileEntry onHost(FileEntry entry) {
        if (options.archive()) {
            return numbered(entry);
        }
        return entry.isDevice() ? null : entry.ownedBy(Processes.effectiveUser(), Processes.effectiveGroup());
    }

    private FileEntry numbered(FileEntry entry) {
        return entry.numbered(inside(users, entry.uid()), inside(groups, entry.gid()));
    }

    /** A number of the container's as the host has it. One that the container does not have stays: the kernel shows it as nobody. */
    private static int outside(List<IdMapping> mappings, int id) {
        for (IdMapping mapping : mappings) {
            long offset = Integer.toUnsignedLong(id) - mapping.containerID();
            if (offset >= 0 && offset < mapping.size()) {
                return (int) (mapping.hostID() + offset);
            }
        }
        return id;
    }

    /** A number of the host's as the container has it. One that it does not have stays. */
    static int inside(List<IdMapping> mappings, int id) {
        for (IdMapping mapping : mappings) {
            long offset = Integer.toUnsignedLong(id) - mapping.hostID();
            if (offset >= 0 && offset < mapping.size()) {
                return (int) (mapping.containerID() + offset);
            }
        }
        return id;
    }

    /** Hands entries on with other owners, or not at all. */
    private record Owned(Destination destination, Ownership ownership) implements Destination {
        @Override
        public void put(FileEntry entry, InputStream contents) throws IOException {
            FileEntry owned = ownership.of(entry);
            if (owned != null) {
                destination.put(owned, contents);
            }
        }

        @Override
        public void finish() throws IOException {
            destination.finish();
        }
    }
}
