package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.cli.output.JsonText;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * {@code jocker nat}. The scene: a machine far away, a router, a server behind it; network namespaces, each kept by a file.
 *
 * <pre>
 *   remote ── 192.0.2.0/24 ── router ── 10.1.0.0/24 ── server
 *     .2      2001:db8::/64  .1     .1     fd01::/64     .2
 * </pre>
 */
final class NatIT extends ContainerTest {
    private static final int MILLIS = 20_000;
    private static final String NOTICE = " is off here, so no packet is passed on: --enable-forwarding turns it on";

    private final List<Path> machines = new ArrayList<>();

    @AfterEach
    void freeTheMachines() throws Exception {
        for (Path machine : machines) {
            good("ns", "free", machine.toString());
        }
    }

    private String good(String... words) throws IOException, InterruptedException {
        Result result = jocker(words);
        assertThat(result.status())
                .as("status of %s; %s", List.of(words), result.err())
                .isZero();
        return result.out().strip();
    }

    private Path machine(String name) throws IOException, InterruptedException {
        Path file = scratch.resolve(name);
        good("ns", "keep", "net", file.toString());
        machines.add(file);
        return file;
    }

    /** {@code ip}, {@code nft} or {@code sh} on a machine. */
    private static String on(Path machine, String program, String... words) throws IOException, InterruptedException {
        String path = program.equals("sh") ? program : Witness.require(program).toString();
        List<String> command =
                new ArrayList<>(List.of(Witness.require("nsenter").toString(), "--net=" + machine, path));
        command.addAll(List.of(words));
        Result result = Launcher.finish(new ProcessBuilder(command), new byte[0]);
        assertThat(result.status())
                .as("status of %s; %s", command, result.err())
                .isZero();
        return result.out().strip();
    }

