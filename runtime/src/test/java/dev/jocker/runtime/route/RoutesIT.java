package dev.jocker.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Routes, neighbours, rules and namespaces' numbers that we make, as ip(8) sees them, and that it makes, as we see them. The scene: {@code br0}
 * with 10.0.0.5/24 and fd00::5/64.
 */
@NeedsRoot
final class RoutesIT {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:07");

    private Scene scene;
    private RouteSocket route;
    private int link;

    @BeforeEach
    void enter() throws IOException {
        scene = Scene.create();
        route = scene.route;
        route.links().setUp("lo");
        route.links().add(Link.bridge("br0").up());
        link = route.links().get("br0").index();
        // A bridge without a port has no carrier, and IPv6 takes no route through it.
        route.links().add(Link.veth("veth0").peer("eth0").up().master(link));
        route.links().setUp("eth0");
        route.addresses().add(link, Cidr.parse("10.0.0.5/24"));
        route.addresses().add(Address.of(link, Cidr.parse("fd00::5/64")).with(AddressFlag.IFA_F_NODAD));
    }

    @AfterEach
    void leave() {
        scene.close();
    }

    /** What we make by one call, and ip(8) by its own line, is the same to ip(8). */
    static Stream<Twin> twins() {
        Route somewhere = Route.to(Cidr.parse("10.2.0.0/16"));
        return Stream.of(
                new Twin("default via 10.0.0.9", Route.byDefault(ip("10.0.0.9"))),
                new Twin("default via fd00::9", Route.byDefault(ip("fd00::9"))),
                new Twin(
                        "10.2.0.0/16 via 10.0.0.9 dev br0",
                        somewhere.via(ip("10.0.0.9")).dev(2)),
                new Twin("10.2.0.0/16 dev br0", somewhere.dev(2)),
                new Twin(
                        "10.2.0.0/16 dev br0 scope link src 10.0.0.5 metric 100",
                        somewhere
                                .dev(2)
                                .scope(Scope.RT_SCOPE_LINK)
                                .src(ip("10.0.0.5"))
                                .metric(100)),
                new Twin(
                        "10.2.0.0/16 via 10.0.0.9 table 500",
                        somewhere.via(ip("10.0.0.9")).table(500)),
                new Twin("blackhole 10.2.0.0/16", somewhere.type(RouteType.RTN_BLACKHOLE)),
                new Twin("unreachable 10.2.0.0/16", somewhere.type(RouteType.RTN_UNREACHABLE)),
                new Twin("prohibit fd03::/48", Route.to(Cidr.parse("fd03::/48")).type(RouteType.RTN_PROHIBIT)),
                new Twin(
                        "10.2.0.0/16 via 192.168.7.1 dev br0 onlink",
                        somewhere.via(ip("192.168.7.1")).dev(2).onlink()),
                new Twin(
                        "10.2.0.0/16 via 10.0.0.9 mtu 1300",
                        somewhere.via(ip("10.0.0.9")).with(RouteMetric.MTU, 1300)),
                new Twin(
                        "10.2.0.0/16 via inet6 fd00::9 dev br0",
                        somewhere.via(ip("fd00::9")).dev(2)),
                new Twin(
                        "10.2.0.0/16 tos 0x10 via 10.0.0.9",
                        somewhere.via(ip("10.0.0.9")).tos(0x10)),
                new Twin(
                        "10.2.0.0/16 via 10.0.0.9 proto static",
                        somewhere.via(ip("10.0.0.9")).protocol(4)),
                new Twin(
                        "fd02::/48 via fd00::9 metric 7",
                        Route.to(Cidr.parse("fd02::/48")).via(ip("fd00::9")).metric(7)),
                new Twin(
                        "10.2.0.0/16 nexthop via 10.0.0.9 weight 2 nexthop via 10.0.0.8 dev br0",
                        somewhere.nextHops(List.of(
                                NextHop.via(ip("10.0.0.9")).weight(2),
                                NextHop.via(ip("10.0.0.8")).dev(2)))),
                new Twin(
                        "fd02::/48 nexthop via fd00::9 nexthop via fd00::8",
                        Route.to(Cidr.parse("fd02::/48"))
                                .nextHops(List.of(NextHop.via(ip("fd00::9")), NextHop.via(ip("fd00::8"))))));
    }

    record Twin(String line, Route route) {
        @Override
        public String toString() {
            return line;
        }
    }

