package dev.jocker.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.NetlinkException;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Links that we make, as ip(8) sees them, and links that it makes, as we see them. */
@NeedsRoot
final class LinksIT {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:07");

    private Scene scene;
    private Links links;

    @BeforeEach
    void enter() throws IOException {
        scene = Scene.create();
        links = scene.route.links();
    }

    @AfterEach
    void leave() {
        scene.close();
    }

    @Test
    void aBridgeHasTheOptionsItWasGiven() throws IOException {
        links.add(Link.of(
                "br0",
                new LinkKind.Bridge()
                        .with(BridgeOption.FORWARD_DELAY, 200)
                        .with(BridgeOption.AGEING_TIME, 30_000)
                        .with(BridgeOption.PRIORITY, 4096)
                        .with(BridgeOption.GROUP_FWD_MASK, 8)));
        JsonNode data = scene.one("link", "show", "br0").at("/linkinfo/info_data");
        assertThat(data.get("forward_delay").asInt()).isEqualTo(200);
        assertThat(data.get("ageing_time").asInt()).isEqualTo(30_000);
        assertThat(data.get("priority").asInt()).isEqualTo(4096);
        assertThat(data.get("group_fwd_mask").asString()).isEqualTo("0x8");
    }

    @Test
    void aBridgeIsChanged() throws IOException {
        links.add(Link.bridge("br0"));
        links.set("br0", LinkSettings.NONE.bridge(new LinkKind.Bridge().with(BridgeOption.AGEING_TIME, 100)));
        assertThat(scene.one("link", "show", "br0")
                        .at("/linkinfo/info_data/ageing_time")
                        .asInt())
                .isEqualTo(100);
    }

    @Test
    void thePeerIsMadeInAnotherNamespaceByTheSameMessage() throws IOException {
        try (Scene other = Scene.create()) {
            LinkSettings inside = LinkSettings.NONE
                    .namespace(other.namespace.fd())
                    .address(MAC)
                    .mtu(1400);
            links.add(Link.veth("veth0").peer("eth0", inside).mtu(1400).up());
            other.route.links().setUp("eth0");

            assertThat(scene.json("link", "show", "type", "veth").size()).isEqualTo(1);
            JsonNode peer = other.one("link", "show", "eth0");
            assertThat(peer.get("address").asString()).isEqualTo(MAC.toString());
            assertThat(peer.get("mtu").asInt()).isEqualTo(1400);
            Link here = links.get("veth0");
            assertThat(here.parent()).isEqualTo(peer.get("ifindex").asInt());
            assertThat(here.parentNamespace())
                    .isEqualTo(scene.one("link", "show", "veth0")
                            .get("link_netnsid")
                            .asInt());
            assertThat(here.state()).isEqualTo(LinkState.IF_OPER_UP);
        }
    }

    @Test
    void macvlansVlansAndOthersLieOverALink() throws IOException {
        links.add(Link.veth("veth0").peer("eth0"));
        int parent = links.get("veth0").index();
        links.add(Link.macvlan("m0", parent, MacvlanMode.MACVLAN_MODE_BRIDGE));
        JsonNode macvlan = scene.one("link", "show", "m0");
        assertThat(macvlan.at("/linkinfo/info_data/mode").asString()).isEqualTo("bridge");
        assertThat(macvlan.get("link").asString()).isEqualTo("veth0");
        assertThat(links.get("m0").kind())
                .isEqualTo(new LinkKind.Macvlan(
                        MacvlanMode.MACVLAN_MODE_BRIDGE,
                        macvlan.at("/linkinfo/info_data/bcqueuelen").asLong(),
                        macvlan.at("/linkinfo/info_data/usedbcqueuelen").asLong()));
    }

    @Test
    void aVlan() throws IOException {
        links.add(Link.veth("veth0").peer("eth0"));
        scene.addOrSkip(Link.vlan("v5", links.get("veth0").index(), 5));
        assertThat(scene.one("link", "show", "v5").at("/linkinfo/info_data/id").asInt())
                .isEqualTo(5);
        assertThat(links.get("v5").kind()).isInstanceOfSatisfying(LinkKind.Vlan.class, vlan -> {
            assertThat(vlan.id()).isEqualTo(5);
            assertThat(vlan.protocol()).isEqualTo(0x8100);
            assertThat(vlan.flags()).isEqualTo(Flags.of(VlanFlag.VLAN_FLAG_REORDER_HDR));
        });
    }

