package dev.jocker.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that come and go on a host of their own. */
@NeedsRoot
final class NetworksIT {
    private NetworkScene scene;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        scene = new NetworkScene(directory);
    }

    @AfterEach
    void end() throws IOException {
        scene.close();
    }

    @Test
    void theTableIsAsNftWouldWriteIt() throws IOException {
        List<PoolRequest> pools = List.of(pool("10.1.0.0/16"), pool("fd01::/64"));
        scene.create(NetworkRequest.named("net").pools(pools).bridge("br-net"));

        assertThat(scene.run("nft", "list", "ruleset")).isEqualTo("""
                table inet jocker {
                	map ports4_at {
                		type inet_proto . ipv4_addr . inet_service : ipv4_addr . inet_service
                	}

                	map ports4 {
                		type inet_proto . inet_service : ipv4_addr . inet_service
                	}

                	map ports6_at {
                		type inet_proto . ipv6_addr . inet_service : ipv6_addr . inet_service
                	}

                	map ports6 {
                		type inet_proto . inet_service : ipv6_addr . inet_service
                	}

                	set subnets4 {
                		type ipv4_addr
                		flags interval
                		elements = { 10.1.0.0/16 comment "br-net 10.1.0.0/16" }
                	}

                	set subnets6 {
                		type ipv6_addr
                		flags interval
                		elements = { fd01::/64 comment "br-net fd01::/64" }
                	}

                	set own4 {
                		type ipv4_addr . ipv4_addr
                		flags interval
                		elements = { 10.1.0.0/16 . 10.1.0.0/16 comment "br-net" }
                	}

                	set own6 {
                		type ipv6_addr . ipv6_addr
                		flags interval
                		elements = { fd01::/64 . fd01::/64 comment "br-net" }
                	}

                	set bridges {
                		type ifname
                		elements = { "br-net" }
                	}

                	set internal {
                		type ifname
                	}

                	set same {
                		type ifname . ifname
                		elements = { "br-net" . "br-net" }
                	}

                	chain raw {
                		type filter hook prerouting priority raw; policy accept;
                		iifname @bridges ip saddr 127.0.0.0/8 drop
                		iifname @bridges ip daddr 127.0.0.0/8 drop
                	}

                	chain prerouting {
                		type nat hook prerouting priority dstnat; policy accept;
                		iifname != "lo" ip daddr 127.0.0.0/8 return
                		fib daddr type != local return
                		dnat ip to meta l4proto . ip daddr . th dport map @ports4_at
                		meta nfproto ipv4 dnat ip to meta l4proto . th dport map @ports4
                		dnat ip6 to meta l4proto . ip6 daddr . th dport map @ports6_at
                		meta nfproto ipv6 dnat ip6 to meta l4proto . th dport map @ports6
                	}

                	chain output {
                		type nat hook output priority -100; policy accept;
                		fib daddr type != local return
                		dnat ip to meta l4proto . ip daddr . th dport map @ports4_at
                		meta nfproto ipv4 dnat ip to meta l4proto . th dport map @ports4
                		dnat ip6 to meta l4proto . ip6 daddr . th dport map @ports6_at
                		meta nfproto ipv6 dnat ip6 to meta l4proto . th dport map @ports6
                	}

                	chain postrouting {
                		type nat hook postrouting priority srcnat; policy accept;
                		ip saddr . ip daddr @own4 ct status dnat masquerade
                		ip6 saddr . ip6 daddr @own6 ct status dnat masquerade
                		ip saddr 127.0.0.0/8 oifname @bridges masquerade
                		ip6 saddr ::1 oifname @bridges masquerade
                		ip saddr @subnets4 ip daddr != @subnets4 masquerade
                		ip6 saddr @subnets6 ip6 daddr != @subnets6 masquerade
                	}

                	chain forward {
                		type filter hook forward priority filter; policy accept;
                		ct state established,related accept
                		iifname . oifname @same accept
                		iifname @internal drop
                		oifname @internal drop
                		ct status dnat accept
                		oifname @bridges drop
                	}
                }
                """);
    }

    @Test
    void nothingIsLeftOfWhatCameAndWent() throws IOException {
        String before = scene.picture();
        Network one = scene.create("one");
        Network two = scene.create(NetworkRequest.named("two").internal(true));
        Network byDefault = scene.onHost(scene.networks::ensureDefault);
        scene.doOnHost(() -> scene.networks.up(byDefault));
        NetworkScene.Container container = scene.start(one, byDefault);
        HeldPorts held = scene.publish(container, NetworkScene.tcp(8080), NetworkScene.tcp(8081));
        assertThat(scene.onHost(() -> scene.networks.list())).containsExactly(byDefault, one, two);
        assertThatThrownBy(() -> scene.doOnHost(() -> scene.networks.remove(one)))
                .isInstanceOf(NetworkException.InUse.class)
                .hasMessageContaining("network one is in use by container");

        scene.doOnHost(() -> {
            Firewall.unpublish(container.id, container.endpoints, held.ports());
            for (Endpoint endpoint : container.endpoints) {
                Attachments.detach(endpoint);
                Attachments.detach(endpoint);
                scene.networks.leases().release(endpoint, container.id);
            }
            scene.networks.remove(one);
            scene.networks.remove(two);
            scene.networks.takeDown(byDefault);
            scene.networks.takeDown(byDefault);
        });
        assertThat(scene.picture()).isEqualTo(before);
        assertThat(scene.onHost(() -> scene.networks.list())).containsExactly(byDefault);
        assertThat(Files.exists(scene.run.resolve("networks").resolve(one.id())))
                .isFalse();
        assertThat(scene.run.resolve("locks")).isEmptyDirectory();
    }

    @Test
    void whatIsOutsideIsReachedUnderTheHostsAddress() throws IOException {
        NetworkScene.Container container = scene.start(scene.create("net"));
        scene.listen(scene.remote, 7000);

        assertThat(Echo.ask(container.namespace, NetworkScene.REMOTE4, 7000)).isEqualTo(NetworkScene.HOST4);
        assertThat(Echo.ask(container.namespace, NetworkScene.REMOTE6, 7000)).isEqualTo(NetworkScene.HOST6);
        assertThat(Echo.askByDatagram(container.namespace, NetworkScene.REMOTE4, 7000))
                .isEqualTo(NetworkScene.HOST4);
    }

    @Test
    void nothingLeadsIntoANetworkUnasked() throws IOException {
        NetworkScene.Container container = scene.start(scene.create(request("net", "10.1.0.0/16")));
        NetworkScene.run(scene.router, "ip", "route", "add", "10.1.0.0/16", "via", NetworkScene.HOST4);

        assertThatThrownBy(() -> Echo.ask(scene.router, container.ip4(), 80, 700))
                .isInstanceOf(IOException.class);
        assertThat(Echo.ask(scene.host, container.ip4(), 80)).isEqualTo("10.1.0.1");
    }

    @Test
    void anInternalNetworkHasNoWayOut() throws IOException {
        Network dark = scene.create(NetworkRequest.named("dark").internal(true).withIp6(true));
        NetworkScene.Container one = scene.start(dark);
        NetworkScene.Container two = scene.start(dark);
        NetworkScene.Container outside = scene.start(scene.create("net"));
        scene.publish(outside, NetworkScene.tcp(8080));
        scene.listen(scene.remote, 7000);

        assertThat(Echo.ask(one.namespace, two.ip4(), 80)).isEqualTo(one.ip4());
        assertThat(Echo.ask(one.namespace, two.ip6(), 80)).isEqualTo(one.ip6());
        assertThatThrownBy(() -> Echo.ask(one.namespace, NetworkScene.REMOTE4, 7000, 700))
                .hasMessageContaining("unreachable");
        String gateway = dark.pool4().gateway().toString();
        NetworkScene.run(one.namespace, "ip", "route", "add", "default", "via", gateway);
        assertThatThrownBy(() -> Echo.ask(one.namespace, NetworkScene.REMOTE4, 7000, 700))
                .isInstanceOf(java.net.SocketTimeoutException.class);
        assertThatThrownBy(() -> Echo.ask(one.namespace, NetworkScene.HOST4, 8080, 700))
                .as("not even to a published port")
                .isInstanceOf(java.net.SocketTimeoutException.class);
        assertThat(FirewallPlan.ofPorts(one.id, one.endpoints, List.of(NetworkScene.tcp(1)))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void subnetsThatLeadSomewhereAreNotChosen() throws IOException {
        scene.run("ip", "address", "add", "172.17.3.4/24", "dev", "up0");
        scene.run("ip", "route", "add", "172.18.0.0/15", "via", "192.0.2.1");
        scene.run("ip", "route", "add", "blackhole", "172.16.0.0/12");

        assertThat(subnet(scene.onHost(scene.networks::ensureDefault))).isEqualTo("172.20.0.0/16");
        assertThat(subnet(scene.create("one"))).as("kept, though not up").isEqualTo("172.21.0.0/16");
        assertThatThrownBy(() -> scene.create(request("two", "172.21.5.0/24")))
                .isInstanceOf(NetworkException.Overlaps.class)
                .hasMessage("subnet 172.21.5.0/24 overlaps 172.21.0.0/16 of network one");
        assertThatThrownBy(() -> scene.create(request("two", "172.18.5.0/24")))
                .isInstanceOf(NetworkException.Overlaps.class)
                .hasMessage("subnet 172.18.5.0/24 overlaps 172.18.0.0/15, to which this host has a way");
    }

    @Test
    void theDefaultNetworkMovesOutOfTheWayWhileItIsDown() throws IOException {
        Network first = scene.onHost(scene.networks::ensureDefault);
        assertThat(first.bridge()).isEqualTo("jocker0");
        assertThat(subnet(first)).isEqualTo("172.17.0.0/16");
        scene.run("ip", "address", "add", "172.17.3.4/24", "dev", "up0");

        Network moved = scene.onHost(scene.networks::ensureDefault);
        assertThat(subnet(moved)).isEqualTo("172.18.0.0/16");
        assertThat(moved.id()).isEqualTo(first.id());
        scene.doOnHost(() -> scene.networks.up(moved));
        scene.run("ip", "address", "add", "172.18.3.4/24", "dev", "up0");
        assertThat(scene.onHost(scene.networks::ensureDefault))
                .as("while up it stays")
                .isEqualTo(moved);
    }

    /** Two data directories, as of two installations, share the host and the table. */
    @Test
    void anotherInstallationsNetworksAreLeftAlone(@TempDir Path other) throws IOException {
        var others = new Networks(other.resolve("data"), other.resolve("run"), id -> true);
        Network ours = scene.onHost(scene.networks::ensureDefault);
        scene.doOnHost(() -> scene.networks.up(ours));
        Network theirs = scene.onHost(others::ensureDefault);
        scene.doOnHost(() -> others.up(theirs));

        assertThat(theirs.bridge()).isEqualTo("jocker1");
        assertThat(subnet(theirs)).isEqualTo("172.18.0.0/16");
        scene.doOnHost(() -> scene.networks.takeDown(ours));
        assertThat(scene.run("nft", "list", "ruleset"))
                .contains("172.18.0.0/16")
                .doesNotContain("172.17.0.0/16");
        scene.doOnHost(() -> others.takeDown(theirs));
        assertThat(scene.run("nft", "list", "ruleset")).isEmpty();
    }

    /** docker, podman and firewalld keep to their tables, and we to ours. */
    @Test
    void otherTablesAreLeftAlone() throws IOException {
        scene.nft("""
                table ip nat {
                    chain PREROUTING { type nat hook prerouting priority dstnat; fib daddr type local counter jump DOCKER; }
                    chain OUTPUT { type nat hook output priority -100; ip daddr != 127.0.0.0/8 fib daddr type local jump DOCKER; }
                    chain POSTROUTING { type nat hook postrouting priority srcnat; oifname != "docker0" ip saddr 172.30.0.0/16 masquerade; }
                    chain DOCKER { iifname != "docker0" tcp dport 8000 dnat to 172.30.0.2:80; }
                }
                table inet firewalld {
                    chain filter_FORWARD {
                        type filter hook forward priority filter + 10; policy accept;
                        ct state { established, related } accept
                        ct status dnat accept
                    }
                    chain nat_POSTROUTING { type nat hook postrouting priority srcnat + 10; oifname "up0" masquerade; }
                }
                table inet netavark {
                    chain INPUT { type filter hook input priority filter; }
                    chain FORWARD { type filter hook forward priority filter; ct state invalid drop; }
                }
                """);
        String before = scene.run("nft", "-s", "list", "ruleset");
        Network network = scene.create("net");
        NetworkScene.Container container = scene.start(network);
        HeldPorts held = scene.publish(container, NetworkScene.tcp(8080));
        scene.listen(scene.remote, 7000);

        assertThat(Echo.ask(scene.remote, NetworkScene.HOST4, 8080)).isEqualTo(NetworkScene.REMOTE4);
        assertThat(Echo.ask(scene.remote, NetworkScene.HOST6, 8080)).isEqualTo(NetworkScene.REMOTE6);
        assertThat(Echo.ask(scene.host, "127.0.0.1", 8080)).isNotEmpty();
        assertThat(Echo.ask(container.namespace, NetworkScene.HOST4, 8080)).isNotEmpty();
        assertThat(Echo.ask(container.namespace, NetworkScene.REMOTE4, 7000)).isEqualTo(NetworkScene.HOST4);
        scene.doOnHost(() -> {
            Firewall.unpublish(container.id, container.endpoints, held.ports());
            scene.up.remove(container.id);
            scene.networks.remove(network);
        });
        assertThat(scene.run("nft", "-s", "list", "ruleset")).isEqualTo(before);
    }

    /** As after {@code nft flush ruleset}, {@code ip link delete}, {@code sysctl -w}. */
    @Test
    void whatSomebodyTookAwayIsMadeAgain() throws IOException {
        Network network = scene.create("net");
        String before = withoutIndex(scene.picture());
        for (String[] command : new String[][] {
            {"nft", "flush", "ruleset"},
            {"ip", "link", "delete", network.bridge()},
            {"ip", "link", "set", network.bridge(), "down"},
            {"sh", "-c", "echo 0 > /proc/sys/net/ipv4/ip_forward; echo 0 > /proc/sys/net/ipv6/conf/all/forwarding"}
        }) {
            if (command[0].equals("sh")) {
                scene.doOnHost(() -> {
                    Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "0");
                    Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "0");
                });
            } else {
                scene.run(command[0], java.util.Arrays.copyOfRange(command, 1, command.length));
            }
            scene.doOnHost(() -> scene.networks.up(network));
            assertThat(withoutIndex(scene.picture()))
                    .as(String.join(" ", command))
                    .isEqualTo(before);
            assertThat(scene.onHost(() -> Sysctl.isForwarding(network))).isTrue();
        }
    }

    /** What there was on the network before stays out. */
    private static String withoutIndex(String picture) {
        return picture.lines()
                .map(line -> line.replaceFirst("^[0-9]+: ", "").replaceAll("fe80::[0-9a-f:]+", "fe80::"))
                .filter(line -> !line.contains("fe80::") && !line.contains("state "))
                .sorted()
                .reduce("", (all, line) -> all + line + "\n");
    }

    @Test
    void aHostThatListensToRoutersDoesSoStill() throws IOException {
        Path advertisements = Path.of("/proc/sys/net/ipv6/conf/up0/accept_ra");
        assertThat(scene.onHost(() -> Files.readString(advertisements).strip())).isEqualTo("1");
        Network network = scene.create("net");

        assertThat(scene.onHost(() -> Files.readString(advertisements).strip())).isEqualTo("2");
        Path ours = Path.of("/proc/sys/net/ipv6/conf", network.bridge(), "accept_ra");
        assertThat(scene.onHost(() -> Files.readString(ours).strip()))
                .as("but not to containers")
                .isEqualTo("0");
    }

    @Test
    void malformedRequestsChangeNothing() throws IOException {
        scene.create(request("net", "10.1.0.0/16"));
        String before = scene.picture();
        refused(request("net", "10.2.0.0/16"), "a network of the name net is there");
        refused(NetworkRequest.named("bridge"), "network bridge is there without being made");
        refused(request("x", "10.2.0.1/16"), "subnet 10.2.0.1/16 has bits behind its prefix: it is 10.2.0.0/16");
        refused(request("x", "224.0.0.0/24"), "subnet 224.0.0.0/24: hosts have no addresses of 224.0.0.0/4");
        refused(request("x", "ff05::/64"), "subnet ff05::/64: hosts have no addresses of ff00::/8");
        refused(request("x", "10.2.0.0/31"), "subnet 10.2.0.0/31: the prefix is from 1 to 30");
        refused(
                NetworkRequest.named("x").pools(List.of(pool("10.2.0.0/16"), pool("10.3.0.0/16"))),
                "two subnets of IPv4: a bridge network has one of each family");
        refused(
                request("x", "10.2.0.0/16").bridge("sixteen-letters."),
                "bridge name \"sixteen-letters.\": from 1 to 15 letters");
        refused(request("x", "10.2.0.0/16").bridge("up0"), "a link of the name up0 is there");
        refused(
                NetworkRequest.named("x")
                        .pools(List.of(new PoolRequest(Cidr.parse("10.2.0.0/16"), IpAddress.parse("10.3.0.1"), null))),
                "gateway 10.3.0.1 is no address of a host in 10.2.0.0/16");
        assertThatThrownBy(() -> scene.onHost(() -> scene.networks.find("nowhere")))
                .isInstanceOf(NetworkException.NotFound.class)
                .hasMessage("network nowhere not found");
        assertThat(scene.picture()).isEqualTo(before);
        assertThat(scene.onHost(() -> scene.networks.list())).hasSize(1);
    }

    private void refused(NetworkRequest request, String message) {
        assertThatThrownBy(() -> scene.create(request))
                .isInstanceOf(NetworkException.class)
                .hasMessage(message);
    }

    @Test
    void nothingIsLeftWhenTheKernelRefuses() throws IOException {
        String before = scene.picture();
        scene.run("nft", "add table inet jocker; add set inet jocker bridges { type ipv4_addr; }");
        assertThatThrownBy(() -> scene.create("net")).isInstanceOf(IOException.class);
        assertThat(scene.picture()).isEqualTo(before);
        assertThat(scene.onHost(() -> scene.networks.list())).isEmpty();
    }

    @Test
    void aRecordIsReadBack() throws IOException {
        Network made = scene.create(NetworkRequest.named("net")
                .pools(List.of(new PoolRequest(
                        Cidr.parse("10.1.0.0/16"), IpAddress.parse("10.1.0.254"), Cidr.parse("10.1.7.0/24"))))
                .withIp6(true)
                .mtu(1400)
                .labels(Map.of("a", "b"))
                .options(Map.of("c", "d")));
        Network read = scene.onHost(() -> scene.networks.find(made.id().substring(0, 12)));

        assertThat(read).isEqualTo(made);
        assertThat(scene.run("ip", "-o", "link", "show", made.bridge())).contains("mtu 1400", "02:42:0a:01:00:fe");
        Files.writeString(scene.data.resolve("networks/net.json"), "{}");
        assertThatThrownBy(() -> scene.onHost(() -> scene.networks.find("net")))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("networks/net.json is damaged: no Id");
    }

    @Test
    void aContainerComesToANetworkAndLeavesIt() throws IOException {
        Network one = scene.create(request("one", "10.1.0.0/16"));
        Network two = scene.create(request("two", "10.2.0.0/16").mtu(1400));
        NetworkScene.Container container = scene.start(one);
        var request = new EndpointRequest(
                "two", IpAddress.parse("10.2.9.9"), null, MacAddress.parse("02:00:00:00:00:09"), List.of("db"), "lan0");
        Endpoint second = scene.onHost(() -> {
            Endpoint taken = scene.networks.leases().take(two, container.id, request, 1);
            Attachments.attach(container.namespace.fd(), List.of(taken), false);
            return taken;
        });
        assertThat(Endpoint.fromJson(second.toJson())).isEqualTo(second);
        String links = NetworkScene.run(container.namespace, "ip", "-o", "address");
        assertThat(links).contains("lan0    inet 10.2.9.9/16 brd 10.2.255.255");
        assertThat(NetworkScene.run(container.namespace, "ip", "-o", "link", "show", "lan0"))
                .contains("mtu 1400", "02:00:00:00:00:09");
        assertThat(way(container)).startsWith("default via 10.1.0.1 ");

        scene.doOnHost(
                () -> Attachments.detach(container.namespace.fd(), container.endpoints.getFirst(), List.of(second)));
        assertThat(way(container)).startsWith("default via 10.2.0.1 ");
    }

    /** Its namespace may have somebody in it yet, or be on its way out. */
    @Test
    void whoeverGetsAnAddressIsTheOnlyOneOnItsNetworkThatHasIt() throws IOException {
        Network net = scene.create(request("net", "10.1.0.0/16"));
        NetworkScene.Container before = scene.start(net);
        scene.up.remove(before.id);
        var same = new EndpointRequest("net", IpAddress.parse(before.ip4()), null, null, List.of(), null);
        try (NetworkNamespace after = NetworkNamespace.create()) {
            scene.doOnHost(() -> {
                Endpoint taken = scene.networks.leases().take(net, "after", same, 0);
                Attachments.attach(after.fd(), List.of(taken), true);
            });
            assertThat(NetworkScene.run(before.namespace, "ip", "-br", "link")).doesNotContain("eth0");
            scene.listen(after, 80);
            assertThat(Echo.ask(scene.host, before.ip4(), 80)).isEqualTo("10.1.0.1");
        }
    }

    @Test
    void aContainersLinksTakeNothingFromAdvertisements() throws IOException {
        NetworkScene.Container container = scene.start(scene.create("net"));
        String accepted =
                container.namespace.inside(() -> Files.readString(Path.of("/proc/sys/net/ipv6/conf/eth0/accept_ra")));
        assertThat(accepted.strip()).isEqualTo("0");
    }

    private static String way(NetworkScene.Container container) throws IOException {
        return NetworkScene.run(container.namespace, "ip", "route", "show", "default");
    }

    private static NetworkRequest request(String name, String subnet) {
        return NetworkRequest.named(name).pools(List.of(pool(subnet)));
    }

    private static PoolRequest pool(String subnet) {
        return new PoolRequest(Cidr.parse(subnet), null, null);
    }

    private static String subnet(Network network) {
        return network.pool4().subnet().toString();
    }
}
