package dev.jocker.runtime.route;

import dev.jocker.runtime.netlink.NetlinkProtocol;
import dev.jocker.runtime.netlink.NetlinkSocket;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;

/**
 * The links, addresses, routes, neighbours and rules of one network namespace, {@code rtnetlink(7)}: what {@code ip(8)} shows and
 * changes.
 */
public final class RouteSocket implements AutoCloseable {
    private final NetlinkSocket socket;
    private final Outbox outbox;

    private RouteSocket(NetlinkSocket socket) {
        this.socket = socket;
        this.outbox = socket::execute;
    }

    /** For the thread's network namespace; it stays that one's on any thread. */
    public static RouteSocket open() throws IOException {
        return new RouteSocket(NetlinkSocket.open(NetlinkProtocol.NETLINK_ROUTE));
    }

    /**
     * For another network namespace. <i>Equivalent to:</i> {@code ip -n NAME}.
     *
     * @param namespace it stays the caller's, who can close it at once
     */
    public static RouteSocket in(Fd namespace) throws IOException {
        return new RouteSocket(NetlinkSocket.open(NetlinkProtocol.NETLINK_ROUTE, namespace));
    }

    public Links links() {
        return new Links(socket, outbox);
    }

    public Addresses addresses() {
        return new Addresses(socket, outbox);
    }

    public Routes routes() {
        return new Routes(socket, outbox);
    }

    public Neighbours neighbours() {
        return new Neighbours(socket, outbox);
    }

    public Rules rules() {
        return new Rules(socket, outbox);
    }

    public NamespaceIds namespaceIds() {
        return new NamespaceIds(socket, outbox);
    }

    /** Collects changes, to be made by one system call. */
    public RouteBatch batch() {
        return new RouteBatch(socket);
    }

    @Override
    public void close() {
        socket.close();
    }
}
