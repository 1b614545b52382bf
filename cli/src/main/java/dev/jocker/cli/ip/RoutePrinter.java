package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.route.Family;
import dev.jocker.runtime.route.NextHop;
import dev.jocker.runtime.route.Route;
import dev.jocker.runtime.route.RouteFlag;
import dev.jocker.runtime.route.RouteMetric;
import dev.jocker.runtime.route.RouteType;
import dev.jocker.runtime.syscall.Flags;
import java.io.IOException;
import java.util.Locale;

/** Prints routes as {@code ip route show} does. */
final class RoutePrinter {
    private static final int MAIN = 254;
    private static final int BOOT = 3;
    private static final int LEAST_IN_HEXADECIMAL = 16;
    private static final int HUNDREDTHS = 100;
    private static final String[] PREFERENCES = {"medium", "high", "unknown", "low"};
    private static final RouteFlag[] FLAGS = {
        RouteFlag.RTNH_F_DEAD,
        RouteFlag.RTNH_F_ONLINK,
        RouteFlag.RTNH_F_PERVASIVE,
        RouteFlag.RTNH_F_OFFLOAD,
        RouteFlag.RTNH_F_TRAP,
        RouteFlag.RTNH_F_LINKDOWN,
        RouteFlag.RTNH_F_UNRESOLVED
    };

    private final Session session;
    private final Report report;
    private final RouteFilter filter;
    private final boolean details;

    RoutePrinter(Session session, Report report, RouteFilter filter) {
        this.session = session;
        this.report = report;
        this.filter = filter;
        this.details = session.display().details();
    }

    void print(Route route) throws IOException {
        boolean v4 = route.destination().address().isV4();
        if (route.type() != RouteType.RTN_UNICAST || details) {
            report.value("type", "", word(route.type()), " ");
        }
        report.value("dst", "", destination(route.destination()), " ");
        if (route.source() != null) {
            report.value("from", "from ", source(route.source()), " ");
        }
        if (route.tos() != 0) {
            report.value("tos", "tos ", service(route.tos()), " ");
        }
        if (route.gateway() != null && filter.showsGateway()) {
            gateway(route.gateway(), v4);
        }
        if (route.link() != 0 && filter.showsLink()) {
            report.value("dev", "dev ", session.links().name(route.link()), " ");
        }
        if (!route.flags().has(RouteFlag.RTM_F_CLONED)) {
            origin(route);
        }
        if (route.preferredSource() != null && filter.showsSource()) {
            report.value("prefsrc", "src ", route.preferredSource().toString(), " ");
        }
        if ((route.metric() != 0 || !v4) && filter.showsMetric()) {
            report.value("metric", "metric ", route.metric(), " ");
        }
        flags(route.flags());
        if (route.mark() != 0) {
            String mark = route.mark() < LEAST_IN_HEXADECIMAL
                    ? Long.toString(route.mark())
                    : "0x" + Long.toHexString(route.mark());
            report.value("mark", "mark ", mark, " ");
        }
        if (route.user() >= 0) {
            report.value("uid", "uid ", route.user(), " ");
        }
        if (v4 && route.flags().has(RouteFlag.RTM_F_CLONED)) {
            report.newLine();
            report.text("    cache ");
            report.openList("cache");
            report.closeList();
        }
        if (route.expires() != 0) {
            report.value("expires", "expires ", route.expires() / HUNDREDTHS, "sec ");
        }
        metrics(route);
        if (route.input() != 0) {
            report.value("iif", "iif ", session.links().name(route.input()), " ");
        }
        int preference = route.preference();
        if (preference >= 0 && preference < PREFERENCES.length) {
            report.value("pref", "pref ", PREFERENCES[preference], "");
        }
        nextHops(route, v4);
        report.text("\n");
    }

    static String word(RouteType type) {
        return type.name().substring("RTN_".length()).toLowerCase(Locale.ROOT);
    }

    /** An address alone if it is the network's only one. */
    private static String destination(Cidr network) {
        if (network.prefix() == 0) {
            return "default";
        }
        return source(network);
    }

    private static String source(Cidr network) {
        boolean one = network.prefix() == network.address().bits();
        return one ? network.address().toString() : network.toString();
    }

    private String service(int tos) {
        String name = session.services.of(tos);
        return session.services.has(tos) ? name : "0x" + (tos < 16 ? "0" : "") + Integer.toHexString(tos);
    }

    private void gateway(IpAddress gateway, boolean v4) {
        if (gateway.isV4() == v4) {
            report.value("gateway", "via ", gateway.toString(), " ");
            return;
        }
        report.openObject("via");
        report.value("family", "via ", Family.of(gateway) == Family.AF_INET ? "inet" : "inet6", " ");
        report.value("host", "", gateway.toString(), " ");
        report.closeObject();
    }

    private void origin(Route route) {
        if ((route.table() != MAIN || details) && filter.showsTable()) {
            report.value("table", "table ", session.tables.of(route.table()), " ");
        }
        if ((route.protocol() != BOOT || details) && filter.showsProtocol()) {
            report.value("protocol", "proto ", session.protocols.of(route.protocol()), " ");
        }
        if ((route.scope() != 0 || details) && filter.showsScope()) {
            report.value("scope", "scope ", session.scopes.of(route.scope()), " ");
        }
    }

    private void flags(Flags<RouteFlag> flags) {
        report.openList("flags");
        for (RouteFlag flag : FLAGS) {
            if (flags.has(flag)) {
                report.element(flag.name().substring("RTNH_F_".length()).toLowerCase(Locale.ROOT), " ");
            }
        }
        report.closeList();
    }

    private void metrics(Route route) {
        if (route.metrics().isEmpty()) {
            return;
        }
        report.openList("metrics");
        report.openObject();
        long locks = route.metrics().getOrDefault(RouteMetric.LOCK, 0L);
        for (RouteMetric metric : RouteMetric.values()) {
            Long value = route.metrics().get(metric);
            if (value != null && metric != RouteMetric.LOCK) {
                metric(metric, value, (locks & 1L << metric.number()) != 0);
            }
        }
        report.closeObject();
        report.closeList();
    }

    private void metric(RouteMetric metric, long value, boolean locked) {
        String name = metric.name().toLowerCase(Locale.ROOT);
        String before = locked ? name + " lock " : name + " ";
        if (!RouteTimes.isTime(metric)) {
            report.value(name, before, value, " ");
            return;
        }
        long millis = value / RouteTimes.parts(metric);
        if (report.isJson()) {
            report.json(name, millis);
        } else {
            report.text(before + millis + "ms ");
        }
    }

    private void nextHops(Route route, boolean v4) throws IOException {
        if (route.nextHops().isEmpty()) {
            return;
        }
        report.openList("nexthops");
        for (NextHop hop : route.nextHops()) {
            report.openObject();
            report.newLine();
            report.text("\tnexthop ");
            if (hop.gateway() != null) {
                gateway(hop.gateway(), v4);
            }
            if (hop.link() != 0) {
                report.value("dev", "dev ", session.links().name(hop.link()), " ");
            }
            report.value("weight", "weight ", hop.weight(), " ");
            flags(hop.flags());
            report.closeObject();
        }
        report.closeList();
    }
}
