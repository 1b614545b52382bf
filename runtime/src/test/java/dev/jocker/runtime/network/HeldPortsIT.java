package dev.jocker.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who else wants a port that is held, and how published ports come and go with who holds them. */
@NeedsRoot
final class HeldPortsIT {
    private static final String LOOPBACK = "127.0.0.1";

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
    void aPortIsHeldForBothFamiliesUntilItIsLetGo() throws IOException {
        PublishedPort udp = new PublishedPort(null, 8080, IpProtocol.UDP, 80);
        try (HeldPorts held = hold(NetworkScene.tcp(8080), udp)) {
            assertThat(held.ports()).containsExactly(NetworkScene.tcp(8080), udp);
            for (String address : List.of(LOOPBACK, "::1", "0.0.0.0", NetworkScene.HOST4)) {
                assertThatThrownBy(() -> listen(address, 8080)).isInstanceOf(BindException.class);
                assertThatThrownBy(() -> receive(address, 8080)).isInstanceOf(BindException.class);
            }
            assertThatThrownBy(() -> hold(NetworkScene.tcp(8080)))
                    .isInstanceOf(NetworkException.PortInUse.class)
                    .hasMessage("port 0.0.0.0:8080/tcp is in use already");
            listen(LOOPBACK, 8081).close();
        }
        listen("0.0.0.0", 8080).close();
        receive("::1", 8080).close();
    }

    @Test
    void aPortOfOneAddressLeavesTheOthersFree() throws IOException {
        PublishedPort port = new PublishedPort(IpAddress.parse("::1"), 8080, IpProtocol.TCP, 80);
        try (HeldPorts _ = hold(port)) {
            assertThatThrownBy(() -> listen("::1", 8080)).isInstanceOf(BindException.class);
            listen(LOOPBACK, 8080).close();
        }
        assertThatThrownBy(() -> hold(new PublishedPort(IpAddress.parse("192.0.2.77"), 8080, IpProtocol.TCP, 80)))
                .isInstanceOf(NetworkException.NoAddress.class)
                .hasMessage("port 192.0.2.77:8080/tcp: this host has no such address");
    }

    @Test
    void allOrNoneAreHeld() throws IOException {
        try (ServerSocket _ = listen(LOOPBACK, 8082)) {
            assertThatThrownBy(() -> hold(NetworkScene.tcp(8081), NetworkScene.tcp(8082)))
                    .isInstanceOf(NetworkException.PortInUse.class)
                    .hasMessage("port 0.0.0.0:8082/tcp is in use already");
            listen(LOOPBACK, 8081).close();
        }
    }

    @Test
    void moreThanFitIntoOneMessageAreHeldByOneDescriptor() throws IOException {
        List<PublishedPort> many = new ArrayList<>();
        for (int port = 20000; port < 21000; port++) {
            many.add(NetworkScene.tcp(port));
        }
        int before = descriptors();
        try (HeldPorts _ = hold(many.toArray(PublishedPort[]::new))) {
            assertThat(descriptors()).isEqualTo(before + 1);
            for (int port : new int[] {20000, 20126, 20127, 20999}) {
                assertThatThrownBy(() -> listen("::1", port)).isInstanceOf(BindException.class);
            }
        }
        listen("::1", 20999).close();
    }

    private static int descriptors() {
        return new java.io.File("/proc/self/fd").list().length;
    }

    @Test
    void theKernelChoosesAPortThatIsFreeInBothFamilies() throws IOException {
        try (HeldPorts held = hold(NetworkScene.tcp(0), NetworkScene.tcp(0))) {
            int first = held.ports().getFirst().hostPort();
            int second = held.ports().getLast().hostPort();
            assertThat(first).isPositive().isNotEqualTo(second);
            assertThatThrownBy(() -> listen(LOOPBACK, first)).isInstanceOf(BindException.class);
            assertThatThrownBy(() -> listen("::1", first)).isInstanceOf(BindException.class);
        }
    }

