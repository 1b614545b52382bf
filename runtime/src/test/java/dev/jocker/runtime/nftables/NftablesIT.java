package dev.jocker.runtime.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.NetlinkException;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule sets that we make, as nft(8) lists them, and rule sets that it makes, as we see them. */
@NeedsRoot
final class NftablesIT {
    private static final Table TABLE = new Table(NftFamily.NFPROTO_INET, "jocker");
    private static final Chain FORWARD =
            Chain.base(TABLE, "forward", Chain.Kind.FILTER, Hook.NF_INET_FORWARD, 0, Verdict.ACCEPT);
    private static final Chain POST =
            Chain.base(TABLE, "post", Chain.Kind.NAT, Hook.NF_INET_POST_ROUTING, 100, Verdict.ACCEPT);
    private static final Chain PRE =
            Chain.base(TABLE, "pre", Chain.Kind.NAT, Hook.NF_INET_PRE_ROUTING, -100, Verdict.ACCEPT);
    private static final Set SUBNETS =
            Set.of(TABLE, "subnets", DataType.IPV4_ADDR).intervals();
    private static final Set PORTS = Set.map(
            TABLE,
            "ports",
            List.of(DataType.INET_PROTO, DataType.INET_SERVICE),
            List.of(DataType.IPV4_ADDR, DataType.INET_SERVICE));

    private NetworkNamespace namespace;
    private Nftables nftables;

    @BeforeEach
    void enter() throws IOException {
        namespace = NetworkNamespace.create();
        nftables = Nftables.in(namespace.fd());
    }

    @AfterEach
    void leave() {
        nftables.close();
        namespace.close();
    }

    /** What we make by one batch is to nft(8) what it would have made itself. */
    @Test
    void aRuleSetIsAsNftWouldMakeIt() throws IOException {
        Batch batch = nftables.batch()
                .add(TABLE)
                .add(SUBNETS)
                .add(PORTS)
                .add(FORWARD)
                .add(POST)
                .add(PRE);
        batch.add(SUBNETS, Element.network(Cidr.parse("10.88.0.0/16")));
        batch.add(
                PORTS,
                List.of(Element.of(
                        Data.concatenated(Data.protocol(6), Data.port(8080)),
                        Data.concatenated(Data.of(IpAddress.parse("10.88.0.2")), Data.port(80)))));
        batch.add(Rule.of(FORWARD)
                .with(Match.established())
                .with(new Expression.Counter())
                .decide(Verdict.ACCEPT));
        batch.add(
                Rule.of(FORWARD).with(Match.input("br0")).decide(Verdict.ACCEPT).comment("from inside"));
        batch.add(Rule.of(FORWARD).with(Match.source(Cidr.parse("fd00::/64"))).decide(Verdict.DROP));
        batch.add(Rule.of(FORWARD)
                .with(Match.destination(Cidr.parse("10.88.16.0/20")))
                .decide(Verdict.DROP));
        batch.add(Rule.of(FORWARD).with(new Expression.Reject(2, 1)));
        batch.add(Rule.of(POST)
                .with(Match.sourceIn("subnets"))
                .with(Match.outputNot("br0"))
                .with(new Expression.Masquerade(Flags.none(NatFlag.class))));
        batch.add(Rule.of(PRE)
                .with(Match.destinationPort(6, 3033))
                .with(new Expression.Immediate(1, Data.of(IpAddress.parse("10.88.0.2"))))
                .with(new Expression.Immediate(2, Data.port(3000)))
                .with(new Expression.Nat(
                        true, NftFamily.NFPROTO_IPV4, 1, 2, Flags.of(NatFlag.NF_NAT_RANGE_PROTO_SPECIFIED))));
        batch.add(Rule.of(PRE)
                .with(Match.forThisHost())
                .with(new Expression.Meta(1, MetaKey.NFT_META_NFPROTO))
                .with(new Expression.Compare(1, Comparison.NFT_CMP_EQ, Bytes.of((byte) 2)))
                .with(new Expression.Meta(1, MetaKey.NFT_META_L4PROTO))
                .with(new Expression.Payload(9, PayloadBase.NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2))
                .with(new Expression.Lookup("ports", 1, 1, false))
                .with(new Expression.Nat(true, NftFamily.NFPROTO_IPV4, 1, 9, Flags.none(NatFlag.class))));
        batch.commit();

        assertThat(nft("list ruleset")).isEqualTo("""
                table inet jocker {
                	set subnets {
                		type ipv4_addr
                		flags interval
                		elements = { 10.88.0.0/16 }
                	}

                	map ports {
                		type inet_proto . inet_service : ipv4_addr . inet_service
                		elements = { tcp . 8080 : 10.88.0.2 . 80 }
                	}

                	chain forward {
                		type filter hook forward priority filter; policy accept;
                		ct state established,related counter packets 0 bytes 0 accept
                		iifname "br0" accept comment "from inside"
                		ip6 saddr fd00::/64 drop
                		ip daddr 10.88.16.0/20 drop
                		reject
                	}

                	chain post {
                		type nat hook postrouting priority srcnat; policy accept;
                		ip saddr @subnets oifname != "br0" masquerade
                	}

                	chain pre {
                		type nat hook prerouting priority dstnat; policy accept;
                		tcp dport 3033 dnat ip to 10.88.0.2:3000
                		fib daddr type local meta nfproto ipv4 dnat ip to meta l4proto . th dport map @ports
                	}
                }
                """);
    }

