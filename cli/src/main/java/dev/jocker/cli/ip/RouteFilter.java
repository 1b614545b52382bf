package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.route.Family;
import dev.jocker.runtime.route.Route;
import dev.jocker.runtime.route.RouteFlag;
import dev.jocker.runtime.route.RouteType;
import dev.jocker.runtime.route.Routes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which routes are shown. What all that are shown have in common, since it was asked for, is not printed. */
final class RouteFilter {
    private static final long MAIN = 254;
    private static final long ALL = 0;

    private Family family = Family.AF_INET;
    private boolean bothFamilies;
    private long table = MAIN;
    private Cidr exact;
    private Cidr root;
    private Cidr match;
    private int link;
    private IpAddress gateway;
    private IpAddress source;
    private long protocol = -1;
    private long scope = -1;
    private long metric = -1;
    private RouteType type;
    private boolean cloned;

    private RouteFilter() {}

    /** For a single route, of which all is printed. */
    static RouteFilter none() {
        var filter = new RouteFilter();
        filter.table = ALL;
        return filter;
    }

    static RouteFilter parse(Words words, Session session) throws IOException {
        var filter = new RouteFilter();
        Family asked = session.display().family();
        while (words.hasNext()) {
            filter.take(words, session, asked);
        }
        Cidr network = filter.exact != null ? filter.exact : filter.root != null ? filter.root : filter.match;
        if (asked != null) {
            filter.family = asked;
        } else if (network != null && network.address().isV6()) {
            filter.family = Family.AF_INET6;
        } else {
            filter.bothFamilies = filter.table == ALL && network == null;
        }
        return filter;
    }

    private void take(Words words, Session session, Family asked) throws IOException {
        String word = words.next();
        switch (word) {
            case "table" -> table(words.value(word), session);
            case "dev", "oif" -> link = session.links().index(words.value(word));
            case "via" -> gateway = Values.address(words.value(word), null);
            case "src" -> source = Values.address(words.value(word), asked);
            case "proto", "protocol" -> {
                String value = words.value(word);
                protocol = value.equals("all") ? -1 : session.protocols.number("protocol", value, 255);
            }
            case "scope" -> {
                String value = words.value(word);
                scope = value.equals("all") ? -1 : session.scopes.number("scope", value, 255);
            }
            case "metric", "priority", "preference" -> metric = Values.u32(word, words.value(word));
            case "type" -> {
                String value = words.value(word);
                type = RouteWords.type(value);
                if (type == null) {
                    throw new UsageException("\"" + value + "\" is no type of route");
                }
            }
            case "root" -> root = Values.network(words.value(word), asked);
            case "match" -> match = Values.network(words.value(word), asked);
            case "exact", "to" -> exact = Values.network(words.value(word), asked);
            default -> {
                RouteType kind = RouteWords.type(word);
                if (kind != null) {
                    type = kind;
                } else {
                    exact = Values.network(word, asked);
                }
            }
        }
    }

    private void table(String value, Session session) {
        switch (value) {
            case "all" -> table = ALL;
            case "cache" -> {
                table = ALL;
                cloned = true;
            }
            default -> table = session.tables.number("table", value, 0xffff_ffffL);
        }
    }

    List<Route> find(Routes routes) throws IOException {
        List<Route> found = new ArrayList<>();
        for (Route each : bothFamilies ? routes.list() : routes.list(family, (int) table)) {
            if (passes(each)) {
                found.add(each);
            }
        }
        return found;
    }

    private boolean passes(Route route) {
        if (cloned != route.flags().has(RouteFlag.RTM_F_CLONED) || table != ALL && route.table() != table) {
            return false;
        }
        Cidr to = route.destination();
        boolean placed = (exact == null || isSame(exact, to))
                && (root == null || root.prefix() <= to.prefix() && root.contains(to.address()))
                && (match == null || to.prefix() <= match.prefix() && to.contains(match.address()));
        boolean is = (type == null || route.type() == type)
                && (protocol < 0 || route.protocol() == protocol)
                && (scope < 0 || route.scope() == scope)
                && (metric < 0 || route.metric() == metric)
                && (source == null || source.equals(route.preferredSource()));
        return placed
                && is
                && (link == 0 || route.link() == link)
                && (gateway == null || gateway.equals(route.gateway()));
    }

    private static boolean isSame(Cidr one, Cidr other) {
        return one.prefix() == other.prefix() && one.first().equals(other.first());
    }

    boolean showsTable() {
        return table == ALL;
    }

    boolean showsLink() {
        return link == 0;
    }

    boolean showsGateway() {
        return gateway == null;
    }

    boolean showsSource() {
        return source == null;
    }

    boolean showsProtocol() {
        return protocol < 0;
    }

    boolean showsScope() {
        return scope < 0;
    }

    boolean showsMetric() {
        return metric < 0;
    }
}