    @ParameterizedTest
    @MethodSource("twins")
    void aRouteIsAsIpWouldMakeIt(Twin twin) throws IOException {
        assertThat(link).as("the index that the routes name").isEqualTo(2);
        try (Scene other = twinScene()) {
            List<String> line = new ArrayList<>(List.of("route", "add"));
            line.addAll(List.of(twin.line.split(" ", -1)));
            other.ip(line.toArray(String[]::new));
            route.routes().add(twin.route);
            assertThat(all(scene)).isEqualTo(all(other));

            assertThat(route.routes().list()).anySatisfy(seen -> {
                assertThat(seen.destination()).isEqualTo(twin.route.destination());
                assertThat(seen.type()).isEqualTo(twin.route.type());
                assertThat(seen.table()).isEqualTo(twin.route.table());
                assertThat(seen.gateway()).isEqualTo(twin.route.gateway());
                assertThat(seen.metrics()).isEqualTo(twin.route.metrics());
                assertThat(seen.nextHops()).hasSameSizeAs(twin.route.nextHops());
            });
            int before = route.routes().list().size();
            route.routes().delete(twin.route);
            assertThat(route.routes().list()).hasSizeLessThan(before);
        }
    }

    private Scene twinScene() throws IOException {
        Scene other = Scene.create();
        other.ip("link", "set", "lo", "up");
        other.ip("link", "add", "br0", "type", "bridge");
        other.ip("link", "set", "br0", "up");
        other.ip("link", "add", "veth0", "up", "master", "br0", "type", "veth", "peer", "name", "eth0");
        other.ip("link", "set", "eth0", "up");
        other.ip("addr", "add", "10.0.0.5/24", "dev", "br0");
        other.ip("addr", "add", "fd00::5/64", "dev", "br0", "nodad");
        return other;
    }

