package dev.jocker.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.network.HostsBlock.Peer;
import dev.jocker.runtime.oci.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests, records, lines of hosts files, subnets: what is decided before anything is done. */
final class NetworkValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "-x", "_x", "a/b", "a b", "ä", "a\nb"})
    void aNameThatIsNoneIsRefused(String name) {
        assertThatThrownBy(() -> NetworkRequest.named(name))
                .isInstanceOf(NetworkException.Malformed.class)
                .hasMessageStartingWith("invalid network name");
    }

    @Test
    void whatHasAnotherMeaningIsNoName() {
        for (String name : List.of("none", "host", "default", "container")) {
            assertThatThrownBy(() -> NetworkRequest.named(name))
                    .hasMessage("network name \"" + name + "\" is reserved");
        }
        assertThat(NetworkRequest.named("a.b_c-1").name()).isEqualTo("a.b_c-1");
        assertThatThrownBy(() -> NetworkRequest.named("x".repeat(129))).isInstanceOf(NetworkException.Malformed.class);
    }

    @Test
    void anMtuIsOfALink() {
        assertThatThrownBy(() -> NetworkRequest.named("x").mtu(67)).hasMessage("mtu 67: from 68 to 65535");
        assertThatThrownBy(() -> NetworkRequest.named("x").withIp6(true).mtu(1279))
                .hasMessage("mtu 1279: from 1280 to 65535");
        assertThatThrownBy(() -> NetworkRequest.named("x").mtu(65536)).isInstanceOf(NetworkException.Malformed.class);
    }

    @Test
    void gatewaysAndRangesFindTheirSubnets() {
        List<Cidr> subnets = List.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("fd00::/64"));
        IpAddress gateway = IpAddress.parse("fd00::9");
        Cidr range = Cidr.parse("10.1.8.0/24");
        assertThat(PoolRequest.match(subnets, List.of(gateway), List.of(range)))
                .containsExactly(
                        new PoolRequest(subnets.getFirst(), null, range),
                        new PoolRequest(subnets.getLast(), gateway, null));
        assertThatThrownBy(() -> PoolRequest.match(subnets, List.of(IpAddress.parse("10.2.0.1")), List.of()))
                .hasMessage("no matching subnet for gateway 10.2.0.1");
        assertThatThrownBy(() -> PoolRequest.match(subnets, List.of(gateway, gateway), List.of()))
                .hasMessage("two gateways for the subnet fd00::/64");
        assertThatThrownBy(() -> PoolRequest.match(subnets, List.of(), List.of(range, range)))
                .hasMessage("two address ranges for the subnet 10.1.0.0/16");
        assertThatThrownBy(() -> new PoolRequest(Cidr.parse("10.1.0.0/16"), null, Cidr.parse("10.0.0.0/8")).pool())
                .hasMessage("address range 10.0.0.0/8 is not in the subnet 10.1.0.0/16");
    }

    @Test
    void subnetsAreDockersInDockersOrder() {
        assertThat(Subnets.free4(List.of())).hasToString("172.17.0.0/16");
        Cidr all172 = Cidr.parse("172.16.0.0/12");
        assertThat(Subnets.free4(List.of(all172))).hasToString("192.168.0.0/20");
        assertThat(Subnets.free4(List.of(all172, Cidr.parse("192.168.1.0/24")))).hasToString("192.168.16.0/20");
        assertThatThrownBy(() -> Subnets.free4(List.of(all172, Cidr.parse("192.168.0.0/16"))))
                .isInstanceOf(NetworkException.Overlaps.class)
                .hasMessageStartingWith("no subnet is free among 172.17.0.0/16");
        assertThat(Subnets.unique6("0123456789abcdef")).hasToString("fd01:2345:6789::/64");
    }

    @Test
    void portsAreOfTheirRange() throws IOException {
        assertThatThrownBy(() -> new PublishedPort(null, 65536, IpProtocol.TCP, 80))
                .hasMessage("port 65536: from 0 to 65535");
        assertThatThrownBy(() -> new PublishedPort(null, 80, IpProtocol.TCP, 0)).hasMessage("port 0: from 1 to 65535");
        assertThatThrownBy(() -> IpProtocol.parse("icmp")).isInstanceOf(IllegalArgumentException.class);
        PublishedPort port = new PublishedPort(IpAddress.parse("::1"), 8080, IpProtocol.parse("UDP"), 80);
        assertThat(port).hasToString("[::1]:8080->80/udp");
        assertThat(new PublishedPort(null, 8080, IpProtocol.TCP, 80)).hasToString("0.0.0.0:8080->80/tcp");
        assertThat(PublishedPort.fromJson(port.toJson())).isEqualTo(port);
        assertThatThrownBy(() -> PublishedPort.fromJson(new JsonObject())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Endpoint.fromJson(new JsonObject()))
                .hasMessage("a container's place on a network is damaged: no networkId");
    }

    @Test
    void anEndpointIsAskedForInTheRightFamilies() {
        assertThatThrownBy(() -> new EndpointRequest("n", IpAddress.parse("::1"), null, null, List.of(), null))
                .hasMessage("not an IPv4 address: ::1");
        assertThatThrownBy(() -> new EndpointRequest("n", null, IpAddress.anyV4(), null, List.of(), null))
                .hasMessage("not an IPv6 address: 0.0.0.0");
        MacAddress group = MacAddress.parse("03:00:00:00:00:01");
        assertThatThrownBy(() -> new EndpointRequest("n", null, null, group, List.of(), null))
                .hasMessage("MAC address 03:00:00:00:00:01 is a group's, which no link can have");
    }

    @Test
    void hostsLinesReplaceThoseBefore() {
        Peer db = new Peer(List.of(Cidr.parse("10.1.0.3/16"), Cidr.parse("fd00::3/64")), List.of("db", "c0ffee"));
        String once = HostsBlock.replace("127.0.0.1\tlocalhost", List.of(db));
        assertThat(once).isEqualTo("""
                127.0.0.1	localhost
                # Containers on the same networks; kept by jocker:
                10.1.0.3	db c0ffee
                fd00::3	db c0ffee
                # End of containers on the same networks.
                """);
        String edited = once + "192.0.2.1\tmine\n";
        assertThat(HostsBlock.replace(edited, List.of(new Peer(List.of(Cidr.parse("10.1.0.4/16")), List.of("web")))))
                .isEqualTo("""
                127.0.0.1	localhost
                # Containers on the same networks; kept by jocker:
                10.1.0.4	web
                # End of containers on the same networks.
                192.0.2.1	mine
                """);
        assertThat(HostsBlock.replace(edited, List.of(new Peer(db.addresses(), List.of()))))
                .doesNotContain("10.1.0.3");
        assertThat(HostsBlock.line(Cidr.parse("10.1.0.3/16"), List.of("a", "b")))
                .isEqualTo("10.1.0.3\ta b\n");
    }
}