    @Test
    void anIpvlan() throws IOException {
        links.add(Link.veth("veth0").peer("eth0"));
        scene.addOrSkip(Link.ipvlan("i0", links.get("veth0").index(), IpvlanMode.IPVLAN_MODE_L3));
        assertThat(scene.one("link", "show", "i0")
                        .at("/linkinfo/info_data/mode")
                        .asString())
                .isEqualTo("l3");
        assertThat(links.get("i0").kind())
                .isEqualTo(new LinkKind.Ipvlan(IpvlanMode.IPVLAN_MODE_L3, Flags.none(IpvlanFlag.class)));
    }

    @Test
    void aDummy() throws IOException {
        scene.addOrSkip(Link.dummy("d0"));
        assertThat(scene.one("link", "show", "d0").at("/linkinfo/info_kind").asString())
                .isEqualTo("dummy");
        assertThat(links.get("d0").kind()).isEqualTo(new LinkKind.Dummy());
    }

    @Test
    void aVxlan() throws IOException {
        var kind = new LinkKind.Vxlan(42, 0, 5, IpAddress.parse("10.0.0.1"), IpAddress.parse("10.0.0.2"), false, 4789)
                .with(VxlanOption.AGEING, 60)
                .with(VxlanOption.PORT_RANGE, 5000L << 16 | 6000);
        scene.addOrSkip(Link.of("vx0", kind));
        JsonNode data = scene.one("link", "show", "vx0").at("/linkinfo/info_data");
        assertThat(data.get("id").asInt()).isEqualTo(42);
        assertThat(data.get("remote").asString()).isEqualTo("10.0.0.2");
        assertThat(data.get("port").asInt()).isEqualTo(4789);
        assertThat(data.get("ttl").asInt()).isEqualTo(5);
        assertThat(data.get("ageing").asInt()).isEqualTo(60);
        assertThat(data.at("/port_range/low").asInt()).isEqualTo(5000);
        assertThat(data.at("/port_range/high").asInt()).isEqualTo(6000);
        var told = (LinkKind.Vxlan) links.get("vx0").kind();
        assertThat(told.options()).containsAllEntriesOf(kind.options());
        assertThat(told)
                .isEqualTo(new LinkKind.Vxlan(42, 0, 5, kind.local(), kind.group(), false, 4789, told.options()));
    }

    @Test
    void aLinkIsChangedByItsIndexAndByItsName() throws IOException {
        links.add(Link.bridge("br0"));
        links.add(Link.veth("veth0").peer("eth0"));
        int index = links.get("veth0").index();
        links.attach(index, links.get("br0").index());
        links.set(
                index,
                LinkSettings.NONE
                        .up()
                        .mtu(1300)
                        .txQueueLength(77)
                        .alias("hello")
                        .group(5)
                        .address(MAC));
        links.set("veth0", LinkSettings.NONE.flag(LinkFlag.IFF_PROMISC, true));
        links.addNames(index, List.of("one", "two"));
        links.set(index, LinkSettings.NONE.bridgePort(Map.of(BridgePortOption.HAIRPIN, 1L)));

        JsonNode seen = scene.one("link", "show", "one");
        assertThat(seen.get("mtu").asInt()).isEqualTo(1300);
        assertThat(seen.get("txqlen").asInt()).isEqualTo(77);
        assertThat(seen.get("ifalias").asString()).isEqualTo("hello");
        assertThat(seen.get("group").asString()).isEqualTo("5");
        assertThat(seen.get("address").asString()).isEqualTo(MAC.toString());
        assertThat(seen.get("master").asString()).isEqualTo("br0");
        assertThat(seen.at("/linkinfo/info_slave_data/hairpin").asBoolean()).isTrue();
        assertThat(links.get("two").portOptions()).containsEntry(BridgePortOption.HAIRPIN, 1L);
        assertThat(links.portsOf(links.get("br0").index()))
                .extracting(Link::name)
                .containsExactly("veth0");
        assertThat(links.get(index)).isEqualTo(links.get("veth0"));

        links.detach(index);
        links.deleteNames(index, List.of("one"));
        links.setDown(index);
        links.rename(index, "v1");
        JsonNode after = scene.one("link", "show", "v1");
        assertThat(after.has("master")).isFalse();
        assertThat(after.get("altnames")).hasSize(1);
        assertThat(links.get("v1").isUp()).isFalse();
    }

