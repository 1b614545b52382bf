package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.NetlinkSocket;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.syscall.Flags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The routes of a network namespace, {@code ip-route(8)}. */
public final class Routes {
    private final NetlinkSocket socket;
    private final Outbox outbox;

    Routes(NetlinkSocket socket, Outbox outbox) {
        this.socket = socket;
        this.outbox = outbox;
    }

    /** Adds a route; EEXIST if there is one to that network. <i>Equivalent to:</i> {@code ip route add 10.2.0.0/16 via 10.0.0.1}. */
    public void add(Route route) throws IOException {
        outbox.put(RouteCodec.add(route, Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_EXCL)));
    }

    /** Adds a route in the place of the one to that network, if there is one. <i>Equivalent to:</i> {@code ip route replace default via 10.0.0.1}. */
    public void replace(Route route) throws IOException {
        outbox.put(RouteCodec.add(route, Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_REPLACE)));
    }

    /** Adds a route behind those to that network. <i>Equivalent to:</i> {@code ip route append 10.2.0.0/16 via 10.0.0.1}. */
    public void append(Route route) throws IOException {
        outbox.put(RouteCodec.add(route, Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_APPEND)));
    }

    /**
     * Deletes the first route that is as told; ESRCH if there is none.
     *
     * <p><i>Equivalent to:</i> {@code ip route delete 10.2.0.0/16}
     */
    public void delete(Route route) throws IOException {
        outbox.put(RouteCodec.delete(route));
    }

    /** All routes of both families in all tables. <i>Equivalent to:</i> {@code ip route show table all}. */
    public List<Route> list() throws IOException {
        return list(0, 0);
    }

    /** The routes in one table. <i>Equivalent to:</i> {@code ip route show table main}, {@code ip -6 route show table main}. */
    public List<Route> list(Family family, int table) throws IOException {
        return list(family.number(), table);
    }

    private List<Route> list(int family, int table) throws IOException {
        List<Route> routes = new ArrayList<>();
        for (Message message : socket.dump(RouteCodec.list(family, table))) {
            Route route = read(message);
            if (route != null) {
                routes.add(route);
            }
        }
        return routes;
    }

    /** The route that a packet to this address takes; ENETUNREACH if none does. <i>Equivalent to:</i> {@code ip route get 10.9.9.9}. */
    public Route get(IpAddress destination) throws IOException {
        return read(socket.ask(RouteCodec.get(destination)));
    }

    /**
     * The route that a packet takes which is as told: to the destination's address, from a source, out by a link, in by another.
     *
     * <p><i>Equivalent to:</i> {@code ip route get 10.9.9.9 from 10.0.0.1 iif eth0}
     *
     * @param input the link by which it comes; 0: it is this host's own
     */
    public Route get(Route like, int input) throws IOException {
        return read(socket.ask(RouteCodec.get(like, input)));
    }

    /** Changes the route to that network; ENOENT if there is none. <i>Equivalent to:</i> {@code ip route change default via 10.0.0.1}. */
    public void change(Route route) throws IOException {
        outbox.put(RouteCodec.add(route, Flags.of(NewFlag.NLM_F_REPLACE)));
    }

    /** What a notification says of a route, RTM_NEWROUTE or RTM_DELROUTE; null for one that is none of the internet's. */
    public static Route read(Message message) throws MalformedMessageException {
        return RouteCodec.read(message);
    }
}
