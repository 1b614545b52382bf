package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.netlink.NetlinkException;
import dev.jocker.runtime.route.Address;
import dev.jocker.runtime.route.AddressFlag;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.LinkKind;
import dev.jocker.runtime.route.NewLink;
import dev.jocker.runtime.route.Route;
import dev.jocker.runtime.route.RouteBatch;
import dev.jocker.runtime.route.RouteSocket;
import dev.jocker.runtime.route.RouteType;
import dev.jocker.runtime.syscall.Errno;
import java.io.IOException;

/** The networks' links. */
final class Bridges {
    private static final Cidr LOOPBACK6 = Cidr.parse("::1");
    private static final int LOCAL_TABLE = 255;
    private static final int BEHIND_ALL = 4096;

    private Bridges() {}

    /** The link if it is up, or null. */
    static Link findUp(RouteSocket host, Network network) throws IOException {
        Link link = host.links().find(network.bridge()).orElse(null);
        return link != null && link.isUp() ? link : null;
    }

    /** Makes the link what the network wants, whatever of it is there already. */
    static void setUp(RouteSocket host, Network network) throws IOException {
        try {
            // Without an address of its own a bridge takes the least of its ports', another each time one comes or
            // goes.
            NewLink bridge = Link.bridge(network.bridge())
                    .address(macOf(network.pools().getFirst().gateway()));
            host.links().add(network.mtu() == 0 ? bridge : bridge.mtu(network.mtu()));
        } catch (NetlinkException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
        Link link = host.links().get(network.bridge());
        if (!(link.kind() instanceof LinkKind.Bridge)) {
            throw new NetworkException.AlreadyExists(
                    "network " + network.name() + ": the link " + network.bridge() + " is there, and is no bridge");
        }
        Sysctl.prepare(network);
        RouteBatch batch = host.batch();
        for (Pool pool : network.pools()) {
            batch.addresses().replace(address(link.index(), pool.onLink(pool.gateway())));
        }
        batch.links().setUp(link.index());
        batch.send();
        if (network.pool6() != null) {
            letLoopbackBeAnswered(host, link.index());
        }
    }

    /**
     * What ::1 sends by a published port comes back to it through the bridge. The kernel takes it there only by a route that says so; for all
     * else that of {@code lo} comes first. It has nothing like IPv4's route_localnet.
     */
    private static void letLoopbackBeAnswered(RouteSocket host, int link) throws IOException {
        try {
            host.routes()
                    .append(Route.to(LOOPBACK6)
                            .type(RouteType.RTN_LOCAL)
                            .dev(link)
                            .table(LOCAL_TABLE)
                            .metric(BEHIND_ALL));
        } catch (NetlinkException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    /** An address as a link is to have it, which works at once: nobody else can have it, so nobody is asked. */
    static Address address(int link, Cidr address) {
        Address wanted = Address.of(link, address);
        return address.address().isV4() ? wanted.broadcast(address.last()) : wanted.with(AddressFlag.IFA_F_NODAD);
    }

    /** Deletes the link, if it is there. */
    static void delete(RouteSocket host, String name) throws IOException {
        try {
            host.links().delete(name);
        } catch (NetlinkException e) {
            if (e.errno() != Errno.ENODEV) {
                throw e;
            }
        }
    }

    /** An Ethernet address that nobody else on the bridge has, since nobody else has that IP address: docker's. */
    static MacAddress macOf(IpAddress address) {
        byte[] bytes = address.bytes();
        int last = bytes.length - 4;
        return MacAddress.of((byte) 0x02, (byte) 0x42, bytes[last], bytes[last + 1], bytes[last + 2], bytes[last + 3]);
    }
}