    @Test
    void aLinkMovesIntoAnotherNamespace() throws IOException {
        links.add(Link.veth("veth0").peer("eth0"));
        try (Scene other = Scene.create()) {
            links.move(links.get("eth0").index(), other.namespace.fd());
            assertThat(links.find("eth0")).isEmpty();
            assertThat(other.one("link", "show", "eth0").get("ifname").asString())
                    .isEqualTo("eth0");
        }
    }

    @Test
    void aDeletedVethTakesItsPeerAlong() throws IOException {
        links.add(Link.veth("veth0").peer("eth0"));
        links.delete("veth0");
        assertThat(links.list()).extracting(Link::name).containsExactly("lo");
    }

    /** Every field of every link, against ip -j -d -s. */
    @Test
    void weSeeWhatIpMade() throws IOException {
        scene.ip("link", "add", "br0", "type", "bridge", "forward_delay", "300");
        scene.ip("link", "add", "veth0", "mtu", "1400", "type", "veth", "peer", "name", "eth0");
        scene.ip("link", "set", "veth0", "master", "br0", "up", "alias", "a b");
        scene.ip("link", "property", "add", "dev", "veth0", "altname", "other");
        scene.ip("link", "set", "lo", "up");
        JsonNode all = scene.json("-s", "link", "show");
        assertThat(links.list()).hasSize(all.size());
        for (JsonNode seen : all) {
            Link link = links.get(seen.get("ifindex").asInt());
            assertThat(link.name()).isEqualTo(seen.get("ifname").asString());
            assertThat(link.mtu()).isEqualTo(seen.get("mtu").asLong());
            assertThat(link.minMtu()).isEqualTo(seen.get("min_mtu").asLong());
            assertThat(link.maxMtu()).isEqualTo(seen.get("max_mtu").asLong());
            assertThat(link.queueingDiscipline()).isEqualTo(seen.get("qdisc").asString());
            assertThat(link.state().name())
                    .isEqualTo("IF_OPER_" + seen.get("operstate").asString());
            assertThat(link.txQueueLength()).isEqualTo(seen.get("txqlen").asLong(0));
            assertThat(link.address().toString()).isEqualTo(seen.get("address").asString());
            assertThat(link.broadcast().toString())
                    .isEqualTo(seen.get("broadcast").asString());
            assertThat(link.promiscuity()).isEqualTo(seen.get("promiscuity").asLong());
            assertThat(link.alias()).isEqualTo(text(seen, "ifalias"));
            assertThat(link.kind() == null ? null : link.kind().name())
                    .isEqualTo(text(seen.path("linkinfo"), "info_kind"));
            assertThat(name(link.parent())).isEqualTo(text(seen, "link"));
            assertThat(name(link.master())).isEqualTo(text(seen, "master"));
            Set<String> names = new HashSet<>();
            seen.path("altnames").forEach(name -> names.add(name.asString()));
            assertThat(link.alternativeNames()).containsExactlyInAnyOrderElementsOf(names);
            assertThat(link.statistics().receivedPackets())
                    .isEqualTo(seen.at("/stats64/rx/packets").asLong());
            assertThat(flags(link)).isEqualTo(flags(seen));
            for (var option : link.portOptions().entrySet()) {
                JsonNode value = seen.at("/linkinfo/info_slave_data")
                        .path(option.getKey().name().toLowerCase(Locale.ROOT));
                if (value.isBoolean()) {
                    assertThat(option.getValue() != 0).as("%s", option).isEqualTo(value.asBoolean());
                }
            }
        }
        LinkKind.Bridge bridge = (LinkKind.Bridge) links.get("br0").kind();
        JsonNode data = scene.one("link", "show", "br0").at("/linkinfo/info_data");
        for (String name : List.of(
                "forward_delay", "hello_time", "max_age", "ageing_time", "stp_state", "priority", "root_port")) {
            assertThat(bridge.options().get(BridgeOption.valueOf(name.toUpperCase(Locale.ROOT))))
                    .as(name)
                    .isEqualTo(data.get(name).asLong());
        }
    }

    private static String text(JsonNode node, String field) {
        return node.has(field) ? node.get(field).asString() : null;
    }

    private String name(int index) throws IOException {
        return index == 0 ? null : links.get(index).name();
    }

    private static Set<String> flags(Link link) {
        Set<String> names = new HashSet<>();
        for (LinkFlag flag : LinkFlag.values()) {
            if (link.flags().has(flag) && flag != LinkFlag.IFF_RUNNING) {
                names.add(flag.name().substring("IFF_".length()));
            }
        }
        return names;
    }

