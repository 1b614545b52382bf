package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.route.Address;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.Route;
import dev.jocker.runtime.route.RouteSocket;
import dev.jocker.runtime.route.RouteType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where addresses lead on this host already: the networks of its links, and those that it has routes to. */
final class HostNetworks {
    private static final int LOCAL_TABLE = 255;

    private HostNetworks() {}

    /**
     * All of them.
     *
     * @param except a link that does not count, or null
     */
    static List<Cidr> list(RouteSocket host, Link except) throws IOException {
        int link = except == null ? 0 : except.index();
        List<Cidr> taken = new ArrayList<>();
        for (Address address : host.addresses().list()) {
            if (link == 0 || address.link() != link) {
                taken.add(address.local().network());
            }
        }
        for (Route route : host.routes().list()) {
            // What is only sent away (blackhole) may have a network in it; the default route has all.
            boolean leads = route.type() == RouteType.RTN_UNICAST && route.table() != LOCAL_TABLE;
            if (leads && route.destination().prefix() > 0 && (link == 0 || route.link() != link)) {
                taken.add(route.destination());
            }
        }
        return taken;
    }
}