    /** What was listed is what was made, and makes the same once more. */
    @Test
    void whatNftMadeIsReadAndMadeAgain() throws IOException {
        nft("""
            add table inet jocker
            add chain inet jocker other
            add chain inet jocker forward { type filter hook forward priority 5; policy drop; }
            add chain inet jocker post { type nat hook postrouting priority srcnat; }
            add set inet jocker plain { type inet_service; elements = { 22, 80 } }
            add set inet jocker pairs { type ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/8 . 80-90 } }
            add map inet jocker verdicts { type ipv4_addr : verdict; elements = { 10.0.0.1 : jump other, 10.0.0.2 : drop } }
            add rule inet jocker forward ct state established,related counter accept
            add rule inet jocker forward ip saddr vmap @verdicts
            add rule inet jocker forward tcp dport @plain meta mark set 0x10 accept
            add rule inet jocker forward ip6 saddr fd00::/64 ct mark set 1 goto other
            add rule inet jocker forward tcp dport 1000-2000 limit rate 10/second drop comment "slow"
            add rule inet jocker post ip saddr 10.88.0.0/16 masquerade random
            add rule inet jocker post snat ip to 192.0.2.1
            """);
        String before = nft("list ruleset");
        assertThat(nftables.tables()).containsExactly(TABLE);
        List<Set> sets = nftables.sets();
        assertThat(sets).extracting(Set::name).containsExactlyInAnyOrder("plain", "pairs", "verdicts");

        Batch again = nftables.batch().delete(TABLE).add(TABLE);
        List<Chain> chains = nftables.chains();
        assertThat(chains).extracting(Chain::name).containsExactly("other", "forward", "post");
        chains.forEach(again::add);
        for (Set set : sets) {
            again.add(set).add(set, nftables.elements(set));
        }
        int unknown = 0;
        for (Chain chain : chains) {
            for (Rule rule : nftables.rules(chain)) {
                again.add(rule);
                unknown += (int) rule.expressions().stream()
                        .filter(one -> one instanceof Expression.Unknown)
                        .count();
            }
        }
        assertThat(unknown).as("limit has no name here, and is kept").isEqualTo(1);
        again.commit();
        assertThat(nft("list ruleset").lines())
                .containsExactlyInAnyOrderElementsOf(before.lines().toList());
    }

    @Test
    void nothingIsMadeWhenOneIsRefusedAndTheErrorNamesIt() throws IOException {
        Batch batch = nftables.batch().add(TABLE).add(FORWARD);
        batch.add(Rule.of(FORWARD).decide(Verdict.jump("nowhere")));
        batch.add(Rule.of(FORWARD).decide(Verdict.ACCEPT));
        assertThatThrownBy(batch::commit)
                .isInstanceOfSatisfying(NetlinkException.class, e -> {
                    assertThat(e.index()).isEqualTo(2);
                    assertThat(e.errno()).isEqualTo(Errno.ENOENT);
                })
                .hasMessageStartingWith("netlink NFT_MSG_NEWRULE inet jocker forward: ENOENT");
        assertThat(nftables.tables()).isEmpty();
        assertThat(nft("list ruleset")).isEmpty();
    }