    /** NO-CARRIER is no flag, and RUNNING is printed only where it is not to be expected. */
    private static Set<String> flags(JsonNode seen) {
        Set<String> names = new HashSet<>();
        seen.get("flags").forEach(flag -> names.add(flag.asString()));
        names.removeAll(Set.of("NO-CARRIER", "RUNNING", "M-DOWN"));
        return names;
    }

    @Test
    void theKernelsWordsAndTheAttributeAtFaultAreInTheError() throws IOException {
        links.add(Link.veth("veth0").peer("eth0"));
        assertThatThrownBy(() -> links.set("veth0", LinkSettings.NONE.mtu(70_000)))
                .isInstanceOf(NetlinkException.class)
                .hasMessage("netlink RTM_NEWLINK veth0: EINVAL, mtu greater than device maximum");
        assertThatThrownBy(() -> links.add(Link.of("x0", new LinkKind.Other("bridgex", Bytes.NONE))))
                .hasMessageContaining("EOPNOTSUPP, Unknown device type");
        assertThatThrownBy(() -> scene.addOrSkip(Link.vxlan("vx0", 1 << 24)))
                .isInstanceOfSatisfying(
                        NetlinkException.class,
                        e -> assertThat(e.attribute()).isEqualTo("IFLA_LINKINFO/IFLA_INFO_DATA/IFLA_VXLAN_ID"))
                .hasMessageStartingWith("netlink RTM_NEWLINK vx0: ERANGE, ")
                .hasMessageEndingWith(" (IFLA_LINKINFO/IFLA_INFO_DATA/IFLA_VXLAN_ID)");
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        assertThat(links.find("nothing")).isEmpty();
        assertThatThrownBy(() -> links.delete("nothing"))
                .isInstanceOfSatisfying(
                        NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
        links.add(Link.bridge("br0"));
        assertThatThrownBy(() -> links.add(Link.bridge("br0")))
                .hasMessage("netlink RTM_NEWLINK br0: EEXIST (File exists)");
    }

    @Test
    void aNameThatNoLinkCanHaveIsRefusedBeforeTheKernelIsAsked() {
        assertThatThrownBy(() -> Link.bridge("a-name-too-long-"))
                .hasMessage("link name \"a-name-too-long-\": from 1 to 15 bytes");
        assertThatThrownBy(() -> Link.bridge("a b")).hasMessageContaining("no slash, colon or space");
        assertThatThrownBy(() -> Link.bridge("..")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBatchIsMadeByOneCallAndGoesOnBehindAnError() throws IOException {
        RouteBatch batch = scene.route.batch();
        batch.links().add(Link.bridge("br0").index(50));
        batch.links().add(Link.bridge("br0"));
        batch.links().add(Link.veth("veth0").peer("eth0").index(60).master(50));
        batch.links().setUp(70);
        batch.links().setUp("veth0");
        assertThatThrownBy(batch::send).isInstanceOfSatisfying(NetlinkException.class, e -> {
            assertThat(e.index()).isEqualTo(1);
            assertThat(e.errno()).isEqualTo(Errno.EEXIST);
            assertThat(e.getSuppressed()).singleElement().isInstanceOfSatisfying(NetlinkException.class, second -> {
                assertThat(second.index()).isEqualTo(3);
                assertThat(second.errno()).isEqualTo(Errno.ENODEV);
            });
        });
        assertThat(links.get(60).isUp()).isTrue();
        assertThat(links.get(60).master()).isEqualTo(50);
        assertThat(batch.size()).isZero();
    }

    /** More than fits into one datagram of a dump, and into one of a batch. */
    @Test
    void manyLinksAreMadeAndListed() throws IOException {
        RouteBatch batch = scene.route.batch();
        for (int i = 0; i < 300; i++) {
            batch.links().add(Link.bridge("br" + i));
        }
        batch.send();
        assertThat(links.list()).hasSize(301);
        assertThat(links.ofKind("bridge")).hasSize(300);
        assertThat(scene.json("link", "show").size()).isEqualTo(301);
    }

    @Test
    void theSocketStaysInItsNamespace() throws IOException {
        try (var other = NetworkNamespace.create()) {
            RouteSocket elsewhere = other.inside(RouteSocket::open);
            try (elsewhere) {
                elsewhere.links().add(Link.bridge("br-inside"));
                assertThat(links.find("br-inside")).isEmpty();
                assertThat(elsewhere.links().find("br-inside")).isPresent();
            }
        }
    }
}
