package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.NetlinkException;
import dev.jocker.runtime.route.BridgePortOption;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.LinkSettings;
import dev.jocker.runtime.route.Links;
import dev.jocker.runtime.route.NewLink;
import dev.jocker.runtime.route.Route;
import dev.jocker.runtime.route.RouteBatch;
import dev.jocker.runtime.route.RouteSocket;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Namespaces;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Puts network namespaces on networks: a pair of veth, one end a port of the bridge, the other born inside. One batch of messages on each
 * side. When the namespace goes, the kernel takes the pair away.
 */
public final class Attachments {
    private static final int LOOPBACK = 1;

    /**
     * Where bridges call iptables (net.bridge.bridge-nf-call-iptables), what is translated to an address on the same bridge is not routed, but
     * bridged: a container that uses its own published port is answered by the port that it asks through.
     */
    private static final LinkSettings HAIRPIN = LinkSettings.NONE.bridgePort(Map.of(BridgePortOption.HAIRPIN, 1L));

    private Attachments() {}

    /**
     * Puts a namespace on networks that are up, with addresses and a way out by the first of them that has one. When it fails, nothing is
     * left of it.
     *
     * @param namespace a network namespace, which stays the caller's
     * @param first whether it is on none so far; then loopback is set up too
     */
    public static void attach(Fd namespace, List<Endpoint> endpoints, boolean first) throws IOException {
        try (RouteSocket host = RouteSocket.open()) {
            addPairs(host, namespace, endpoints);
            try {
                Namespaces.inside(namespace, CloneFlag.CLONE_NEWNET, () -> {
                    furnish(endpoints, first);
                    return null;
                });
            } catch (IOException | RuntimeException e) {
                for (Endpoint endpoint : endpoints) {
                    deleteAfter(e, host, endpoint);
                }
                throw e;
            }
        }
    }

    private static void deleteAfter(Exception cause, RouteSocket host, Endpoint endpoint) {
        try {
            Bridges.delete(host, endpoint.hostLink());
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void addPairs(RouteSocket host, Fd namespace, List<Endpoint> endpoints) throws IOException {
        RouteBatch batch = host.batch();
        for (Endpoint endpoint : endpoints) {
            add(batch.links(), host, namespace, endpoint);
        }
        try {
            batch.send();
        } catch (NetlinkException e) {
            retry(e, host, namespace, endpoints);
        }
    }

    /**
     * One after the other, which takes away the link of whoever had the address before: its namespace can outlive its processes, by a moment,
     * or for as long as somebody else is in it.
     */
    private static void retry(NetlinkException cause, RouteSocket host, Fd namespace, List<Endpoint> endpoints)
            throws IOException {
        for (Endpoint endpoint : endpoints) {
            deleteAfter(cause, host, endpoint);
        }
        if (cause.errno() != Errno.EEXIST) {
            throw cause;
        }
        for (int i = 0; i < endpoints.size(); i++) {
            Endpoint endpoint = endpoints.get(i);
            try {
                add(host.links(), host, namespace, endpoint);
            } catch (IOException e) {
                for (Endpoint made : endpoints.subList(0, i)) {
                    deleteAfter(e, host, made);
                }
                throw e;
            }
        }
    }

    private static void add(Links to, RouteSocket host, Fd namespace, Endpoint endpoint) throws IOException {
        to.add(pair(endpoint, namespace, host.links().index(endpoint.bridge())));
        to.set(endpoint.hostLink(), HAIRPIN);
    }

    private static NewLink pair(Endpoint endpoint, Fd namespace, int bridge) {
        LinkSettings ours = LinkSettings.NONE.up().master(bridge);
        LinkSettings theirs = LinkSettings.NONE.address(endpoint.mac()).namespace(namespace);
        if (endpoint.mtu() != 0) {
            ours = ours.mtu(endpoint.mtu());
            theirs = theirs.mtu(endpoint.mtu());
        }
        return Link.veth(endpoint.hostLink()).peer(endpoint.link(), theirs).settings(ours);
    }

    private static void furnish(List<Endpoint> endpoints, boolean first) throws IOException {
        for (Endpoint endpoint : endpoints) {
            Sysctl.ignoreAdvertisements(endpoint.link()); // before it is up
        }
        try (RouteSocket inside = RouteSocket.open()) {
            furnish(inside, endpoints, first);
        }
    }

    private static void furnish(RouteSocket inside, List<Endpoint> endpoints, boolean first) throws IOException {
        RouteBatch batch = inside.batch();
        if (first) {
            batch.links().setUp(LOOPBACK);
        }
        for (Endpoint endpoint : endpoints) {
            int link = inside.links().index(endpoint.link());
            batch.links().setUp(link);
            for (Cidr address : endpoint.addresses()) {
                batch.addresses().add(Bridges.address(link, address));
            }
        }
        IpAddress way4 = way(endpoints, true);
        IpAddress way6 = way(endpoints, false);
        if (first) {
            addWay(batch, way4);
            addWay(batch, way6);
        }
        batch.send();
        if (!first) {
            addWayUnlessThere(inside, way4);
            addWayUnlessThere(inside, way6);
        }
    }

    private static IpAddress way(List<Endpoint> endpoints, boolean v4) {
        for (Endpoint endpoint : endpoints) {
            IpAddress gateway = endpoint.gateway(v4);
            if (gateway != null) {
                return gateway;
            }
        }
        return null;
    }

    private static void addWay(RouteBatch batch, IpAddress gateway) throws IOException {
        if (gateway != null) {
            batch.routes().add(Route.byDefault(gateway));
        }
    }

    private static void addWayUnlessThere(RouteSocket inside, IpAddress gateway) throws IOException {
        try {
            if (gateway != null) {
                inside.routes().add(Route.byDefault(gateway));
            }
        } catch (NetlinkException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    /**
     * Takes a namespace off a network. Nothing happens if it is off already. The kernel is some 20 ms at it, until no processor can look at
     * the link any more: one that ends anyway is left to the kernel, which takes the pair away when nobody waits.
     */
    public static void detach(Endpoint endpoint) throws IOException {
        try (RouteSocket host = RouteSocket.open()) {
            Bridges.delete(host, endpoint.hostLink());
        }
    }

    /**
     * Takes a running namespace off a network; if its way out went by that, it goes by the first of the others that has one.
     *
     * @param others those that it stays on
     */
    public static void detach(Fd namespace, Endpoint endpoint, List<Endpoint> others) throws IOException {
        detach(endpoint);
        try (RouteSocket inside = RouteSocket.in(namespace)) {
            addWayUnlessThere(inside, way(others, true));
            addWayUnlessThere(inside, way(others, false));
        }
    }
}
