package dev.jocker.runtime.namespace;

import dev.jocker.bindings.magic_h;
import dev.jocker.runtime.program.IdleProcess;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Mounts;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Namespaces that last without a process in them: each is mounted on a file, as {@code ip netns add} does it below {@code /run/netns}.
 * {@code namespaces(7)}, namespace lifetime.
 */
public final class KeptNamespaces {
    private KeptNamespaces() {}

    /**
     * Makes a file that keeps the namespace of a process. <i>Equivalent to:</i> {@code touch FILE; mount --bind /proc/PID/ns/KIND FILE}.
     *
     * @param file must not be there yet; its directory must
     */
    public static NamespaceId keep(int pid, NamespaceKind kind, Path file) throws IOException {
        Path source = Path.of("/proc/" + pid + "/ns/" + kind.file());
        NamespaceId id;
        try (Fd namespace = Descriptors.open(source, Flags.none(OpenFlag.class))) {
            id = NamespaceId.of(namespace);
            create(file);
            mount(Path.of("/proc/self/fd/" + namespace.number()), kind, file);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT && !Files.exists(Path.of("/proc/" + pid))) {
                throw new NamespaceException("there is no process " + pid, e);
            }
            throw e;
        }
        return id;
    }

    /**
     * Makes a new namespace and a file that keeps it. <i>Equivalent to:</i> {@code unshare --KIND=FILE true}.
     *
     * @param kind not PID: that one ends with its first process, and then takes no other
     */
    public static NamespaceId keepNew(NamespaceKind kind, Path file) throws IOException {
        if (kind == NamespaceKind.PID) {
            throw new NamespaceException(
                    "a new pid namespace cannot be kept: it ends with its process 1, and a file of it is good for nothing then; "
                            + "keep the one of a process that runs, -t PID");
        }
        try (var holder = IdleProcess.start(Flags.of(kind.flag()))) {
            return keep(holder.pid(), kind, file);
        }
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            throw new NamespaceException(file + " is there already: name a file that is not, or free it", e);
        }
    }

    private static void mount(Path namespace, NamespaceKind kind, Path file) throws IOException {
        try {
            Mounts.bind(namespace, file);
        } catch (SyscallException e) {
            Files.delete(file);
            if (kind == NamespaceKind.MOUNT && e.errno() == Errno.EINVAL) {
                throw new NamespaceException(
                        e.getMessage()
                                + ": a mount namespace can be kept only where mounts are private (mount --make-private on the "
                                + "file system of " + file + "), and in an older one than itself",
                        e);
            }
            throw e;
        }
    }

    /**
     * Unmounts a namespace from its file and removes the file. Whoever is in the namespace stays in it. <i>Equivalent to:</i> {@code umount
     * --lazy FILE; rm FILE}.
     *
     * @throws NamespaceException if there is none mounted on it; then nothing is changed
     */
    public static NamespaceId free(Path file) throws IOException {
        NamespaceId id;
        // Not followed: a link below /proc/PID/ns leads to a namespace, too, but nothing is mounted there.
        try (Fd found = Descriptors.open(file, Flags.of(OpenFlag.O_PATH, OpenFlag.O_NOFOLLOW))) {
            boolean mounted = FileStatus.fileSystem(found) == magic_h.NSFS_MAGIC();
            id = mounted ? NamespaceId.of(Path.of("/proc/self/fd/" + found.number())) : null;
        } catch (SyscallException e) {
            throw new NamespaceException(file + ": " + Errno.describe(e.errno().number()), e);
        }
        if (id == null) {
            throw new NamespaceException(file + " is no kept namespace: there is none mounted on it");
        }
        Mounts.detach(file);
        Files.delete(file);
        return id;
    }
}
