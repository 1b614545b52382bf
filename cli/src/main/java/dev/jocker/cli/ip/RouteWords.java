package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.route.Family;
import dev.jocker.runtime.route.NextHop;
import dev.jocker.runtime.route.Route;
import dev.jocker.runtime.route.RouteFlag;
import dev.jocker.runtime.route.RouteMetric;
import dev.jocker.runtime.route.RouteType;
import dev.jocker.runtime.syscall.Flags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words behind {@code ip route add}, as a route. */
final class RouteWords {
    private static final long MOST_TABLE = 0xffff_ffffL;
    private static final int MOST_PROTOCOL = 255;
    private static final int MOST_SCOPE = 255;
    private static final int MOST_WEIGHT = 256;

    private final Session session;
    private final Words words;
    private Family family;
    private Route route;

    RouteWords(Session session, Words words) {
        this.session = session;
        this.words = words;
        this.family = session.display().family();
    }

    /** The type that is called so; null if none is. */
    static RouteType type(String word) {
        for (RouteType each : RouteType.values()) {
            if (each.name().substring("RTN_".length()).toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        return null;
    }

    /** Takes all the words. A default route is of the gateway's family where nothing else tells. */
    Route parse() throws IOException {
        RouteType type = words.hasNext() ? type(words.peek()) : null;
        if (type != null) {
            words.next();
        }
        words.take("to");
        if (!words.hasNext()) {
            throw new UsageException("say where it leads: ip route add default via 10.0.0.1");
        }
        String destination = words.next();
        if (family == null) {
            family = familyOf(destination);
        }
        route = Route.to(Values.network(destination, family));
        if (type != null) {
            route = route.type(type);
        }
        if (type == RouteType.RTN_LOCAL || type == RouteType.RTN_BROADCAST || type == RouteType.RTN_ANYCAST) {
            route = route.table(session.tables.number("table", "local", MOST_TABLE));
        }
        while (words.hasNext()) {
            if (!attribute(words.peek()) && !metric(words.peek())) {
                throw Words.garbage(words.peek());
            }
        }
        return route;
    }

    /** Of the default route: that of the gateway or source that is told. */
    private Family familyOf(String destination) {
        boolean any = destination.equals("default") || destination.equals("any") || destination.equals("all");
        if (!any) {
            return null;
        }
        for (String word : new String[] {"via", "src", "from"}) {
            String value = words.behind(word);
            if (value != null && value.indexOf(':') >= 0) {
                return Family.AF_INET6;
            }
        }
        return null;
    }

    private Family known() {
        return route.destination().address().isV4() ? Family.AF_INET : Family.AF_INET6;
    }

    /** False, and nothing taken, if the word is none of these. */
    private boolean attribute(String word) throws IOException {
        switch (word) {
            case "via" -> {
                words.next();
                route = route.via(gateway());
            }
            case "dev", "oif" -> route = route.dev(session.links().index(value()));
            case "src" -> route = route.src(Values.address(value(), known()));
            case "from" -> route = route.from(Values.network(value(), known()));
            case "metric", "priority", "preference" -> route = route.metric(Values.u32(word, value()));
            case "table" -> {
                String table = value();
                route = route.table(session.tables.number("table", table, MOST_TABLE));
            }
            case "scope" -> {
                String scope = value();
                route = route.scope((int) session.scopes.number("scope", scope, MOST_SCOPE));
            }
            case "proto", "protocol" -> {
                String protocol = value();
                route = route.protocol((int) session.protocols.number("protocol", protocol, MOST_PROTOCOL));
            }
            case "tos", "dsfield" -> route = route.tos(tos(value()));
            case "pref" -> route = route.preference(preference(value()));
            case "onlink" -> {
                words.next();
                route = route.onlink();
            }
            case "nexthop" -> route = route.nextHops(nextHops());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Takes a word and its value. */
    private String value() {
        return words.value(words.next());
    }

    /** {@code via [inet6] ADDRESS}. */
    private IpAddress gateway() {
        if (words.take("inet6")) {
            return Values.address(words.value("via"), Family.AF_INET6);
        }
        if (words.take("inet")) {
            return Values.address(words.value("via"), Family.AF_INET);
        }
        return Values.address(words.value("via"), known());
    }

    /** Services are numbered in hexadecimal. */
    private int tos(String text) {
        return (int)
                (session.services.hasWord(text)
                        ? session.services.number("type of service", text, 255)
                        : Values.number("tos", text.startsWith("0x") ? text : "0x" + text, 0, 255));
    }

    private static int preference(String word) {
        return switch (word) {
            case "medium" -> 0;
            case "high" -> 1;
            case "low" -> 3;
            default -> throw new UsageException("pref is low, medium or high, not \"" + word + "\"");
        };
    }

    private List<NextHop> nextHops() throws IOException {
        List<NextHop> hops = new ArrayList<>();
        while (words.take("nexthop")) {
            IpAddress gateway = null;
            int link = 0;
            int weight = 1;
            Flags<RouteFlag> flags = Flags.none(RouteFlag.class);
            while (words.hasNext() && !words.isNext("nexthop")) {
                String word = words.next();
                switch (word) {
                    case "via" -> gateway = gateway();
                    case "dev", "oif" -> link = session.links().index(words.value(word));
                    case "weight" -> weight = Values.integer(word, words.value(word), 1, MOST_WEIGHT);
                    case "onlink" -> flags = flags.with(RouteFlag.RTNH_F_ONLINK);
                    default -> throw Words.garbage(word);
                }
            }
            hops.add(new NextHop(gateway, link, weight, flags));
        }
        return hops;
    }

    /** {@code mtu [lock] NUMBER}, and the like. */
    private boolean metric(String word) {
        RouteMetric metric = switch (word) {
            case "mtu" -> RouteMetric.MTU;
            case "window" -> RouteMetric.WINDOW;
            case "rtt" -> RouteMetric.RTT;
            case "rttvar" -> RouteMetric.RTTVAR;
            case "ssthresh" -> RouteMetric.SSTHRESH;
            case "cwnd" -> RouteMetric.CWND;
            case "advmss" -> RouteMetric.ADVMSS;
            case "reordering" -> RouteMetric.REORDERING;
            case "hoplimit" -> RouteMetric.HOPLIMIT;
            case "initcwnd" -> RouteMetric.INITCWND;
            case "initrwnd" -> RouteMetric.INITRWND;
            case "rto_min" -> RouteMetric.RTO_MIN;
            case "quickack" -> RouteMetric.QUICKACK;
            default -> null;
        };
        if (metric == null) {
            return false;
        }
        words.next();
        if (words.take("lock")) {
            long locks = route.metrics().getOrDefault(RouteMetric.LOCK, 0L);
            route = route.with(RouteMetric.LOCK, locks | 1L << metric.number());
        }
        String value = words.value(word);
        route = route.with(
                metric, RouteTimes.isTime(metric) ? RouteTimes.parse(metric, value) : Values.u32(word, value));
        return true;
    }
}
