package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.syscall.Flags;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A route, {@code ip-route(8)}: one to add, one to delete, or one that is there.
 *
 * @param destination the network that it leads to; of prefix 0: the default route
 * @param source IPv6 only: the network whose packets take it; null: any
 * @param tos which packets take it, by their type of service; 0: any
 * @param type what becomes of the packets
 * @param gateway the next router; null: the destination is on the link. It may be IPv6 where the destination is IPv4
 * @param link through which; 0: the gateway tells
 * @param preferredSource from which address; null: the kernel's choice
 * @param metric the least is taken; 0: the kernel's choice
 * @param table from 1; 254 is the main one
 * @param scope {@link Scope}; -1: what fits
 * @param protocol who made it, RTPROT_*; 3, boot, is an administrator
 * @param flags RTNH_F_*
 * @param nextHops several ways, instead of gateway and link
 * @param metrics what is known of the way
 * @param others attributes that this library does not know
 */
public record Route(
        Cidr destination,
        Cidr source,
        int tos,
        RouteType type,
        IpAddress gateway,
        int link,
        IpAddress preferredSource,
        long metric,
        long table,
        int scope,
        int protocol,
        Flags<RouteFlag> flags,
        List<NextHop> nextHops,
        Map<RouteMetric, Long> metrics,
        List<Attribute> others) {
    static final int CACHEINFO_EXPIRES = 8; // struct rta_cacheinfo; RouteStructsTest compares with the bindings
    private static final int FITTING = -1;

    public Route {
        nextHops = List.copyOf(nextHops);
        others = List.copyOf(others);
        Map<RouteMetric, Long> ordered = new EnumMap<>(RouteMetric.class);
        ordered.putAll(metrics);
        metrics = Collections.unmodifiableMap(ordered);
    }

    /** To a network. <i>Equivalent to:</i> {@code ip route add 10.2.0.0/16 …}. */
    public static Route to(Cidr network) {
        return new Route(
                network,
                null,
                0,
                RouteType.RTN_UNICAST,
                null,
                0,
                null,
                0,
                rtnetlink_h.RT_TABLE_MAIN(),
                FITTING,
                rtnetlink_h.RTPROT_BOOT(),
                Flags.none(RouteFlag.class),
                List.of(),
                Map.of(),
                List.of());
    }

    /** To wherever no other leads, by a gateway. <i>Equivalent to:</i> {@code ip route add default via 10.0.0.1}. */
    public static Route byDefault(IpAddress gateway) {
        return to(new Cidr(Family.of(gateway).any(), 0)).via(gateway);
    }

    /** <i>Equivalent to:</i> {@code via 10.0.0.1}, or {@code via inet6 fd00::1}. */
    public Route via(IpAddress router) {
        var draft = new Draft(this);
        draft.gateway = router;
        return draft.route();
    }

    /** <i>Equivalent to:</i> {@code dev LINK}. */
    public Route dev(int index) {
        var draft = new Draft(this);
        draft.link = index;
        return draft.route();
    }

    /** <i>Equivalent to:</i> {@code src ADDRESS}. */
    public Route src(IpAddress address) {
        var draft = new Draft(this);
        draft.preferredSource = address;
        return draft.route();
    }

    /** <i>Equivalent to:</i> {@code from NETWORK}; IPv6 only. */
    public Route from(Cidr network) {
        var draft = new Draft(this);
        draft.source = network;
        return draft.route();
    }

    /** <i>Equivalent to:</i> {@code metric NUMBER}. */
    public Route metric(long number) {
        var draft = new Draft(this);
        draft.metric = number;
        return draft.route();
    }

    /** <i>Equivalent to:</i> {@code table NUMBER}. */
    public Route table(long number) {
        var draft = new Draft(this);
        draft.table = number;
        return draft.route();
    }

    /** <i>Equivalent to:</i> {@code scope link}. */
    public Route scope(Scope kind) {
        return scope(kind.number());
    }

    /** <i>Equivalent to:</i> {@code scope NUMBER}. */
    public Route scope(int number) {
        var draft = new Draft(this);
        draft.scope = number;
        return draft.route();
    }

    /** <i>Equivalent to:</i> {@code proto NUMBER}. */
    public Route protocol(int number) {
        var draft = new Draft(this);
        draft.protocol = number;
        return draft.route();
    }

    /** <i>Equivalent to:</i> {@code tos NUMBER}. */
    public Route tos(int number) {
        var draft = new Draft(this);
        draft.tos = number;
        return draft.route();
    }

    /** <i>Equivalent to:</i> {@code blackhole}, {@code unreachable}, {@code prohibit}, … before the network. */
    public Route type(RouteType kind) {
        var draft = new Draft(this);
        draft.type = kind;
        return draft.route();
    }

    /** The gateway is on the link, whatever the addresses say. <i>Equivalent to:</i> {@code onlink}. */
    public Route onlink() {
        var draft = new Draft(this);
        draft.flags = flags.with(RouteFlag.RTNH_F_ONLINK);
        return draft.route();
    }

    /** <i>Equivalent to:</i> {@code mtu BYTES}, and the like. */
    public Route with(RouteMetric what, long value) {
        Map<RouteMetric, Long> more = new EnumMap<>(RouteMetric.class);
        more.putAll(metrics);
        more.put(what, value);
        var draft = new Draft(this);
        draft.metrics = more;
        return draft.route();
    }

    /** How much a router is preferred to others, RFC 4191; IPv6 only. <i>Equivalent to:</i> {@code pref high}. */
    public Route preference(int number) {
        List<Attribute> more = new ArrayList<>(others);
        more.add(new Attribute(rtnetlink_h.RTA_PREF(), Bytes.of(new byte[] {(byte) number})));
        var draft = new Draft(this);
        draft.others = more;
        return draft.route();
    }

    /** <i>Equivalent to:</i> {@code nexthop via … nexthop via …}. */
    public Route nextHops(List<NextHop> ways) {
        var draft = new Draft(this);
        draft.nextHops = ways;
        return draft.route();
    }

    /** How much its router is preferred to others, ICMPV6_ROUTER_PREF_*; -1: not told. */
    public int preference() {
        Attribute told = other(rtnetlink_h.RTA_PREF(), Byte.BYTES);
        return told == null ? -1 : told.value().view().get(0);
    }

    /** Of an answer to {@link Routes#get}: the user that was asked for; -1: not told. */
    public long user() {
        Attribute told = other(rtnetlink_h.RTA_UID(), Integer.BYTES);
        return told == null ? -1 : Integer.toUnsignedLong(told.value().view().getInt(0));
    }

    /** Of an answer to {@link Routes#get}: the link by which the packet comes; 0: it is this host's own. */
    public int input() {
        Attribute told = other(rtnetlink_h.RTA_IIF(), Integer.BYTES);
        return told == null ? 0 : told.value().view().getInt(0);
    }

    /** The mark of packets that take it, in an answer to {@link Routes#get}; 0: none. */
    public long mark() {
        Attribute told = other(rtnetlink_h.RTA_MARK(), Integer.BYTES);
        return told == null ? 0 : Integer.toUnsignedLong(told.value().view().getInt(0));
    }

    /** When it ends, in hundredths of a second from now; 0: it stays. */
    public int expires() {
        Attribute told = other(rtnetlink_h.RTA_CACHEINFO(), CACHEINFO_EXPIRES + Integer.BYTES);
        return told == null ? 0 : told.value().view().getInt(CACHEINFO_EXPIRES);
    }

    private Attribute other(int type, int size) {
        for (Attribute each : others) {
            if (each.type() == type && each.value().size() >= size) {
                return each;
            }
        }
        return null;
    }

    Family family() {
        return Family.of(destination.address());
    }

    /** What {@code ip(8)} chooses where none is told. */
    int fittingScope() {
        if (scope != FITTING) {
            return scope;
        }
        Scope fitting = switch (type) {
            case RTN_LOCAL, RTN_NAT -> Scope.RT_SCOPE_HOST;
            case RTN_BROADCAST, RTN_MULTICAST, RTN_ANYCAST -> Scope.RT_SCOPE_LINK;
            case RTN_UNICAST, RTN_UNSPEC ->
                gateway == null && nextHops.isEmpty() ? Scope.RT_SCOPE_LINK : Scope.RT_SCOPE_UNIVERSE;
            default -> Scope.RT_SCOPE_UNIVERSE;
        };
        return family() == Family.AF_INET6 ? Scope.RT_SCOPE_UNIVERSE.number() : fitting.number();
    }

    /** Where no scope was told, a route of any is meant. */
    int wantedScope() {
        boolean any = scope == FITTING && family() == Family.AF_INET;
        return any ? Scope.RT_SCOPE_NOWHERE.number() : Math.max(scope, 0);
    }

    /** All components, to change some of them. */
    private static final class Draft {
        private Cidr destination;
        private Cidr source;
        private int tos;
        private RouteType type;
        private IpAddress gateway;
        private int link;
        private IpAddress preferredSource;
        private long metric;
        private long table;
        private int scope;
        private int protocol;
        private Flags<RouteFlag> flags;
        private List<NextHop> nextHops;
        private Map<RouteMetric, Long> metrics;
        private List<Attribute> others;

        Draft(Route route) {
            destination = route.destination;
            source = route.source;
            tos = route.tos;
            type = route.type;
            gateway = route.gateway;
            link = route.link;
            preferredSource = route.preferredSource;
            metric = route.metric;
            table = route.table;
            scope = route.scope;
            protocol = route.protocol;
            flags = route.flags;
            nextHops = route.nextHops;
            metrics = route.metrics;
            others = route.others;
        }

        Route route() {
            return new Route(
                    destination,
                    source,
                    tos,
                    type,
                    gateway,
                    link,
                    preferredSource,
                    metric,
                    table,
                    scope,
                    protocol,
                    flags,
                    nextHops,
                    metrics,
                    others);
        }
    }
}
