package dev.jocker.runtime.route;

import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.NetlinkSocket;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.syscall.Flags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The neighbours on the links of a network namespace, {@code ip-neighbour(8)}. */
public final class Neighbours {
    private final NetlinkSocket socket;
    private final Outbox outbox;

    Neighbours(NetlinkSocket socket, Outbox outbox) {
        this.socket = socket;
        this.outbox = outbox;
    }

    /** Adds a neighbour; EEXIST if it is known. <i>Equivalent to:</i> {@code ip neighbour add 10.0.0.7 lladdr 02:00:00:00:00:07 dev eth0}. */
    public void add(Neighbour neighbour) throws IOException {
        outbox.put(NeighbourCodec.add(neighbour, Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_EXCL)));
    }

    /** Adds or changes a neighbour. <i>Equivalent to:</i> {@code ip neighbour replace 10.0.0.7 lladdr 02:00:00:00:00:07 dev eth0}. */
    public void replace(Neighbour neighbour) throws IOException {
        outbox.put(NeighbourCodec.add(neighbour, Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_REPLACE)));
    }

    /** Deletes a neighbour; ENOENT if it is not known. <i>Equivalent to:</i> {@code ip neighbour delete 10.0.0.7 dev eth0}. */
    public void delete(Neighbour neighbour) throws IOException {
        outbox.put(NeighbourCodec.delete(neighbour));
    }

    /** All neighbours. <i>Equivalent to:</i> {@code ip neighbour show nud all}. */
    public List<Neighbour> list() throws IOException {
        return list(NeighbourCodec.list(false));
    }

    /** Those in whose stead this host answers. <i>Equivalent to:</i> {@code ip neighbour show proxy}. */
    public List<Neighbour> proxies() throws IOException {
        return list(NeighbourCodec.list(true));
    }

    private List<Neighbour> list(Request request) throws IOException {
        List<Neighbour> neighbours = new ArrayList<>();
        for (Message message : socket.dump(request)) {
            Neighbour neighbour = read(message);
            if (neighbour != null) {
                neighbours.add(neighbour);
            }
        }
        return neighbours;
    }

    /** What a notification says of a neighbour, RTM_NEWNEIGH or RTM_DELNEIGH; null for an entry of a bridge's table. */
    public static Neighbour read(Message message) throws MalformedMessageException {
        return NeighbourCodec.read(message);
    }
}
