package dev.jocker.runtime.launch;

import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.ResolveFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The root of a running container, with all that is mounted in it, as its first process sees it; {@code /proc/PID/root}. Paths are walked
 * by the kernel with it as the root, whatever links are put in the way meanwhile (CVE-2018-15664), and no library of the container is
 * loaded to read a file of it (CVE-2019-14271).
 */
public final class ContainerRoot implements AutoCloseable {
    public static final Flags<OpenFlag> PATH = Flags.of(OpenFlag.O_PATH);
    private static final Flags<OpenFlag> DIRECTORY = Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
    private static final Flags<ResolveFlag> INSIDE =
            Flags.of(ResolveFlag.RESOLVE_IN_ROOT, ResolveFlag.RESOLVE_NO_MAGICLINKS);

    private final Fd root;

    private ContainerRoot(Fd root) {
        this.root = root;
    }

    /**
     * The root of a process.
     *
     * @param pidfd says whether the process that has {@code pid} now is the one that is meant
     * @throws ContainerException.NotFound if it has ended
     */
    public static ContainerRoot of(int pid, Fd pidfd) throws IOException {
        Fd root;
        try {
            root = Descriptors.open(Path.of("/proc/" + pid + "/root"), DIRECTORY);
        } catch (SyscallException e) {
            throw ended(e);
        }
        try {
            Processes.signal(pidfd, 0); // alive now, so the number was its own before
            return new ContainerRoot(root);
        } catch (SyscallException e) {
            root.close();
            throw ended(e);
        }
    }

    private static IOException ended(SyscallException e) {
        if (e.errno() == Errno.ENOENT || e.errno() == Errno.ESRCH) {
            throw new ContainerException.NotFound("the container has ended", e);
        }
        return e;
    }

    /** The root itself, open as a path; stays this object's. */
    public Fd fd() {
        return root;
    }

    /** What {@code path} leads to; of a link itself with O_NOFOLLOW. Anything but O_PATH may wait, or worse: know what is there. */
    public Fd resolve(String path, Flags<OpenFlag> flags) throws SyscallException {
        return resolve(root, path, flags);
    }

    /** The same, from a directory of the container that counts as its root. */
    public static Fd resolve(Fd root, String path, Flags<OpenFlag> flags) throws SyscallException {
        return DirectoryEntries.resolve(root, path.isEmpty() ? "." : path, flags, INSIDE);
    }

    /** A second descriptor of what {@code path} leads to that can be read or written: looked at first, for a fifo would make us wait. */
    public static Fd reopen(Fd path, Flags<OpenFlag> flags) throws SyscallException {
        return Descriptors.open(Path.of("/proc/self/fd/" + path.number()), flags);
    }

    /** The regular file's bytes; none if there is no regular file, or one larger than {@code limit}. */
    public byte[] read(String path, int limit) throws IOException {
        try (Fd found = resolve(path, PATH)) {
            FileStatus status = FileStatus.of(found);
            if (!status.isRegular() || status.size() > limit) {
                return new byte[0];
            }
            try (Fd file = reopen(found, Flags.of(OpenFlag.O_NONBLOCK))) {
                ByteBuffer bytes = Descriptors.buffer((int) Math.max(status.size(), 1));
                int count = 1;
                while (bytes.hasRemaining() && count > 0) {
                    count = Descriptors.read(file, bytes);
                }
                byte[] read = new byte[bytes.flip().remaining()];
                bytes.get(read);
                return read;
            }
        } catch (SyscallException e) {
            return switch (e.errno()) {
                case ENOENT, ENOTDIR, ELOOP, EACCES, ENAMETOOLONG -> new byte[0];
                default -> throw e;
            };
        }
    }

    /** To look for the cause of a failure. */
    public RootView view() {
        return RootView.of(List.of(Path.of("/proc/self/fd/" + root.number())));
    }

    @Override
    public void close() {
        root.close();
    }
}
