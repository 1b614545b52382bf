package dev.jocker.runtime.netlink;

import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What the kernel tells whoever listens: links that come and go, new addresses. It does not wait for slow listeners; what was lost is
 * reported.
 */
public final class Notifications implements AutoCloseable {
    private final KernelWire wire;

    private Notifications(KernelWire wire) {
        this.wire = wire;
    }

    /**
     * Listens from now on.
     *
     * @param namespace the network namespace to listen in, which the caller keeps; null: the thread's own
     * @param groups what to hear of: RTNLGRP_LINK and the like
     */
    public static Notifications open(NetlinkProtocol protocol, Fd namespace, List<? extends Code> groups)
            throws IOException {
        KernelWire wire = KernelWire.open(protocol, namespace);
        try {
            for (Code group : groups) {
                wire.join(group);
            }
            return new Notifications(wire);
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    /**
     * The next messages.
     *
     * @param timeout how long to wait for one; when none came in time the list is empty
     * @throws NetlinkException ENOBUFS if some were lost: list again, then go on listening
     */
    public List<Message> next(Duration timeout) throws IOException {
        try {
            return wire.await(timeout) ? Message.readAll(wire.receive()) : List.of();
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOBUFS) {
                throw NetlinkException.unanswered("notifications", Errno.ENOBUFS, "some were lost: list again");
            }
            throw e;
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
