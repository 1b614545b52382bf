package dev.jocker.runtime.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that nft(8) has made: our text of each is the one that it lists. */
@NeedsRoot
final class RuleTextIT {
    private static final String SETS = """
            set s { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 }; }
            map m { type inet_proto . inet_service : ipv4_addr . inet_service; elements = { tcp . 80 : 10.0.0.1 . 81 }; }
            map v { type ifname : verdict; elements = { "lo" : accept }; }
            chain other { }
            """;
    private static final String FILTER = """
            ip saddr 10.0.0.0/8 ip daddr != 192.0.2.1 tcp dport 80 accept
            ip saddr 10.1.2.0/23 udp sport 53 drop
            ip6 daddr fd00::1 continue
            iifname "br*" ct state established,related counter packets 0 bytes 0 accept
            ct state invalid drop
            ct state != new drop
            ct status dnat accept
            ct mark 0x00000007 accept
            meta mark 0x00000001 accept
            meta l4proto udp drop
            meta nfproto ipv6 drop
            meta nfproto ipv4 meta l4proto sctp drop
            ip saddr @s ip daddr != @s return
            iifname vmap @v
            fib daddr type local jump other
            fib saddr . iif oif 0 drop
            tcp dport 22 reject with tcp reset
            meta mark set 0x00000002
            iifname "a" oifname != "b" goto other
            tcp sport > 1024 comment "high ports"
            """;
    private static final String SOURCE = """
            ip6 saddr fd00::/64 oifname "eth0" masquerade
            masquerade random,persistent
            meta nfproto ipv4 snat ip to 192.0.2.3
            """;
    private static final String DESTINATION = """
            dnat ip to meta l4proto . th dport map @m
            tcp dport 81 redirect to :82
            tcp dport 83 dnat ip6 to [fd00::2]:84
            """;

    @Test
    void isWhatNftLists() throws Exception {
        String script = "table inet t {\n" + SETS + "chain filter {\n" + FILTER + "}\n"
                + "chain source { type nat hook postrouting priority 100;\n" + SOURCE + "}\n"
                + "chain destination { type nat hook prerouting priority -100;\n" + DESTINATION + "}\n}\n"
                + "table ip old { chain c { type nat hook prerouting priority -100;\n"
                + "ip saddr 10.0.0.1 tcp dport 80 dnat to 10.0.0.2:81\n}\n}\n";
        try (NetworkNamespace namespace = NetworkNamespace.create();
                Nftables nftables = Nftables.in(namespace.fd())) {
            assertThat(namespace.inside(() -> nft(script, "-f", "-"))).isEmpty();
            List<String> theirs = rules(namespace.inside(() -> nft("", "-a", "list", "ruleset")));
            List<String> ours = new ArrayList<>();
            for (Chain chain : nftables.chains()) {
                for (Rule rule : nftables.rules(chain)) {
                    ours.add(RuleText.of(rule));
                }
            }
            assertThat(ours).containsExactlyElementsOf(theirs).hasSize(27);
            Set map = nftables.sets().stream()
                    .filter(set -> set.name().equals("m"))
                    .findFirst()
                    .orElseThrow();
            assertThat(nftables.elements(map))
                    .extracting(element -> RuleText.of(map, element))
                    .containsExactly("tcp . 80 : 10.0.0.1 . 81");
        }
    }

    @Test
    void whatIsUnknownIsInBrackets() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.create();
                Nftables nftables = Nftables.in(namespace.fd())) {
            String script = "table inet t { chain c { log prefix \"x\" accept; }; }";
            assertThat(namespace.inside(() -> nft(script, "-f", "-"))).isEmpty();
            assertThat(RuleText.of(nftables.rules(nftables.chains().getFirst()).getFirst()))
                    .isEqualTo("[log] accept");
        }
    }

    /** With {@code -a} a rule is a line that ends in its handle; chains, which have one too, open a brace. */
    private static List<String> rules(String listed) {
        List<String> rules = new ArrayList<>();
        for (String line : listed.split("\n")) {
            int handle = line.indexOf(" # handle ");
            if (handle > 0 && !line.substring(0, handle).endsWith("{")) {
                rules.add(line.substring(0, handle).strip());
            }
        }
        return rules;
    }

    private static String nft(String input, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(Witness.require("nft").toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
