package dev.jocker.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.route.Address;
import dev.jocker.runtime.route.AddressFlag;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.LinkSettings;
import dev.jocker.runtime.route.Route;
import dev.jocker.runtime.route.RouteSocket;
import dev.jocker.runtime.syscall.Namespaces;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A host in a namespace of its own, and another machine behind a router:
 *
 * <pre>
 *   host ── 192.0.2.2, 2001:db8:1::2 ── router ── 198.51.100.9, 2001:db8:2::9 ── remote
 * </pre>
 */
final class NetworkScene implements AutoCloseable {
    static final String HOST4 = "192.0.2.2";
    static final String HOST6 = "2001:db8:1::2";
    static final String REMOTE4 = "198.51.100.9";
    static final String REMOTE6 = "2001:db8:2::9";

    final NetworkNamespace host = NetworkNamespace.create();
    final NetworkNamespace router = NetworkNamespace.create();
    final NetworkNamespace remote = NetworkNamespace.create();
    final Set<String> up = new HashSet<>();
    final Path data;
    final Path run;
    final Networks networks;
    private final List<AutoCloseable> open = new ArrayList<>();
    private int containers;

    NetworkScene(Path directory) throws IOException {
        data = directory.resolve("data");
        run = directory.resolve("run");
        networks = new Networks(data, run, up::contains);
        for (NetworkNamespace each : List.of(host, router, remote)) {
            try (RouteSocket route = RouteSocket.in(each.fd())) {
                route.links().setUp("lo");
            }
        }
        connect(host, "192.0.2.2/24", "2001:db8:1::2/64", router, "192.0.2.1/24", "2001:db8:1::1/64");
        connect(remote, "198.51.100.9/24", "2001:db8:2::9/64", router, "198.51.100.1/24", "2001:db8:2::1/64");
        callIptables(false);
        byDefault(host, "192.0.2.1", "2001:db8:1::1");
        byDefault(remote, "198.51.100.1", "2001:db8:2::1");
        router.inside(() -> {
            Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "1");
            return null;
        });
    }

    /** Whether what is bridged goes through the packet filter of IP too: the module br_netfilter. */
    void callIptables(boolean on) throws IOException {
        host.inside(() -> {
            for (String name : List.of("bridge-nf-call-iptables", "bridge-nf-call-ip6tables")) {
                Path file = Path.of("/proc/sys/net/bridge", name);
                if (Files.exists(file)) {
                    Files.writeString(file, on ? "1" : "0");
                }
            }
            return null;
        });
    }

    private static void connect(
            NetworkNamespace one, String four, String six, NetworkNamespace router, String routerFour, String routerSix)
            throws IOException {
        String name = routerFour.startsWith("192") ? "west0" : "east0";
        try (RouteSocket here = RouteSocket.in(one.fd());
                RouteSocket there = RouteSocket.in(router.fd())) {
            LinkSettings theirs = LinkSettings.NONE.namespace(router.fd());
            here.links().add(Link.veth("up0").peer(name, theirs).up());
            there.links().setUp(name);
            address(here, "up0", four, six);
            address(there, name, routerFour, routerSix);
        }
    }

    private static void address(RouteSocket route, String link, String four, String six) throws IOException {
        int index = route.links().get(link).index();
        route.addresses().add(index, Cidr.parse(four));
        route.addresses().add(Address.of(index, Cidr.parse(six)).with(AddressFlag.IFA_F_NODAD));
    }

    private static void byDefault(NetworkNamespace namespace, String... gateways) throws IOException {
        try (RouteSocket route = RouteSocket.in(namespace.fd())) {
            for (String gateway : gateways) {
                route.routes().add(Route.byDefault(IpAddress.parse(gateway)));
            }
        }
    }

    /** What the product does, in the host's namespace. */
    <T> T onHost(Namespaces.Work<T> work) throws IOException {
        return host.inside(work);
    }

    /** As {@link #onHost}, for what has no result. */
    void doOnHost(Deed deed) throws IOException {
        host.inside(() -> {
            deed.run();
            return null;
        });
    }

    interface Deed {
        void run() throws IOException;
    }

    Network create(NetworkRequest request) throws IOException {
        return onHost(() -> networks.create(request));
    }

    Network create(String name) throws IOException {
        return create(NetworkRequest.named(name).withIp6(true));
    }

    /** A container on networks, with a server on port 80 that tells who asks. */
    Container start(Network... on) throws IOException {
        String id = "%02d".formatted(++containers) + "c0ffee".repeat(10) + "00";
        up.add(id);
        var container = new Container(id);
        open.add(container);
        doOnHost(() -> {
            for (Network network : on) {
                container.endpoints.add(networks.leases()
                        .take(network, id, EndpointRequest.of(network.name()), container.endpoints.size()));
                networks.up(network);
            }
            Attachments.attach(container.namespace.fd(), container.endpoints, true);
        });
        container.server = listen(container.namespace, 80);
        return container;
    }

    /** Publishes ports of a container, and holds them. */
    HeldPorts publish(Container container, PublishedPort... ports) throws IOException {
        return onHost(() -> {
            HeldPorts held = HeldPorts.bind(List.of(ports));
            open.add(held);
            Firewall.publish(container.id, container.endpoints, held.ports(), up::contains);
            return held;
        });
    }

    static PublishedPort tcp(int hostPort) {
        return new PublishedPort(null, hostPort, IpProtocol.TCP, 80);
    }

    Echo listen(NetworkNamespace namespace, int port) throws IOException {
        Echo echo = Echo.start(namespace, port);
        open.add(echo);
        return echo;
    }

    /** Has nft(8) make rules on the host. */
    void nft(String rules) throws IOException {
        Path file = Files.createTempFile("rules", ".nft");
        try {
            Files.writeString(file, rules);
            run("nft", "-f", file.toString());
        } finally {
            Files.delete(file);
        }
    }

    /** All that is there of links, addresses, routes and rules, but for what the kernel makes of itself of the host's being a router. */
    String picture() throws IOException {
        String all = run("nft", "list", "ruleset")
                + run("ip", "-o", "link")
                + run("ip", "-o", "address")
                + run("ip", "route", "show", "table", "all")
                + run("ip", "-6", "route", "show", "table", "all");
        var picture = new StringBuilder();
        for (String line : all.lines().toList()) {
            if (!line.contains("fe80:") && !line.startsWith("anycast ")) {
                picture.append(line).append('\n');
            }
        }
        return picture.toString();
    }

    /** Has a program look at the host. Returns what it printed. */
    String run(String program, String... arguments) throws IOException {
        return run(host, program, arguments);
    }

    static String run(NetworkNamespace namespace, String program, String... arguments) throws IOException {
        Path descriptor = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/"
                + namespace.fd().number());
        List<String> command = new ArrayList<>();
        command.addAll(List.of(Witness.require("nsenter").toString(), "--net=" + descriptor));
        command.add(Witness.require(program).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as("%s: %s", command, text).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        try {
            for (AutoCloseable each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        host.close();
        router.close();
        remote.close();
    }

    /** A namespace on networks. */
    static final class Container implements AutoCloseable {
        final String id;
        final NetworkNamespace namespace = NetworkNamespace.create();
        final List<Endpoint> endpoints = new ArrayList<>();
        Echo server;

        private Container(String id) throws IOException {
            this.id = id;
        }

        String ip4() {
            return endpoints.getFirst().ip4().address().toString();
        }

        String ip6() {
            return endpoints.getFirst().ip6().address().toString();
        }

        @Override
        public void close() {
            namespace.close();
        }
    }
}
