package dev.jocker.runtime.namespace;

import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Namespaces;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A network namespace, {@code network_namespaces(7)}, kept by an open descriptor: it lasts at least until that is closed. Then its
 * links go, the pairs of veth with both ends.
 */
public final class NetworkNamespace implements AutoCloseable {
    private final Fd fd;

    private NetworkNamespace(Fd fd) {
        this.fd = fd;
    }

    /** Makes one, with nothing but a loopback link that is down. <i>Equivalent to:</i> {@code ip netns add}, without its name in /run. */
    public static NetworkNamespace create() throws IOException {
        return Namespaces.unshared(Flags.of(CloneFlag.CLONE_NEWNET), NetworkNamespace::current);
    }

    /** The calling thread's. */
    public static NetworkNamespace current() throws IOException {
        return open(Path.of("/proc/thread-self/ns/net"));
    }

    /** A process's. */
    public static NetworkNamespace of(int pid) throws IOException {
        return open(Path.of("/proc/" + pid + "/ns/net"));
    }

    /** One that a file leads to: {@code /run/netns/NAME}, {@code /proc/PID/ns/net}. */
    public static NetworkNamespace open(Path file) throws IOException {
        return new NetworkNamespace(Descriptors.open(file, Flags.none(OpenFlag.class)));
    }

    /** The descriptor, which stays this object's. */
    public Fd fd() {
        return fd;
    }

    /** Does something inside, on a thread of its own, and waits for it. */
    public <T> T inside(Namespaces.Work<T> work) throws IOException {
        return Namespaces.inside(fd, CloneFlag.CLONE_NEWNET, work);
    }

    @Override
    public void close() {
        fd.close();
    }
}