    private Result nat(Path machine, String words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("nat", "-n", machine.toString()));
        all.addAll(List.of(words.split(" ")));
        return jocker(all.toArray(new String[0]));
    }

    private void goodNat(Path machine, String words) throws IOException, InterruptedException {
        assertThat(nat(machine, words)).as(words).isEqualTo(new Result(0, "", ""));
    }

    /** The rules as nft lists them, by their handles. */
    private static Map<String, String> ofNft(Path machine) throws IOException, InterruptedException {
        Map<String, String> rules = new TreeMap<>();
        for (String line : on(machine, "nft", "-a", "list", "ruleset").split("\n")) {
            int handle = line.indexOf(" # handle ");
            if (handle > 0 && !line.contains("{")) {
                rules.put(
                        line.substring(handle + " # handle ".length()),
                        line.substring(0, handle).strip());
            }
        }
        return rules;
    }

    @Test
    void whatItListsIsWhatNftLists() throws Exception {
        Path machine = machine("machine");
        assertThat(nat(machine, "list").lines()).hasSize(1);
        List<String> rules = List.of(
                "masquerade 10.1.0.0/24",
                "masquerade 10.1.2.0/23 out eth0",
                "masquerade fd00:1::/64 out eth0",
                "snat 10.1.0.0/24 to 192.0.2.7 out eth1",
                "snat fd00:1::/64 to 2001:db8::7",
                "dnat tcp 3033 to 10.1.0.2:3000",
                "dnat udp 192.0.2.1:53 to 10.1.0.2:5353",
                "dnat sctp [2001:db8::1]:80 to [fd00:1::2]:8080",
                "forward br0 eth0");
        for (String rule : rules) {
            goodNat(machine, rule + " --enable-forwarding");
        }
        Map<String, String> theirs = ofNft(machine);
        Map<String, String> ours = new TreeMap<>();
        List<String> words = new ArrayList<>();
        for (String line : nat(machine, "list -j").lines()) {
            Map<?, ?> row = (Map<?, ?>) JsonText.parse(line);
            ours.put((String) row.get("Handle"), (String) row.get("Nft"));
            words.add((String) row.get("Rule"));
            assertThat(row.get("Table")).isEqualTo("inet jocker-nat");
        }
        assertThat(ours).isEqualTo(theirs).hasSize(10);
        assertThat(words)
                .containsAll(rules)
                .contains("forward br0 eth0 (answers)")
                .hasSize(10);

        Map<?, ?> json = (Map<?, ?>) JsonText.parse(on(machine, "nft", "-j", "list", "ruleset"));
        Map<String, String> chains = new TreeMap<>();
        for (Object each : (List<?>) json.get("nftables")) {
            if (((Map<?, ?>) each).get("rule") instanceof Map<?, ?> rule) {
                chains.put(rule.get("handle").toString(), (String) rule.get("chain"));
            }
        }
        for (String line : nat(machine, "list -j").lines()) {
            Map<?, ?> row = (Map<?, ?>) JsonText.parse(line);
            assertThat(chains).containsEntry((String) row.get("Handle"), (String) row.get("Chain"));
        }
        assertThat(chains).hasSize(10);
    }

    @Test
    void deletesByHandleAndByTheSameWords() throws Exception {
        Path machine = machine("machine");
        goodNat(machine, "masquerade 10.1.0.0/24 --enable-forwarding");
        goodNat(machine, "masquerade 10.2.0.0/24");
        goodNat(machine, "forward a b --enable-forwarding");
        Result twice = nat(machine, "masquerade 10.1.0.77/24");
        assertThat(twice.status()).isEqualTo(1);
        assertThat(twice.err()).startsWith("jocker: \"masquerade 10.1.0.0/24\" is there already, handle ");
        goodNat(machine, "delete forward a b");
        goodNat(machine, "delete masquerade 10.1.0.0/24");
        Map<String, String> left = ofNft(machine);
        assertThat(left.values())
                .containsExactly("ip saddr 10.2.0.0/24 ip daddr != 10.2.0.0/24 counter packets 0 bytes 0 masquerade");
        assertThat(nat(machine, "delete masquerade 10.1.0.0/24").status()).isEqualTo(1);
        assertThat(nat(machine, "delete 4711").err())
                .isEqualTo("jocker: there is no rule with the handle 4711 in inet jocker-nat\n");
        goodNat(machine, "delete " + left.keySet().iterator().next());
        assertThat(ofNft(machine)).isEmpty();
        goodNat(machine, "flush");
        goodNat(machine, "flush");
        assertThat(on(machine, "nft", "list", "ruleset")).isEmpty();
    }

    @Test
    void othersRulesAreShownAsTheyAreAndLeftAlone() throws Exception {
        Path machine = machine("machine");
        goodNat(machine, "masquerade 10.1.0.0/24 --enable-forwarding");
        on(machine, "nft", "add rule inet jocker-nat postrouting ip saddr 10.1.0.0/24 tcp dport 25 drop");
        on(
                machine,
                "nft",
                "table ip nat { chain POSTROUTING { type nat hook postrouting priority srcnat; oifname \"eth0\" masquerade; }; }");
        on(
                machine,
                "nft",
                "table inet jocker { map ports4 { type inet_proto . inet_service : ipv4_addr . inet_service; "
                        + "elements = { tcp . 8080 : 172.17.0.2 . 80 }; }; }");
        assertThat(nat(machine, "list --format {{.Table}}:{{.Rule}}").lines())
                .containsExactly(
                        "inet jocker-nat:masquerade 10.1.0.0/24",
                        "inet jocker-nat:ip saddr 10.1.0.0/24 tcp dport 25 drop",
                        "inet jocker:tcp . 8080 : 172.17.0.2 . 80");
        assertThat(nat(machine, "list -a --format {{.Table}}:{{.Rule}}").lines())
                .contains("ip nat:oifname \"eth0\" masquerade");
        assertThat(nat(machine, "delete masquerade 10.1.0.0/24").status()).isZero();
        goodNat(machine, "flush");
        assertThat(on(machine, "nft", "list", "tables").lines()).containsExactly("table ip nat", "table inet jocker");
    }

    @Test
    void forwardingIsTurnedOnWhenAskedAndOnlyThen() throws Exception {
        Path machine = machine("machine");
        on(machine, "sh", "-c", "echo 0 > /proc/sys/net/ipv4/ip_forward"); // a new namespace has what the host has
        Result result = nat(machine, "masquerade 10.1.0.0/24");
        assertThat(result.status()).isZero();
        assertThat(result.err()).isEqualTo("jocker nat: net.ipv4.ip_forward" + NOTICE + "\n");
        assertThat(nat(machine, "masquerade fd00::/64").err())
                .isEqualTo("jocker nat: net.ipv6.conf.all.forwarding" + NOTICE + "\n");
        String host = Files.readString(Path.of("/proc/sys/net/ipv4/ip_forward"));
        assertThat(sysctl(machine, "ipv4/ip_forward")).isEqualTo("0");
        goodNat(machine, "dnat 80 to 10.1.0.2:80 --enable-forwarding");
        assertThat(sysctl(machine, "ipv4/ip_forward")).isEqualTo("1");
        assertThat(sysctl(machine, "ipv6/conf/all/forwarding")).isEqualTo("0");
        assertThat(Path.of("/proc/sys/net/ipv4/ip_forward")).hasContent(host);
    }

    private static String sysctl(Path machine, String name) throws IOException, InterruptedException {
        List<String> command =
                List.of(Witness.require("nsenter").toString(), "--net=" + machine, "cat", "/proc/sys/net/" + name);
        return Launcher.finish(new ProcessBuilder(command), new byte[0]).out().strip();
    }

    @Test
    void badInputIsOneLineAndChangesNothing() throws Exception {
        Path machine = machine("machine");
        Map<String, String> wrong = Map.of(
                "masquerade", "it takes more words: masquerade SUBNET [out LINK]",
                "masquerade 10.1.0.0/33", "10.1.0.0/33",
                "masquerade 10.1.0.0/24 out averyveryverylongname", "at most 15 bytes",
                "snat 10.1.0.0/24 192.0.2.1", "expected to, as in snat SUBNET to ADDRESS [out LINK]",
                "snat 10.1.0.0/24 to fd00::1", "of two families",
                "dnat 70000 to 10.1.0.2:80", "expected a port from 1 to 65535",
                "dnat 80 to 80", "expected the ADDRESS:PORT where it goes",
                "dnat 80 to fd00::2:80", "an address of IPv6 is in brackets",
                "frobnicate", "expected list, masquerade, snat, dnat, forward, delete or flush");
        for (var each : wrong.entrySet()) {
            Result result = nat(machine, each.getKey());
            assertThat(result.status()).as(each.getKey()).isEqualTo(125);
            assertThat(result.err().lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("jocker nat: ")
                    .contains(each.getValue());
        }
        assertThat(on(machine, "nft", "list", "ruleset")).isEmpty();
        Result nowhere = jocker("nat", "-n", "no-such-namespace", "list");
        assertThat(nowhere.status()).isEqualTo(1);
        assertThat(nowhere.err().lines()).hasSize(1);
    }

    /** Somebody who listens on a machine, and says who has come. */
    private record Server(ServerSocket socket) implements AutoCloseable {
        static Server on(Path machine, String address, int port) throws IOException {
            try (NetworkNamespace there = NetworkNamespace.open(machine)) {
                return there.inside(() -> {
                    var socket = new ServerSocket();
                    socket.setSoTimeout(MILLIS);
                    socket.bind(new InetSocketAddress(address, port));
                    return new Server(socket);
                });
            }
        }

        /** The address from which somebody connects who is on another machine. */
        String seenOf(Path machine, String address, int port) throws IOException {
            try (NetworkNamespace there = NetworkNamespace.open(machine);
                    Socket client = there.inside(Socket::new)) {
                there.inside(() -> {
                    client.connect(new InetSocketAddress(address, port), MILLIS);
                    return null;
                });
                try (Socket accepted = socket.accept()) {
                    return accepted.getInetAddress().getHostAddress();
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aServerBehindARouterIsReachedByItsPortAndGetsOutUnderItsAddress() throws Exception {
        Path remote = machine("remote");
        Path router = machine("router");
        Path server = machine("server");
        for (Path machine : List.of(remote, router, server)) {
            on(machine, "ip", "link", "set", "lo", "up");
        }
        connect(router, "out", remote, "192.0.2.1/24", "192.0.2.2/24", "2001:db8::1/64", "2001:db8::2/64");
        connect(router, "in", server, "10.1.0.1/24", "10.1.0.2/24", "fd01::1/64", "fd01::2/64");
        on(server, "ip", "route", "add", "default", "via", "10.1.0.1");
        on(server, "ip", "-6", "route", "add", "default", "via", "fd01::1");

        goodNat(router, "masquerade 10.1.0.0/24 out out --enable-forwarding");
        goodNat(router, "masquerade fd01::/64 out out --enable-forwarding");
        goodNat(router, "dnat 3033 to 10.1.0.2:3000");
        goodNat(router, "dnat 3033 to [fd01::2]:3000");
        goodNat(router, "forward in out");

        try (Server at = Server.on(server, "::", 3000)) {
            assertThat(at.seenOf(remote, "192.0.2.1", 3033))
                    .as("the client's own address")
                    .isEqualTo("192.0.2.2");
            assertThat(at.seenOf(remote, "2001:db8::1", 3033)).isEqualTo("2001:db8:0:0:0:0:0:2");
        }
        try (Server at = Server.on(remote, "::", 9)) {
            assertThat(at.seenOf(server, "192.0.2.2", 9))
                    .as("the router's address")
                    .isEqualTo("192.0.2.1");
            assertThat(at.seenOf(server, "2001:db8::2", 9)).isEqualTo("2001:db8:0:0:0:0:0:1");
        }
        Map<String, String> packets = new TreeMap<>();
        for (String line : nat(router, "list --format {{.Rule}}={{.Packets}}").lines()) {
            packets.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        assertThat(packets)
                .containsEntry("dnat tcp 3033 to 10.1.0.2:3000", "1")
                .containsEntry("masquerade 10.1.0.0/24 out out", "1");
    }

    @Test
    void withSnatTheAddressIsTheOneThatWasNamed() throws Exception {
        Path remote = machine("remote");
        Path router = machine("router");
        Path server = machine("server");
        connect(router, "out", remote, "192.0.2.1/24", "192.0.2.2/24", "2001:db8::1/64", "2001:db8::2/64");
        connect(router, "in", server, "10.1.0.1/24", "10.1.0.2/24", "fd01::1/64", "fd01::2/64");
        on(router, "ip", "addr", "add", "192.0.2.7/24", "dev", "out");
        on(server, "ip", "route", "add", "default", "via", "10.1.0.1");
        goodNat(router, "snat 10.1.0.0/24 to 192.0.2.7 --enable-forwarding");
        try (Server at = Server.on(remote, "192.0.2.2", 9)) {
            assertThat(at.seenOf(server, "192.0.2.2", 9)).isEqualTo("192.0.2.7");
        }
    }

    /** A pair of links: {@code name} on the router, {@code eth0} on the other machine. */
    private static void connect(Path router, String name, Path other, String... addresses) throws Exception {
        on(router, "ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", other.toString());
        for (int i = 0; i < addresses.length; i++) {
            Path machine = i % 2 == 0 ? router : other;
            String link = i % 2 == 0 ? name : "eth0";
            List<String> words = new ArrayList<>(List.of("addr", "add", addresses[i], "dev", link));
            if (addresses[i].indexOf(':') >= 0) {
                words.add("nodad");
            }
            on(machine, "ip", words.toArray(new String[0]));
        }
        on(router, "ip", "link", "set", name, "up");
        on(other, "ip", "link", "set", "eth0", "up");
    }
}
