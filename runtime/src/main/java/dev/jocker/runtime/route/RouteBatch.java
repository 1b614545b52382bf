package dev.jocker.runtime.route;

import dev.jocker.runtime.netlink.NetlinkException;
import dev.jocker.runtime.netlink.NetlinkSocket;
import dev.jocker.runtime.netlink.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes that go to the kernel together, in their order, when {@link #send} is called. What is asked through a batch is asked at once.
 *
 * <p>They are no transaction: the kernel goes on behind a change that it refuses, and what was done stays done. A link that an earlier
 * change makes has no index yet: choose one ({@link NewLink#index}) where a later change needs it, or name it where a name will do.
 * <i>Equivalent to:</i> {@code ip -batch FILE -force}.
 */
public final class RouteBatch {
    private final NetlinkSocket socket;
    private final List<Request> requests = new ArrayList<>();

    RouteBatch(NetlinkSocket socket) {
        this.socket = socket;
    }

    public Links links() {
        return new Links(socket, requests::add);
    }

    public Addresses addresses() {
        return new Addresses(socket, requests::add);
    }

    public Routes routes() {
        return new Routes(socket, requests::add);
    }

    public Neighbours neighbours() {
        return new Neighbours(socket, requests::add);
    }

    public Rules rules() {
        return new Rules(socket, requests::add);
    }

    public NamespaceIds namespaceIds() {
        return new NamespaceIds(socket, requests::add);
    }

    /** How many changes there are. */
    public int size() {
        return requests.size();
    }

    /**
     * Makes the changes, and empties the batch.
     *
     * @throws NetlinkException the first that was refused, {@link NetlinkException#index} tells which; the other refused ones are
     *     suppressed exceptions of it
     */
    public void send() throws IOException {
        List<Request> sent = List.copyOf(requests);
        requests.clear();
        if (!sent.isEmpty()) {
            socket.executeAll(sent);
        }
    }
}
