package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.NetlinkException;
import dev.jocker.runtime.nftables.Batch;
import dev.jocker.runtime.nftables.Data;
import dev.jocker.runtime.nftables.Element;
import dev.jocker.runtime.nftables.Nftables;
import dev.jocker.runtime.nftables.Set;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.RouteSocket;
import dev.jocker.runtime.syscall.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Published ports, and what networks want of the packet filter: the table {@code inet jocker} of the calling thread's network namespace. No
 * other table is looked at.
 *
 * <p>A published port is an element that bears its container's id as a comment. Who ends in an orderly way deletes what it has, by a batch
 * made beforehand ({@link #unpublishing}); what is left of others {@link #sweep} finds.
 */
public final class Firewall {
    /** How often a change is made again that another came before. */
    private static final int ATTEMPTS = 100;

    private Firewall() {}

    /** Whether all that a network wants is there: it was brought by one transaction, so one element tells of all. */
    static boolean includes(Nftables nftables, Network network) throws IOException {
        return nftables.find(FirewallPlan.BRIDGES, Data.linkName(network.bridge()))
                .isPresent();
    }

    /** Has the table there, with what the network wants in it, and without what networks want that were taken down by a crash. */
    static void include(RouteSocket host, Network network) throws IOException {
        try (Nftables nftables = Nftables.open()) {
            Batch batch = nftables.batch();
            FirewallPlan.addBase(batch);
            if (isThere(nftables)) {
                java.util.Set<String> links = new HashSet<>();
                for (Link link : host.links().ofKind("bridge")) {
                    links.add(link.name());
                }
                links.add(network.bridge());
                strayed(nftables, links).deleteFrom(batch);
            }
            FirewallPlan.ofNetwork(network).addTo(batch);
            batch.commit();
        }
    }

    /** Takes out what the network wants; the table, if it was the last. */
    static void exclude(Network network) throws IOException {
        try (Nftables nftables = Nftables.open()) {
            if (!isThere(nftables)) {
                return;
            }
            java.util.Set<String> others = new HashSet<>();
            for (Element bridge : nftables.elements(FirewallPlan.BRIDGES)) {
                others.add(linkName(bridge.key()));
            }
            others.remove(network.bridge());
            Batch batch = nftables.batch();
            if (others.isEmpty()) {
                batch.delete(FirewallPlan.TABLE);
            } else {
                strayed(nftables, others).deleteFrom(batch);
            }
            batch.commit();
        }
    }

    /** The elements of links that are not among these. */
    private static ElementsBySet strayed(Nftables nftables, java.util.Set<String> links) throws IOException {
        var strayed = new ElementsBySet();
        for (Set set : FirewallPlan.NETWORK_SETS) {
            for (Element element : nftables.elements(set)) {
                if (set.equals(FirewallPlan.SUBNETS4) || set.equals(FirewallPlan.SUBNETS6)) {
                    addStrayedSubnet(strayed, set, element.comment(), links);
                } else if (set.equals(FirewallPlan.OWN4) || set.equals(FirewallPlan.OWN6)) {
                    if (element.comment() != null && !links.contains(element.comment())) {
                        strayed.add(set, element);
                    }
                } else if (!links.contains(linkName(element.key()))) {
                    strayed.add(set, Element.of(element.key()));
                }
            }
        }
        return strayed;
    }

    private static void addStrayedSubnet(ElementsBySet strayed, Set set, String comment, java.util.Set<String> links) {
        int blank = comment == null ? -1 : comment.indexOf(' ');
        if (blank > 0 && !links.contains(comment.substring(0, blank))) {
            strayed.addSubnet(set, Cidr.parse(comment.substring(blank + 1)), comment.substring(0, blank));
        }
    }

    private static String linkName(Bytes key) {
        byte[] bytes = key.toArray();
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static boolean isThere(Nftables nftables) throws IOException {
        return nftables.tables().contains(FirewallPlan.TABLE);
    }

    /**
     * Lets ports of this host lead to a container, all at once; its networks are up. Who publishes holds the ports ({@link HeldPorts}): what
     * another container is said to have of them is out of date, and is replaced. Ports of SCTP cannot be held on every kernel.
     *
     * @throws NetworkException.PortInUse if one of SCTP leads to another container that is up
     */
    public static void publish(String containerId, List<Endpoint> endpoints, List<PublishedPort> ports, Claims claims)
            throws IOException {
        ElementsBySet wanted = FirewallPlan.ofPorts(containerId, endpoints, ports);
        if (wanted.isEmpty()) {
            return;
        }
        try (Nftables nftables = Nftables.open()) {
            try {
                Batch batch = nftables.batch();
                wanted.createIn(batch);
                batch.commit();
            } catch (NetlinkException e) {
                if (e.errno() != Errno.EEXIST) {
                    throw e;
                }
                change(nftables, batch -> {
                    ElementsBySet there = thereOf(nftables, wanted);
                    requireNobodys(containerId, there, claims);
                    there.deleteFrom(batch);
                    wanted.createIn(batch);
                });
            }
        }
    }

    private static void requireNobodys(String containerId, ElementsBySet there, Claims claims) throws IOException {
        for (List<Element> elements : there.bySet().values()) {
            for (Element element : elements) {
                String owner = element.comment();
                if (Byte.toUnsignedInt(element.key().toArray()[0]) == IpProtocol.SCTP.number()
                        && owner != null
                        && !owner.equals(containerId)
                        && claims.isUp(owner)) {
                    throw new NetworkException.PortInUse(
                            "a port of SCTP is published by container " + owner + " already", null);
                }
            }
        }
    }

    /** Takes back what {@link #publish} did; what of it is gone already, or is another's by now, is left alone. */
    public static void unpublish(String containerId, List<Endpoint> endpoints, List<PublishedPort> ports)
            throws IOException {
        ElementsBySet wanted = FirewallPlan.ofPorts(containerId, endpoints, ports);
        if (wanted.isEmpty()) {
            return;
        }
        Nftables nftables = Nftables.open();
        try {
            change(
                    nftables,
                    batch -> ownOf(containerId, thereOf(nftables, wanted)).deleteFrom(batch));
        } finally {
            closeAside(nftables);
        }
    }

    /**
     * Closes a socket by which something was deleted, on another thread: {@code close(2)} waits until no processor can look at that any more,
     * some 20 ms.
     */
    private static void closeAside(Nftables nftables) {
        Thread.ofPlatform().daemon().name("jocker-firewall").start(nftables::close);
    }

    /** What depends on what is there: looked at, and done. */
    private interface Change {
        void into(Batch batch) throws IOException;
    }

    /**
     * Makes a change again from the look on, if somebody has changed something meanwhile: elements are deleted by their key, and another's may
     * have come to stand there.
     */
    private static void change(Nftables nftables, Change change) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Batch batch = nftables.batch().onlyIn(nftables.generation());
            change.into(batch);
            try {
                batch.commit();
                return;
            } catch (NetlinkException e) {
                if (e.errno() != Errno.ERESTART || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static ElementsBySet ownOf(String containerId, ElementsBySet there) {
        var own = new ElementsBySet();
        for (Map.Entry<Set, List<Element>> entry : there.bySet().entrySet()) {
            for (Element element : entry.getValue()) {
                if (containerId.equals(element.comment())) {
                    own.add(entry.getKey(), element);
                }
            }
        }
        return own;
    }

    /** Those that are there of the same keys, whosever they are. */
    private static ElementsBySet thereOf(Nftables nftables, ElementsBySet wanted) throws IOException {
        var there = new ElementsBySet();
        for (Map.Entry<Set, List<Element>> entry : wanted.bySet().entrySet()) {
            for (Element element : entry.getValue()) {
                Element found = nftables.find(entry.getKey(), element.key()).orElse(null);
                if (found != null) {
                    there.add(entry.getKey(), found);
                }
            }
        }
        return there;
    }

    /**
     * The datagram that takes back what {@link #publish} did, for whoever ends with the container: {@code socket(2)} AF_NETLINK, SOCK_RAW,
     * NETLINK_NETFILTER; {@code sendto(2)} without an address; {@code close(2)}. It is refused as a whole where one of them is gone.
     *
     * @return empty: there is nothing to take back
     */
    public static byte[] unpublishing(String containerId, List<Endpoint> endpoints, List<PublishedPort> ports) {
        ElementsBySet wanted = FirewallPlan.ofPorts(containerId, endpoints, ports);
        if (wanted.isEmpty()) {
            return new byte[0];
        }
        Batch batch = Batch.unsent();
        wanted.deleteFrom(batch);
        return batch.encode();
    }

    /** Takes back what is published of containers that are not up. Returns these containers' ids. */
    public static List<String> sweep(Claims claims) throws IOException {
        try (Nftables nftables = Nftables.open()) {
            if (!isThere(nftables)) {
                return List.of();
            }
            Map<String, Boolean> isUp = new HashMap<>();
            change(nftables, batch -> {
                isUp.clear();
                var stale = new ElementsBySet();
                for (Set map : FirewallPlan.PORT_MAPS) {
                    for (Element element : nftables.elements(map)) {
                        String id = element.comment();
                        if (id != null && !isUp(id, isUp, claims)) {
                            stale.add(map, element);
                        }
                    }
                }
                stale.deleteFrom(batch);
            });
            List<String> ids = new ArrayList<>();
            for (Map.Entry<String, Boolean> entry : isUp.entrySet()) {
                if (!entry.getValue()) {
                    ids.add(entry.getKey());
                }
            }
            return ids;
        }
    }

    private static boolean isUp(String id, Map<String, Boolean> known, Claims claims) throws IOException {
        Boolean up = known.get(id);
        if (up == null) {
            up = claims.isUp(id);
            known.put(id, up);
        }
        return up;
    }
}
