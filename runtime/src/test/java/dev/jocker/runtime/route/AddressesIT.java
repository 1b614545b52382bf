package dev.jocker.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Addresses that we add, as ip(8) sees them, and addresses that it adds, as we see them. */
@NeedsRoot
final class AddressesIT {
    private Scene scene;
    private Addresses addresses;
    private int link;

    @BeforeEach
    void enter() throws IOException {
        scene = Scene.create();
        addresses = scene.route.addresses();
        scene.route.links().add(Link.bridge("br0").up());
        link = scene.route.links().get("br0").index();
    }

    @AfterEach
    void leave() {
        scene.close();
    }

    @Test
    void anAddressHasAllThatItWasGiven() throws IOException {
        addresses.add(Address.of(link, Cidr.parse("10.0.0.1/24"))
                .broadcast(IpAddress.parse("10.0.0.255"))
                .label("br0:1")
                .scope(Scope.RT_SCOPE_LINK)
                .with(AddressFlag.IFA_F_NOPREFIXROUTE)
                .lifetime(300, 100));
        JsonNode seen = only("-4");
        assertThat(seen.get("local").asString()).isEqualTo("10.0.0.1");
        assertThat(seen.get("prefixlen").asInt()).isEqualTo(24);
        assertThat(seen.get("broadcast").asString()).isEqualTo("10.0.0.255");
        assertThat(seen.get("label").asString()).isEqualTo("br0:1");
        assertThat(seen.get("scope").asString()).isEqualTo("link");
        assertThat(seen.get("noprefixroute").asBoolean()).isTrue();
        assertThat(seen.get("valid_life_time").asInt()).isBetween(200, 300);
        assertThat(seen.get("preferred_life_time").asInt()).isBetween(20, 100);
    }

    @Test
    void anAddressOfAPointToPointLinkHasAPeer() throws IOException {
        addresses.add(Address.of(link, Cidr.parse("10.0.0.1/32")).peer(IpAddress.parse("10.0.0.2")));
        assertThat(only("-4").get("address").asString()).isEqualTo("10.0.0.2");
        assertThat(addresses.list(link))
                .filteredOn(address -> address.local().address().isV4())
                .singleElement()
                .satisfies(address -> assertThat(address.peer()).isEqualTo(IpAddress.parse("10.0.0.2")));
    }

    @Test
    void anIpv6AddressIsThereAtOnceWithoutItsCheck() throws IOException {
        addresses.add(Address.of(link, Cidr.parse("fd00::1/64")).with(AddressFlag.IFA_F_NODAD));
        assertThat(addresses.list(link))
                .filteredOn(address -> address.local().equals(Cidr.parse("fd00::1/64")))
                .singleElement()
                .satisfies(address -> assertThat(address.flags().has(AddressFlag.IFA_F_TENTATIVE))
                        .isFalse());
        assertThat(scene.ip("-6", "addr", "show", "dev", "br0")).contains("fd00::1/64");
    }

    @Test
    void anAddressIsReplacedAndDeleted() throws IOException {
        Address address = Address.of(link, Cidr.parse("10.0.0.1/24"));
        addresses.add(address);
        assertThatThrownBy(() -> addresses.add(address))
                .hasMessageStartingWith("netlink RTM_NEWADDR 10.0.0.1/24 dev " + link + ": EEXIST");
        addresses.replace(address.lifetime(300, 300));
        assertThat(only("-4").get("valid_life_time").asInt()).isBetween(200, 300);
        addresses.delete(address);
        assertThat(scene.ip("-4", "addr", "show", "dev", "br0")).isBlank();
        assertThatThrownBy(() -> addresses.delete(address)).hasMessageContaining("EADDRNOTAVAIL");
    }

    @Test
    void weSeeWhatIpAdded() throws IOException {
        scene.ip("link", "set", "lo", "up");
        scene.ip("addr", "add", "10.0.0.1/24", "broadcast", "+", "label", "br0:x", "dev", "br0");
        scene.ip("addr", "add", "10.0.0.2/24", "dev", "br0");
        scene.ip("addr", "add", "10.9.0.1", "peer", "10.9.0.2/30", "dev", "br0", "metric", "70");
        scene.ip("addr", "add", "fd00::1/64", "nodad", "valid_lft", "3000", "preferred_lft", "1000", "dev", "br0");
        List<String> seen = new ArrayList<>();
        for (JsonNode device : scene.json("addr", "show")) {
            for (JsonNode info : device.get("addr_info")) {
                seen.add(device.get("ifindex").asInt()
                        + " " + info.get("local").asString() + "/"
                        + info.get("prefixlen").asInt()
                        + " peer " + info.path("address").asString(null)
                        + " brd " + info.path("broadcast").asString(null)
                        + " scope " + info.get("scope").asString()
                        + " label " + info.path("label").asString(null)
                        + " secondary " + info.has("secondary")
                        + " metric " + info.path("metric").asLong(0));
            }
        }
        assertThat(addresses.list().stream().map(AddressesIT::text))
                .hasSizeGreaterThan(5)
                .containsExactlyInAnyOrderElementsOf(seen);
        assertThat(addresses.list(link)).hasSize(addresses.list().size() - 2);
        assertThat(addresses.list())
                .filteredOn(address -> address.local().equals(Cidr.parse("fd00::1/64")))
                .singleElement()
                .satisfies(address -> {
                    assertThat(address.validSeconds()).isBetween(2000L, 3000L);
                    assertThat(address.preferredSeconds()).isBetween(500L, 1000L);
                });
    }

    private static String text(Address address) {
        String scope = address.scope() == Scope.RT_SCOPE_HOST.number()
                ? "host"
                : address.scope() == Scope.RT_SCOPE_LINK.number() ? "link" : "global";
        return address.link()
                + " " + address.local()
                + " peer " + address.peer()
                + " brd " + address.broadcast()
                + " scope " + scope
                + " label " + address.label()
                + " secondary " + address.flags().has(AddressFlag.IFA_F_SECONDARY)
                + " metric " + address.metric();
    }

    private JsonNode only(String family) throws IOException {
        JsonNode infos = scene.one(family, "addr", "show", "dev", "br0").get("addr_info");
        assertThat(infos).hasSize(1);
        return infos.get(0);
    }
}