    @Test
    void elementsAndRulesComeAndGo() throws IOException {
        nftables.batch()
                .add(TABLE)
                .add(FORWARD)
                .add(PORTS)
                .add(Rule.of(FORWARD).decide(Verdict.DROP))
                .commit();
        List<Element> many = new ArrayList<>();
        for (int port = 1; port <= 1000; port++) {
            many.add(Element.of(
                    Data.concatenated(Data.protocol(6), Data.port(port)),
                    Data.concatenated(Data.of(IpAddress.parse("10.88.0.2")), Data.port(port))));
        }
        nftables.batch().create(PORTS, many).commit();
        assertThat(nftables.elements(PORTS)).containsExactlyInAnyOrderElementsOf(many);
        assertThatThrownBy(
                        () -> nftables.batch().create(PORTS, many.subList(5, 6)).commit())
                .hasMessageStartingWith("netlink NFT_MSG_NEWSETELEM inet jocker ports: EEXIST");
        nftables.batch().delete(PORTS, many.subList(0, 999)).commit();
        assertThat(nftables.elements(PORTS)).containsExactly(many.getLast());
        nftables.batch().flush(PORTS).commit();
        assertThat(nftables.elements(PORTS)).isEmpty();

        nftables.batch().insert(Rule.of(FORWARD).decide(Verdict.ACCEPT)).commit();
        List<Rule> rules = nftables.rules(FORWARD);
        assertThat(rules)
                .extracting(Rule::expressions)
                .containsExactly(
                        List.of(new Expression.Decide(Verdict.ACCEPT)), List.of(new Expression.Decide(Verdict.DROP)));
        nftables.batch().delete(rules.getLast()).commit();
        assertThat(nftables.rules(FORWARD)).containsExactly(rules.getFirst());
        nftables.batch().flush(FORWARD).delete(FORWARD).delete(PORTS).commit();
        assertThat(nftables.chains()).isEmpty();
        nftables.batch().delete(TABLE).commit();
        assertThat(nft("list ruleset")).isEmpty();
    }

    @Test
    void anElementIsFoundByItsKeyWithItsComment() throws IOException {
        assertThat(nftables.find(PORTS, Data.port(1))).as("no such table").isEmpty();
        nft("""
            add table inet jocker
            add set inet jocker subnets { type ipv4_addr; flags interval; elements = { 10.88.0.0/16 comment "all of it" } }
            add set inet jocker links { type ifname; elements = { "br0" comment "a link" } }
            """);
        Element found =
                nftables.find(SUBNETS, Data.of(IpAddress.parse("10.88.3.4"))).orElseThrow();
        assertThat(found.comment()).isEqualTo("all of it");
        Set links = Set.of(TABLE, "links", DataType.IFNAME);
        assertThat(nftables.find(links, Data.linkName("br0")))
                .map(Element::comment)
                .contains("a link");
        assertThat(nftables.find(links, Data.linkName("br"))).isEmpty();

        Set ours = Set.of(TABLE, "ours", DataType.IFNAME);
        nftables.batch()
                .add(ours)
                .add(ours, List.of(Element.of(Data.linkName("br1")).comment("ours")))
                .commit();
        assertThat(nft("list set inet jocker ours")).contains("elements = { \"br1\" comment \"ours\" }");
    }

    @Test
    void aBatchCanWantThatNothingChangedMeanwhile() throws IOException {
        nftables.batch().add(TABLE).commit();
        long then = nftables.generation();
        nftables.batch().onlyIn(then).add(FORWARD).commit();
        assertThat(nftables.generation()).isEqualTo(then + 1);
        assertThatThrownBy(() -> nftables.batch().onlyIn(then).add(POST).commit())
                .isInstanceOfSatisfying(NetlinkException.class, e -> {
                    assertThat(e.errno()).isEqualTo(Errno.ERESTART);
                    assertThat(e.index()).isEqualTo(-1);
                });
        nftables.batch().commit();
        assertThat(nftables.chains()).containsExactly(FORWARD);
    }

    private String nft(String commands) throws IOException {
        Path descriptor = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/"
                + namespace.fd().number());
        Process process = new ProcessBuilder(
                        Witness.require("nsenter").toString(),
                        "--net=" + descriptor,
                        Witness.require("nft").toString(),
                        "-f",
                        "-")
                .redirectErrorStream(true)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(commands.getBytes(StandardCharsets.UTF_8));
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as(text).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return text;
    }
}