    /** The server that closes first keeps the port of its connection for a minute. */
    @Test
    void aServerThatEndedIsNotInTheWay() throws IOException {
        scene.onHost(() -> {
            try (var server = new ServerSocket(8080);
                    var client = new Socket(InetAddress.getLoopbackAddress(), 8080);
                    Socket accepted = server.accept()) {
                accepted.shutdownOutput();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            return null;
        });
        assertThat(scene.onHost(() -> java.nio.file.Files.readString(Path.of("/proc/thread-self/net/tcp6"))))
                .as("TIME-WAIT")
                .containsPattern(":1F90 \\S+ 06 ");
        try (HeldPorts _ = hold(NetworkScene.tcp(8080))) {
            assertThatThrownBy(() -> listen(LOOPBACK, 8080)).isInstanceOf(BindException.class);
            assertThatThrownBy(() -> hold(NetworkScene.tcp(8080))).isInstanceOf(NetworkException.PortInUse.class);
        }
    }

    @Test
    void sctpIsHeldWhereTheKernelSpeaksIt() throws IOException {
        PublishedPort port = new PublishedPort(null, 8080, IpProtocol.SCTP, 80);
        try (HeldPorts held = hold(port)) {
            assertThat(held.ports()).containsExactly(port);
        }
    }

    /** What is left of a container that ended without a word is another's to replace, and is swept. */
    @Test
    void whatIsLeftOfTheDeadIsReplacedAndSwept() throws IOException {
        NetworkScene.Container container = scene.start(scene.create("net"));
        PublishedPort local = new PublishedPort(IpAddress.parse(LOOPBACK), 8081, IpProtocol.TCP, 80);
        scene.doOnHost(() -> {
            Firewall.publish("dead", container.endpoints, List.of(NetworkScene.tcp(8080), local), scene.up::contains);
            Firewall.publish("gone", container.endpoints, List.of(NetworkScene.tcp(8082)), scene.up::contains);
        });
        scene.publish(container, NetworkScene.tcp(8080), NetworkScene.tcp(8083));
        assertThat(Echo.ask(scene.remote, NetworkScene.HOST4, 8080)).isEqualTo(NetworkScene.REMOTE4);
        scene.doOnHost(() -> Firewall.unpublish("dead", container.endpoints, List.of(NetworkScene.tcp(8080))));
        assertThat(Echo.ask(scene.remote, NetworkScene.HOST4, 8080))
                .as("not his any more")
                .isNotEmpty();

        assertThat(scene.onHost(() -> Firewall.sweep(scene.up::contains))).containsExactlyInAnyOrder("dead", "gone");
        assertThat(scene.onHost(() -> Firewall.sweep(scene.up::contains))).isEmpty();
        assertThat(scene.run("nft", "list", "map", "inet", "jocker", "ports4"))
                .contains("tcp . 8080", "tcp . 8083")
                .doesNotContain("8082", "dead");
        assertThat(scene.run("nft", "list", "map", "inet", "jocker", "ports4_at"))
                .doesNotContain("8081");
    }

    /** Ports of SCTP cannot be held where the kernel has no such sockets. */
    @Test
    void aPortOfSctpIsNotTakenFromAnotherThatIsUp() throws IOException {
        NetworkScene.Container first = scene.start(scene.create("net"));
        NetworkScene.Container second = scene.start(scene.onHost(() -> scene.networks.find("net")));
        List<PublishedPort> ports = List.of(new PublishedPort(null, 8080, IpProtocol.SCTP, 80));
        scene.doOnHost(() -> Firewall.publish(first.id, first.endpoints, ports, scene.up::contains));
        String before = scene.run("nft", "list", "ruleset");
        assertThatThrownBy(() ->
                        scene.doOnHost(() -> Firewall.publish(second.id, second.endpoints, ports, scene.up::contains)))
                .isInstanceOf(NetworkException.PortInUse.class)
                .hasMessageContaining(first.id);
        assertThat(scene.run("nft", "list", "ruleset")).isEqualTo(before);
        scene.up.remove(first.id);
        scene.doOnHost(() -> Firewall.publish(second.id, second.endpoints, ports, scene.up::contains));
        assertThat(scene.run("nft", "list", "ruleset")).contains(second.id).doesNotContain(first.id);
    }

    /** As a program without Java sends it: the kernel takes the bytes from any socket. */
    @Test
    void theDatagramMadeBeforehandTakesItBack() throws IOException {
        NetworkScene.Container container = scene.start(scene.create("net"));
        List<PublishedPort> ports =
                List.of(NetworkScene.tcp(8080), new PublishedPort(IpAddress.parse(LOOPBACK), 8081, IpProtocol.TCP, 80));
        String before = scene.run("nft", "list", "ruleset");
        scene.publish(container, ports.toArray(PublishedPort[]::new));
        byte[] datagram = Firewall.unpublishing(container.id, container.endpoints, ports);
        scene.doOnHost(() -> {
            try (var socket = dev.jocker.runtime.syscall.NetlinkSockets.open(
                    dev.jocker.runtime.syscall.Argument.named(12, "NETLINK_NETFILTER"))) {
                dev.jocker.runtime.syscall.NetlinkSockets.send(socket, datagram);
            }
        });
        assertThat(scene.run("nft", "list", "ruleset")).isEqualTo(before);
        assertThat(Firewall.unpublishing(container.id, List.of(), ports)).isEmpty();
    }

    private HeldPorts hold(PublishedPort... ports) throws IOException {
        return scene.onHost(() -> HeldPorts.bind(List.of(ports)));
    }

    private ServerSocket listen(String address, int port) throws IOException {
        return scene.onHost(() -> {
            var server = new ServerSocket();
            try {
                server.bind(new InetSocketAddress(InetAddress.getByName(address), port));
                return server;
            } catch (IOException e) {
                server.close();
                throw e;
            }
        });
    }

    private DatagramSocket receive(String address, int port) throws IOException {
        return scene.onHost(() -> new DatagramSocket(port, InetAddress.getByName(address)));
    }
}