    /** All routes but those of link-local addresses, which are made of random Ethernet addresses. */
    private static List<String> all(Scene scene) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String family : List.of("-4", "-6")) {
            for (JsonNode seen : scene.json(family, "route", "show", "table", "all")) {
                String text = seen.toString();
                // The kernel's own come with addresses of IPv6, when it has made sure of these: sooner here, later
                // there.
                boolean ofTheKernel = text.contains("\"table\":\"local\",\"protocol\":\"kernel\"");
                if (!ofTheKernel && !text.contains("fe80:") && !text.contains("ff00::")) {
                    lines.add(text);
                }
            }
        }
        lines.sort(null);
        return lines;
    }

    @Test
    void weSeeWhatIpAdded() throws IOException {
        scene.ip("route", "add", "default", "via", "10.0.0.9");
        scene.ip("route", "add", "10.2.0.0/16", "dev", "br0", "src", "10.0.0.5", "metric", "5", "mtu", "1300");
        scene.ip("route", "add", "prohibit", "10.3.0.0/16");
        scene.ip(
                "route",
                "add",
                "10.5.0.0/16",
                "nexthop",
                "via",
                "10.0.0.9",
                "weight",
                "3",
                "nexthop",
                "via",
                "10.0.0.8");
        for (Family family : Family.values()) {
            JsonNode all = scene.json(family == Family.AF_INET ? "-4" : "-6", "route", "show", "table", "main");
            List<Route> routes = route.routes().list(family, 254);
            if (family == Family.AF_INET) {
                assertThat(routes).hasSize(all.size());
            }
            for (JsonNode seen : all) {
                String network = seen.get("dst").asString();
                Cidr destination = network.equals("default") ? new Cidr(family.any(), 0) : Cidr.parse(network);
                assertThat(routes).anySatisfy(one -> {
                    assertThat(one.destination()).isEqualTo(destination);
                    assertThat(one.type().name().toLowerCase(Locale.ROOT))
                            .isEqualTo("rtn_" + seen.get("type").asString());
                    assertThat(one.gateway() == null ? null : one.gateway().toString())
                            .isEqualTo(seen.path("gateway").asString(null));
                    assertThat(
                                    one.preferredSource() == null
                                            ? null
                                            : one.preferredSource().toString())
                            .isEqualTo(seen.path("prefsrc").asString(null));
                    assertThat(one.metric()).isEqualTo(seen.path("metric").asLong(0));
                    assertThat(one.nextHops()).hasSize(seen.path("nexthops").size());
                    assertThat(one.metrics().getOrDefault(RouteMetric.MTU, 0L))
                            .isEqualTo(seen.at("/metrics/0/mtu").asLong(0));
                });
            }
        }
        assertThat(route.routes().list(Family.AF_INET, 254))
                .filteredOn(one -> !one.nextHops().isEmpty())
                .singleElement()
                .satisfies(one -> assertThat(one.nextHops().getFirst().weight()).isEqualTo(3));
    }

    @Test
    void theRouteToAnAddressIsFound() throws IOException {
        route.routes().add(Route.byDefault(ip("10.0.0.9")));
        Route way = route.routes().get(ip("192.0.2.1"));
        assertThat(way.gateway()).isEqualTo(ip("10.0.0.9"));
        assertThat(way.preferredSource()).isEqualTo(ip("10.0.0.5"));
        assertThatThrownBy(() -> route.routes().get(ip("2001:db8::1"))).hasMessageContaining("ENETUNREACH");
    }

    @Test
    void aRouteIsReplacedAndAGatewayOutOfReachIsRefused() throws IOException {
        route.routes().add(Route.byDefault(ip("10.0.0.9")));
        route.routes().replace(Route.byDefault(ip("10.0.0.8")));
        assertThat(scene.one("route", "show", "default").get("gateway").asString())
                .isEqualTo("10.0.0.8");
        assertThatThrownBy(() ->
                        route.routes().add(Route.to(Cidr.parse("10.7.0.0/16")).via(ip("192.0.2.1"))))
                .hasMessage("netlink RTM_NEWROUTE 10.7.0.0/16: ENETUNREACH, Nexthop has invalid gateway");
        assertThatThrownBy(() ->
                        route.routes().add(Route.to(Cidr.parse("10.7.0.1/16")).dev(link)))
                .hasMessageContaining("RTM_NEWROUTE 10.7.0.1/16: EINVAL, ");
    }

    @Test
    void neighboursComeAndGo() throws IOException {
        route.neighbours().add(Neighbour.of(link, ip("10.0.0.7"), MAC));
        route.neighbours().add(Neighbour.of(link, ip("fd00::7"), MAC).with(NeighbourFlag.NTF_ROUTER));
        route.neighbours().add(Neighbour.proxy(link, ip("10.0.0.8")));
        JsonNode seen = scene.one("neigh", "show", "10.0.0.7");
        assertThat(seen.get("lladdr").asString()).isEqualTo(MAC.toString());
        assertThat(seen.get("state").get(0).asString()).isEqualTo("PERMANENT");
        assertThat(scene.one("neigh", "show", "fd00::7").has("router")).isTrue();
        assertThat(scene.json("neigh", "show", "proxy").size()).isEqualTo(1);
        assertThat(route.neighbours().proxies()).extracting(Neighbour::address).containsExactly(ip("10.0.0.8"));

        scene.ip("neigh", "replace", "10.0.0.7", "lladdr", "02:00:00:00:00:09", "dev", "br0", "nud", "stale");
        Neighbour changed = route.neighbours().list().stream()
                .filter(one -> one.address().equals(ip("10.0.0.7")))
                .findFirst()
                .orElseThrow();
        assertThat(changed.mac()).isEqualTo(MacAddress.parse("02:00:00:00:00:09"));
        assertThat(changed.states().has(NeighbourState.NUD_STALE)).isTrue();
        route.neighbours().delete(changed);
        assertThat(scene.ip("neigh", "show", "10.0.0.7")).doesNotContain("lladdr");
    }

    @Test
    void rulesComeAndGo() throws IOException {
        Rule rule = Rule.lookup(Family.AF_INET, 500)
                .from(Cidr.parse("10.0.0.0/8"))
                .to(Cidr.parse("10.1.0.0/16"))
                .priority(77)
                .mark(1, 0xff)
                .input("br0");
        route.rules().add(rule);
        JsonNode seen = scene.one("rule", "show", "priority", "77");
        assertThat(seen.get("src").asString()).isEqualTo("10.0.0.0");
        assertThat(seen.get("srclen").asInt()).isEqualTo(8);
        assertThat(seen.get("dst").asString()).isEqualTo("10.1.0.0");
        assertThat(seen.get("fwmark").asString()).isEqualTo("0x1");
        assertThat(seen.get("fwmask").asString()).isEqualTo("0xff");
        assertThat(seen.get("iif").asString()).isEqualTo("br0");
        assertThat(seen.get("table").asString()).isEqualTo("500");
        assertThat(route.rules().list(Family.AF_INET))
                .filteredOn(one -> one.priority() == 77)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.from()).isEqualTo(rule.from());
                    assertThat(one.table()).isEqualTo(500);
                    assertThat(one.mark()).isEqualTo(1);
                });
        route.rules().delete(rule);
        assertThat(route.rules().list(Family.AF_INET))
                .extracting(Rule::priority)
                .containsExactly(0L, 32_766L, 32_767L);

        scene.ip("-6", "rule", "add", "not", "from", "fd00::/8", "prohibit", "pref", "9");
        assertThat(route.rules().list(Family.AF_INET6))
                .filteredOn(one -> one.priority() == 9)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.inverted()).isTrue();
                    assertThat(one.action()).isEqualTo(RuleAction.FR_ACT_PROHIBIT);
                });
    }

    @Test
    void namespacesHaveNumbers() throws IOException {
        try (var other = NetworkNamespace.create()) {
            assertThat(route.namespaceIds().get(other.fd())).isEmpty();
            route.namespaceIds().set(other.fd(), 42);
            assertThat(route.namespaceIds().get(other.fd())).hasValue(42);
            assertThat(route.namespaceIds().list()).containsExactly(42);
            assertThatThrownBy(() -> route.namespaceIds().set(other.fd(), 43)).hasMessageContaining("EEXIST");
        }
    }

    private static IpAddress ip(String address) {
        return IpAddress.parse(address);
    }
}
