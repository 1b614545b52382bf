package dev.jocker.runtime.namespace;

import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Mounts;
import dev.jocker.runtime.syscall.Namespaces;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Network namespaces with a name, {@code ip-netns(8)}: a file in {@code /run/netns} on which the namespace is mounted, which keeps it. What
 * is made here {@code ip(8)} finds, and the other way round.
 */
public final class NetworkNamespaces {
    /** Where the names are. */
    public static final Path DIRECTORY = Path.of("/run/netns");

    private static final int LONGEST = 255; // NAME_MAX

    private NetworkNamespaces() {}

    /**
     * The file of a name, whether it is there or not.
     *
     * @throws IllegalArgumentException if no file can be called so
     */
    public static Path file(String name) {
        boolean plain = !name.isEmpty() && !name.equals(".") && !name.equals("..");
        if (!plain || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0 || name.length() > LONGEST) {
            throw new IllegalArgumentException("not a name of a network namespace: \"" + name + "\"");
        }
        return DIRECTORY.resolve(name);
    }

    /** Opens one; {@link NoSuchFileException} if there is none. */
    public static NetworkNamespace open(String name) throws IOException {
        try {
            return NetworkNamespace.open(file(name));
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) {
                throw absent(name, e);
            }
            throw e;
        }
    }

    private static IOException absent(String name, SyscallException why) {
        var absent = new NoSuchFileException(file(name).toString(), null, "no such network namespace");
        absent.initCause(why);
        return absent;
    }

    /** Makes one, with nothing but a loopback link that is down; EEXIST if there is one. <i>Equivalent to:</i> {@code ip netns add NAME}. */
    public static void add(String name) throws IOException {
        keep(
                name,
                () -> Namespaces.unshared(Flags.of(CloneFlag.CLONE_NEWNET), () -> {
                    Mounts.bind(Path.of("/proc/thread-self/ns/net"), file(name));
                    return null;
                }));
    }

    /** Gives a process's network namespace a name; EEXIST if it is taken. <i>Equivalent to:</i> {@code ip netns attach NAME PID}. */
    public static void attach(String name, int pid) throws IOException {
        keep(name, () -> {
            Mounts.bind(namespaceOf(pid), file(name));
            return null;
        });
    }

    private static void keep(String name, Namespaces.Work<Void> mounting) throws IOException {
        Path file = file(name);
        shareDirectory();
        Descriptors.open(file, Flags.of(OpenFlag.O_CREAT, OpenFlag.O_EXCL), 0).close();
        try {
            mounting.run();
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Has the names come through to mount namespaces made later, and what is deleted there come through to here: otherwise a copy of the
     * mount would keep a namespace that is deleted here. Two who begin at once would mount the directory twice; so one waits.
     */
    private static void shareDirectory() throws IOException {
        if (!Files.isDirectory(DIRECTORY)) {
            Files.createDirectories(
                    DIRECTORY, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        try (Fd directory = Descriptors.open(DIRECTORY, Flags.of(OpenFlag.O_DIRECTORY))) {
            Descriptors.lock(directory);
            try {
                Mounts.shareTree(DIRECTORY);
            } catch (SyscallException e) {
                if (e.errno() != Errno.EINVAL) { // it is no mount point yet
                    throw e;
                }
                Mounts.bindTree(DIRECTORY, DIRECTORY);
                Mounts.shareTree(DIRECTORY);
            }
        }
    }

    /** Takes a name away: the namespace ends when nobody is in it. <i>Equivalent to:</i> {@code ip netns delete NAME}. */
    public static void delete(String name) throws IOException {
        Path file = file(name);
        try {
            Mounts.detach(file);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) {
                throw absent(name, e);
            }
            if (e.errno() != Errno.EINVAL) { // nothing is mounted on it
                throw e;
            }
        }
        Files.delete(file);
    }

    /** All names, in the directory's order. <i>Equivalent to:</i> {@code ip netns list}. */
    public static List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(DIRECTORY)) {
            for (Path file : files) {
                names.add(file.getFileName().toString());
            }
        } catch (NoSuchFileException e) {
            return List.of(); // nobody ever made one
        }
        return names;
    }

    /** The names of a process's network namespace. <i>Equivalent to:</i> {@code ip netns identify PID}. */
    public static List<String> namesOf(int pid) throws IOException {
        return names(namespaceOf(pid));
    }

    /** The names of the calling thread's. <i>Equivalent to:</i> {@code ip netns identify}. */
    public static List<String> namesOfThis() throws IOException {
        return names(Path.of("/proc/thread-self/ns/net"));
    }

    private static Path namespaceOf(int pid) throws IOException {
        Path process = Path.of("/proc/" + pid);
        if (!Files.exists(process)) {
            throw new NoSuchFileException(process.toString(), null, "no such process");
        }
        return process.resolve("ns/net");
    }

    private static List<String> names(Path namespace) throws IOException {
        FileStatus wanted = followed(namespace);
        List<String> names = new ArrayList<>();
        for (String name : list()) {
            if (isSame(wanted, file(name))) {
                names.add(name);
            }
        }
        return names;
    }

    /** The processes in one, in the order of their numbers. <i>Equivalent to:</i> {@code ip netns pids NAME}. */
    public static List<Integer> processes(String name) throws IOException {
        FileStatus wanted;
        try (NetworkNamespace namespace = open(name)) {
            wanted = FileStatus.of(namespace.fd());
        }
        List<Integer> pids = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path process : processes) {
                if (isSame(wanted, process.resolve("ns/net"))) {
                    pids.add(Integer.parseInt(process.getFileName().toString()));
                }
            }
        }
        pids.sort(null);
        return pids;
    }

    /** False for what has gone meanwhile, too. */
    private static boolean isSame(FileStatus wanted, Path namespace) throws SyscallException {
        try {
            FileStatus status = followed(namespace);
            return status.inode() == wanted.inode() && status.device() == wanted.device();
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ESRCH || e.errno() == Errno.EACCES) {
                return false;
            }
            throw e;
        }
    }

    private static FileStatus followed(Path file) throws SyscallException {
        try (Fd open = Descriptors.openPath(file)) {
            return FileStatus.of(open);
        }
    }
}
