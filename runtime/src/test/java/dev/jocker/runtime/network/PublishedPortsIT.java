package dev.jocker.runtime.network;

import static dev.jocker.runtime.network.NetworkScene.HOST4;
import static dev.jocker.runtime.network.NetworkScene.HOST6;
import static dev.jocker.runtime.network.NetworkScene.REMOTE4;
import static dev.jocker.runtime.network.NetworkScene.REMOTE6;
import static dev.jocker.runtime.network.NetworkScene.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets on all ways to a published port. */
@NeedsRoot
final class PublishedPortsIT {
    private NetworkScene scene;
    private Network network;
    private NetworkScene.Container container;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        scene = new NetworkScene(directory);
        network = scene.create("net");
        container = scene.start(network);
    }

    @AfterEach
    void end() throws IOException {
        scene.close();
    }

    @Test
    void aRemoteMachineIsSeenByItsAddress() throws IOException {
        scene.publish(container, tcp(8080), new PublishedPort(null, 8080, IpProtocol.UDP, 80));

        assertThat(Echo.ask(scene.remote, HOST4, 8080)).isEqualTo(REMOTE4);
        assertThat(Echo.ask(scene.remote, HOST6, 8080)).isEqualTo(REMOTE6);
        assertThat(Echo.askByDatagram(scene.remote, HOST4, 8080)).isEqualTo(REMOTE4);
        assertThat(Echo.askByDatagram(scene.remote, HOST6, 8080)).isEqualTo(REMOTE6);
    }

    @Test
    void theHostReachesItByItsOwnAddress() throws IOException {
        scene.publish(container, tcp(8080));

        assertThat(Echo.ask(scene.host, HOST4, 8080)).isEqualTo(HOST4);
        assertThat(Echo.ask(scene.host, HOST6, 8080)).isEqualTo(HOST6);
    }

    /** 127.0.0.1 and ::1 are no addresses to answer to from elsewhere: they are seen as the gateway. */
    @Test
    void theHostReachesItByLoopback() throws IOException {
        scene.publish(container, tcp(8080), new PublishedPort(null, 8080, IpProtocol.UDP, 80));

        assertThat(Echo.ask(scene.host, "127.0.0.1", 8080)).isEqualTo(gateway(true));
        assertThat(Echo.ask(scene.host, "127.5.5.5", 8080)).isEqualTo(gateway(true));
        assertThat(Echo.ask(scene.host, "::1", 8080)).isEqualTo(gateway(false));
        assertThat(Echo.askByDatagram(scene.host, "127.0.0.1", 8080)).isEqualTo(gateway(true));
        assertThat(Echo.askByDatagram(scene.host, "::1", 8080)).isEqualTo(gateway(false));
    }

    /** The kernel then takes nothing that is for ::1 from a bridge. */
    @Test
    void loopbackReachesItByIp4WhereBridgesCallIptables() throws IOException {
        scene.callIptables(true);
        scene.publish(container, tcp(8080));

        assertThat(Echo.ask(scene.host, "127.0.0.1", 8080)).isEqualTo(gateway(true));
        assertThat(Echo.ask(scene.remote, HOST4, 8080)).isEqualTo(REMOTE4);
        assertThat(Echo.ask(scene.remote, HOST6, 8080)).isEqualTo(REMOTE6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theContainerItselfAndItsNeighboursReachIt(boolean bridgesCallIptables) throws IOException {
        scene.callIptables(bridgesCallIptables);
        scene.publish(container, tcp(8080));
        NetworkScene.Container neighbour = scene.start(network);

        for (NetworkScene.Container each : new NetworkScene.Container[] {container, neighbour}) {
            assertThat(Echo.ask(each.namespace, HOST4, 8080)).isEqualTo(gateway(true));
            assertThat(Echo.ask(each.namespace, gateway(true), 8080)).isEqualTo(gateway(true));
            assertThat(Echo.ask(each.namespace, HOST6, 8080)).isEqualTo(gateway(false));
            assertThat(Echo.ask(each.namespace, gateway(false), 8080)).isEqualTo(gateway(false));
        }
        assertThat(Echo.ask(neighbour.namespace, container.ip4(), 80)).isEqualTo(neighbour.ip4());
        assertThat(Echo.ask(neighbour.namespace, container.ip6(), 80)).isEqualTo(neighbour.ip6());
    }

    @Test
    void anotherNetworkReachesItByThePublishedPortOnly() throws IOException {
        scene.publish(container, tcp(8080));
        NetworkScene.Container other = scene.start(scene.create("other"));

        assertThat(Echo.ask(other.namespace, HOST4, 8080)).isEqualTo(other.ip4());
        assertThat(Echo.ask(other.namespace, HOST6, 8080)).isEqualTo(other.ip6());
        assertThatThrownBy(() -> Echo.ask(other.namespace, container.ip4(), 80, 700))
                .isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> Echo.ask(other.namespace, container.ip6(), 80, 700))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void anAddressOfTheHostsIsTheOnlyOneThatLeadsThere() throws IOException {
        PublishedPort local = new PublishedPort(IpAddress.parse("127.0.0.1"), 8080, IpProtocol.TCP, 80);
        PublishedPort outward = new PublishedPort(IpAddress.parse(HOST6), 8081, IpProtocol.TCP, 80);
        scene.publish(container, local, outward);

        assertThat(Echo.ask(scene.host, "127.0.0.1", 8080)).isEqualTo(gateway(true));
        assertThatThrownBy(() -> Echo.ask(scene.host, HOST4, 8080)).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> Echo.ask(scene.remote, HOST4, 8080)).isInstanceOf(ConnectException.class);
        assertThat(Echo.ask(scene.remote, HOST6, 8081)).isEqualTo(REMOTE6);
        assertThatThrownBy(() -> Echo.ask(scene.host, "::1", 8081)).isInstanceOf(ConnectException.class);
    }

    /** Whoever is on the wire, or on a bridge, can send to 127.0.0.1 what he likes. */
    @Test
    void loopbackIsNobodyElsesToReach() throws IOException {
        scene.publish(container, new PublishedPort(IpAddress.parse("127.5.5.5"), 8080, IpProtocol.TCP, 80));
        scene.listen(scene.host, 9090);
        scene.nft("""
                table inet witness {
                    chain arriving {
                        type filter hook prerouting priority -310;
                        iifname "up0" ip daddr 127.5.5.5 tcp dport 8080 counter
                        iifname "%1$s" ip daddr 127.5.5.5 tcp dport 9090 counter
                        iifname "%1$s" ip saddr 127.5.5.5 udp dport 9090 counter
                    }
                    chain arrived {
                        type filter hook input priority 0;
                        ip daddr 127.5.5.5 iifname != "lo" counter
                        ip saddr 127.5.5.5 iifname != "lo" counter
                    }
                }
                """.formatted(network.bridge()));
        speakForLoopback(scene.router, "west0", HOST4);
        assertThatThrownBy(() -> Echo.ask(scene.router, "127.5.5.5", 8080, 700)).isInstanceOf(IOException.class);
        speakForLoopback(container.namespace, "eth0", gateway(true));
        assertThatThrownBy(() -> Echo.ask(container.namespace, "127.5.5.5", 9090, 700))
                .isInstanceOf(IOException.class);
        NetworkScene.run(container.namespace, "ip", "address", "add", "127.5.5.5/32", "dev", "eth0");
        container.namespace.inside(() -> {
            try (var socket = new DatagramSocket(0, InetAddress.getByName("127.5.5.5"))) {
                socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(gateway(true)), 9090));
                return null;
            }
        });

        assertThat(scene.run("nft", "list", "chain", "inet", "witness", "arriving"))
                .as("it came, all three ways")
                .doesNotContain("packets 0");
        assertThat(scene.run("nft", "list", "chain", "inet", "witness", "arrived"))
                .as("and went no further")
                .doesNotContainPattern("packets [1-9]");
    }

    private static void speakForLoopback(NetworkNamespace namespace, String link, String gateway) throws IOException {
        NetworkScene.run(namespace, "ip", "route", "delete", "table", "local", "local", "127.0.0.0/8", "dev", "lo");
        NetworkScene.run(namespace, "ip", "route", "add", "127.5.5.0/24", "via", gateway, "dev", link);
        namespace.inside(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/conf", link, "route_localnet"), "1"));
    }

    @Test
    void whatIsUnpublishedLeadsNowhere() throws IOException {
        HeldPorts held = scene.publish(container, tcp(8080));
        assertThat(Echo.ask(scene.remote, HOST4, 8080)).isEqualTo(REMOTE4);

        scene.doOnHost(() -> Firewall.unpublish(container.id, container.endpoints, held.ports()));
        held.close();
        assertThatThrownBy(() -> Echo.ask(scene.remote, HOST4, 8080)).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> Echo.ask(scene.host, "::1", 8080)).isInstanceOf(ConnectException.class);
        scene.listen(scene.host, 8080);
        assertThat(Echo.ask(scene.remote, HOST4, 8080)).as("the host's own").isEqualTo(REMOTE4);
    }

    private String gateway(boolean v4) {
        return (v4 ? network.pool4() : network.pool6()).gateway().toString();
    }
}
