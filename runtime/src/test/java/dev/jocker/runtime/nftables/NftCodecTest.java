package dev.jocker.runtime.nftables;

import static dev.jocker.runtime.netlink.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.bindings.nfgenmsg;
import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.MessageFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.syscall.Flags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Each message of a batch is what {@code nft(8)} sends for the same, as strace(1) showed it; but the last, for which we want an
 * acknowledgement where nft(8) waits whether an error comes.
 */
final class NftCodecTest {
    private static final int SEQUENCE = 8;
    private static final Table TABLE = new Table(NftFamily.NFPROTO_INET, "jocker");

    /** The one change of a batch, as it would be if another came after it. */
    private static byte[] change(UnaryOperator<Batch> change) {
        List<Request> requests = change.apply(new Batch(null)).requests();
        assertThat(requests).hasSize(3);
        byte[] message = requests.get(1).encode(SEQUENCE);
        int flags = 6;
        assertThat(message[flags] & MessageFlag.NLM_F_ACK.bits()).isNotZero();
        message[flags] &= (byte) ~MessageFlag.NLM_F_ACK.bits();
        return message;
    }

    @Test
    void theHeaderIsThatOfTheBindings() {
        assertThat(nfgenmsg.sizeof()).isEqualTo(NftCodec.BYTES);
        assertThat(nfgenmsg.version$offset()).isEqualTo(1);
        assertThat(nfgenmsg.res_id$offset()).isEqualTo(2);
    }

    @Test
    void aBatchHasABeginningAndAnEnd() {
        List<Request> requests = new Batch(null).add(TABLE).onlyIn(5).requests();
        assertThat(requests.getFirst().encode(SEQUENCE)).isEqualTo(hex("""
                1c000000 1000 0100 08000000 00000000          NFNL_MSG_BATCH_BEGIN, REQUEST
                00 00 000a                                    nfgenmsg
                0800 0100 00000005                            NFNL_BATCH_GENID
                """));
        assertThat(requests.getLast().encode(SEQUENCE)).isEqualTo(hex("""
                14000000 1100 0100 08000000 00000000          NFNL_MSG_BATCH_END, REQUEST
                00 00 000a                                    nfgenmsg
                """));
    }

    /** {@code nft add table inet jocker} */
    @Test
    void addsATable() {
        assertThat(change(batch -> batch.add(TABLE))).isEqualTo(hex("""
                28000000 000a 0100 08000000 00000000          NFT_MSG_NEWTABLE, REQUEST
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_TABLE_NAME "jocker"
                0800 0200 00000000                            NFTA_TABLE_FLAGS
                """));
    }

    /** {@code nft delete table inet jocker} */
    @Test
    void deletesATable() {
        assertThat(change(batch -> batch.delete(TABLE))).isEqualTo(hex("""
                20000000 020a 0100 08000000 00000000          NFT_MSG_DELTABLE, REQUEST
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_TABLE_NAME "jocker"
                """));
    }

    /** {@code nft add chain inet jocker other} */
    @Test
    void addsAChain() {
        assertThat(change(batch -> batch.add(new Chain(TABLE, "other")))).isEqualTo(hex("""
                2c000000 030a 0104 08000000 00000000          NFT_MSG_NEWCHAIN, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_CHAIN_TABLE "jocker"
                0a00 0300 6f7468657200 0000                   NFTA_CHAIN_NAME "other"
                """));
    }

    /** {@code nft add chain inet jocker fw  type filter hook forward priority -5; policy drop; } */
    @Test
    void addsABaseChain() {
        assertThat(change(batch ->
                        batch.add(Chain.base(TABLE, "fw", Chain.Kind.FILTER, Hook.NF_INET_FORWARD, -5, Verdict.DROP))))
                .isEqualTo(hex("""
                50000000 030a 0104 08000000 00000000          NFT_MSG_NEWCHAIN, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_CHAIN_TABLE "jocker"
                0700 0300 667700 00                           NFTA_CHAIN_NAME "fw"
                0b00 0700 66696c74657200 00                   NFTA_CHAIN_TYPE "filter"
                0800 0500 00000000                            NFTA_CHAIN_POLICY
                1400 0480                                     NFTA_CHAIN_HOOK
                0800 0100 00000002                              NFTA_HOOK_HOOKNUM
                0800 0200 fffffffb                              NFTA_HOOK_PRIORITY
                """));
    }

    /** {@code nft add chain inet jocker nat  type nat hook postrouting priority 100; } */
    @Test
    void addsANatChain() {
        assertThat(change(batch ->
                        batch.add(Chain.base(TABLE, "nat", Chain.Kind.NAT, Hook.NF_INET_POST_ROUTING, 100, null))))
                .isEqualTo(hex("""
                44000000 030a 0104 08000000 00000000          NFT_MSG_NEWCHAIN, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_CHAIN_TABLE "jocker"
                0800 0300 6e617400                            NFTA_CHAIN_NAME "nat"
                0800 0700 6e617400                            NFTA_CHAIN_TYPE "nat"
                1400 0480                                     NFTA_CHAIN_HOOK
                0800 0100 00000004                              NFTA_HOOK_HOOKNUM
                0800 0200 00000064                              NFTA_HOOK_PRIORITY
                """));
    }

    /** {@code nft flush chain inet jocker fw} */
    @Test
    void flushesAChain() {
        assertThat(change(batch -> batch.flush(new Chain(TABLE, "fw")))).isEqualTo(hex("""
                28000000 080a 0100 08000000 00000000          NFT_MSG_DELRULE, REQUEST
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0700 0200 667700 00                           NFTA_RULE_CHAIN "fw"
                """));
    }

    /** {@code nft delete chain inet jocker other} */
    @Test
    void deletesAChain() {
        assertThat(change(batch -> batch.delete(new Chain(TABLE, "other")))).isEqualTo(hex("""
                2c000000 050a 0100 08000000 00000000          NFT_MSG_DELCHAIN, REQUEST
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_CHAIN_TABLE "jocker"
                0a00 0300 6f7468657200 0000                   NFTA_CHAIN_NAME "other"
                """));
    }

    /** {@code nft delete set inet jocker subnets} */
    @Test
    void deletesASet() {
        assertThat(change(batch -> batch.delete(Set.of(TABLE, "subnets", DataType.IPV4_ADDR))))
                .isEqualTo(hex("""
                2c000000 0b0a 0100 08000000 00000000          NFT_MSG_DELSET, REQUEST
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_TABLE "jocker"
                0c00 0200 7375626e65747300                    NFTA_SET_NAME "subnets"
                """));
    }

    /** {@code nft add rule inet jocker fw counter accept} */
    @Test
    void accepts() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "fw"))
                        .with(new Expression.Counter())
                        .decide(Verdict.ACCEPT))))
                .isEqualTo(hex("""
                70000000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0700 0200 667700 00                           NFTA_RULE_CHAIN "fw"
                4800 0480                                     NFTA_RULE_EXPRESSIONS
                1400 0180                                       NFTA_LIST_ELEM
                0c00 0100 636f756e74657200                        NFTA_EXPR_NAME "counter"
                0400 0280                                         NFTA_EXPR_DATA
                3000 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                1c00 0280                                         NFTA_EXPR_DATA
                0800 0100 00000000                                  NFTA_IMMEDIATE_DREG
                1000 0280                                           NFTA_IMMEDIATE_DATA
                0c00 0280                                             NFTA_DATA_VERDICT
                0800 0100 00000001                                      NFTA_VERDICT_CODE
                """));
    }

    /** {@code nft add rule inet jocker fw jump other} */
    @Test
    void jumps() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "fw")).decide(Verdict.jump("other")))))
                .isEqualTo(hex("""
                68000000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0700 0200 667700 00                           NFTA_RULE_CHAIN "fw"
                4000 0480                                     NFTA_RULE_EXPRESSIONS
                3c00 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                2800 0280                                         NFTA_EXPR_DATA
                0800 0100 00000000                                  NFTA_IMMEDIATE_DREG
                1c00 0280                                           NFTA_IMMEDIATE_DATA
                1800 0280                                             NFTA_DATA_VERDICT
                0800 0100 fffffffd                                      NFTA_VERDICT_CODE
                0a00 0200 6f7468657200 0000                             NFTA_VERDICT_CHAIN "other"
                """));
    }

    /** {@code nft insert rule inet jocker fw drop} */
    @Test
    void insertsARule() {
        assertThat(change(batch -> batch.insert(Rule.of(new Chain(TABLE, "fw")).decide(Verdict.DROP))))
                .isEqualTo(hex("""
                5c000000 060a 0104 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0700 0200 667700 00                           NFTA_RULE_CHAIN "fw"
                3400 0480                                     NFTA_RULE_EXPRESSIONS
                3000 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                1c00 0280                                         NFTA_EXPR_DATA
                0800 0100 00000000                                  NFTA_IMMEDIATE_DREG
                1000 0280                                           NFTA_IMMEDIATE_DATA
                0c00 0280                                             NFTA_DATA_VERDICT
                0800 0100 00000000                                      NFTA_VERDICT_CODE
                """));
    }

    /** {@code nft add rule inet jocker fw drop comment "a1"} */
    @Test
    void commentsARule() {
        assertThat(change(batch -> batch.add(
                        Rule.of(new Chain(TABLE, "fw")).decide(Verdict.DROP).comment("a1"))))
                .isEqualTo(hex("""
                68000000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0700 0200 667700 00                           NFTA_RULE_CHAIN "fw"
                3400 0480                                     NFTA_RULE_EXPRESSIONS
                3000 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                1c00 0280                                         NFTA_EXPR_DATA
                0800 0100 00000000                                  NFTA_IMMEDIATE_DREG
                1000 0280                                           NFTA_IMMEDIATE_DATA
                0c00 0280                                             NFTA_DATA_VERDICT
                0800 0100 00000000                                      NFTA_VERDICT_CODE
                0900 0700 0003613100 000000                   NFTA_RULE_USERDATA
                """));
    }

    /** {@code nft add rule inet jocker nat ip saddr 10.88.0.0/16 ip daddr != 10.88.0.0/16 masquerade} */
    @Test
    void masqueradesANetwork() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "nat"))
                        .with(Match.source(Cidr.parse("10.88.0.0/16")))
                        .with(Match.destinationNot(Cidr.parse("10.88.0.0/16")))
                        .with(new Expression.Masquerade(Flags.none(NatFlag.class))))))
                .isEqualTo(hex("""
                50010000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0800 0200 6e617400                            NFTA_RULE_CHAIN "nat"
                2801 0480                                     NFTA_RULE_EXPRESSIONS
                2400 0180                                       NFTA_LIST_ELEM
                0900 0100 6d65746100 000000                       NFTA_EXPR_NAME "meta"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0200 0000000f                                  NFTA_META_KEY
                0800 0100 00000001                                  NFTA_META_DREG
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0500 0100 02 000000                                   NFTA_DATA_VALUE
                3400 0180                                       NFTA_LIST_ELEM
                0c00 0100 7061796c6f616400                        NFTA_EXPR_NAME "payload"
                2400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_PAYLOAD_DREG
                0800 0200 00000001                                  NFTA_PAYLOAD_BASE
                0800 0300 0000000c                                  NFTA_PAYLOAD_OFFSET
                0800 0400 00000002                                  NFTA_PAYLOAD_LEN
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0600 0100 0a58 0000                                   NFTA_DATA_VALUE
                3400 0180                                       NFTA_LIST_ELEM
                0c00 0100 7061796c6f616400                        NFTA_EXPR_NAME "payload"
                2400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_PAYLOAD_DREG
                0800 0200 00000001                                  NFTA_PAYLOAD_BASE
                0800 0300 00000010                                  NFTA_PAYLOAD_OFFSET
                0800 0400 00000002                                  NFTA_PAYLOAD_LEN
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000001                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0600 0100 0a58 0000                                   NFTA_DATA_VALUE
                1400 0180                                       NFTA_LIST_ELEM
                0900 0100 6d61737100 000000                       NFTA_EXPR_NAME "masq"
                0400 0280                                         NFTA_EXPR_DATA
                """));
    }

    /** {@code nft add rule inet jocker fw ip daddr 10.88.16.0/20 drop} */
    @Test
    void matchesANetworkThatEndsWithinAByte() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "fw"))
                        .with(Match.destination(Cidr.parse("10.88.16.0/20")))
                        .decide(Verdict.DROP))))
                .isEqualTo(hex("""
                50010000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0700 0200 667700 00                           NFTA_RULE_CHAIN "fw"
                2801 0480                                     NFTA_RULE_EXPRESSIONS
                2400 0180                                       NFTA_LIST_ELEM
                0900 0100 6d65746100 000000                       NFTA_EXPR_NAME "meta"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0200 0000000f                                  NFTA_META_KEY
                0800 0100 00000001                                  NFTA_META_DREG
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0500 0100 02 000000                                   NFTA_DATA_VALUE
                3400 0180                                       NFTA_LIST_ELEM
                0c00 0100 7061796c6f616400                        NFTA_EXPR_NAME "payload"
                2400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_PAYLOAD_DREG
                0800 0200 00000001                                  NFTA_PAYLOAD_BASE
                0800 0300 00000010                                  NFTA_PAYLOAD_OFFSET
                0800 0400 00000004                                  NFTA_PAYLOAD_LEN
                4400 0180                                       NFTA_LIST_ELEM
                0c00 0100 6269747769736500                        NFTA_EXPR_NAME "bitwise"
                3400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_BITWISE_SREG
                0800 0200 00000001                                  NFTA_BITWISE_DREG
                0800 0300 00000004                                  NFTA_BITWISE_LEN
                0c00 0480                                           NFTA_BITWISE_MASK
                0800 0100 fffff000                                    NFTA_DATA_VALUE
                0c00 0580                                           NFTA_BITWISE_XOR
                0800 0100 00000000                                    NFTA_DATA_VALUE
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0800 0100 0a581000                                    NFTA_DATA_VALUE
                3000 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                1c00 0280                                         NFTA_EXPR_DATA
                0800 0100 00000000                                  NFTA_IMMEDIATE_DREG
                1000 0280                                           NFTA_IMMEDIATE_DATA
                0c00 0280                                             NFTA_DATA_VERDICT
                0800 0100 00000000                                      NFTA_VERDICT_CODE
                """));
    }

    /** {@code nft add rule inet jocker fw ip6 saddr fd00::/64 drop} */
    @Test
    void matchesAnIpv6Network() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "fw"))
                        .with(Match.source(Cidr.parse("fd00::/64")))
                        .decide(Verdict.DROP))))
                .isEqualTo(hex("""
                10010000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0700 0200 667700 00                           NFTA_RULE_CHAIN "fw"
                e800 0480                                     NFTA_RULE_EXPRESSIONS
                2400 0180                                       NFTA_LIST_ELEM
                0900 0100 6d65746100 000000                       NFTA_EXPR_NAME "meta"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0200 0000000f                                  NFTA_META_KEY
                0800 0100 00000001                                  NFTA_META_DREG
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0500 0100 0a 000000                                   NFTA_DATA_VALUE
                3400 0180                                       NFTA_LIST_ELEM
                0c00 0100 7061796c6f616400                        NFTA_EXPR_NAME "payload"
                2400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_PAYLOAD_DREG
                0800 0200 00000001                                  NFTA_PAYLOAD_BASE
                0800 0300 00000008                                  NFTA_PAYLOAD_OFFSET
                0800 0400 00000008                                  NFTA_PAYLOAD_LEN
                3000 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                1000 0380                                           NFTA_CMP_DATA
                0c00 0100 fd00000000000000                            NFTA_DATA_VALUE
                3000 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                1c00 0280                                         NFTA_EXPR_DATA
                0800 0100 00000000                                  NFTA_IMMEDIATE_DREG
                1000 0280                                           NFTA_IMMEDIATE_DATA
                0c00 0280                                             NFTA_DATA_VERDICT
                0800 0100 00000000                                      NFTA_VERDICT_CODE
                """));
    }

    /** {@code nft add rule inet jocker nat ip saddr @subnets oifname != "br0" masquerade random} */
    @Test
    void looksUpASetAndANameOfALink() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "nat"))
                        .with(Match.sourceIn("subnets"))
                        .with(Match.outputNot("br0"))
                        .with(new Expression.Masquerade(Flags.of(NatFlag.NF_NAT_RANGE_PROTO_RANDOM))))))
                .isEqualTo(hex("""
                58010000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0800 0200 6e617400                            NFTA_RULE_CHAIN "nat"
                3001 0480                                     NFTA_RULE_EXPRESSIONS
                2400 0180                                       NFTA_LIST_ELEM
                0900 0100 6d65746100 000000                       NFTA_EXPR_NAME "meta"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0200 0000000f                                  NFTA_META_KEY
                0800 0100 00000001                                  NFTA_META_DREG
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0500 0100 02 000000                                   NFTA_DATA_VALUE
                3400 0180                                       NFTA_LIST_ELEM
                0c00 0100 7061796c6f616400                        NFTA_EXPR_NAME "payload"
                2400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_PAYLOAD_DREG
                0800 0200 00000001                                  NFTA_PAYLOAD_BASE
                0800 0300 0000000c                                  NFTA_PAYLOAD_OFFSET
                0800 0400 00000004                                  NFTA_PAYLOAD_LEN
                3000 0180                                       NFTA_LIST_ELEM
                0b00 0100 6c6f6f6b757000 00                       NFTA_EXPR_NAME "lookup"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0200 00000001                                  NFTA_LOOKUP_SREG
                0c00 0100 7375626e65747300                          NFTA_LOOKUP_SET "subnets"
                0800 0400 00000000                                  NFTA_LOOKUP_SET_ID, where nft(8) has a number of its own for the set
                2400 0180                                       NFTA_LIST_ELEM
                0900 0100 6d65746100 000000                       NFTA_EXPR_NAME "meta"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0200 00000007                                  NFTA_META_KEY
                0800 0100 00000001                                  NFTA_META_DREG
                3800 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2c00 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000001                                  NFTA_CMP_OP
                1800 0380                                           NFTA_CMP_DATA
                1400 0100 62723000000000000000000000000000            NFTA_DATA_VALUE
                1c00 0180                                       NFTA_LIST_ELEM
                0900 0100 6d61737100 000000                       NFTA_EXPR_NAME "masq"
                0c00 0280                                         NFTA_EXPR_DATA
                0800 0100 00000004                                  NFTA_MASQ_FLAGS
                """));
    }

    /** {@code nft add rule inet jocker pre tcp dport 3033 dnat ip to 10.88.0.2:3000} */
    @Test
    void translatesAPort() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "pre"))
                        .with(Match.destinationPort(6, 3033))
                        .with(new Expression.Immediate(1, Data.of(IpAddress.parse("10.88.0.2"))))
                        .with(new Expression.Immediate(2, Data.port(3000)))
                        .with(new Expression.Nat(
                                true, NftFamily.NFPROTO_IPV4, 1, 2, Flags.of(NatFlag.NF_NAT_RANGE_PROTO_SPECIFIED))))))
                .isEqualTo(hex("""
                6c010000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0800 0200 70726500                            NFTA_RULE_CHAIN "pre"
                4401 0480                                     NFTA_RULE_EXPRESSIONS
                2400 0180                                       NFTA_LIST_ELEM
                0900 0100 6d65746100 000000                       NFTA_EXPR_NAME "meta"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0200 00000010                                  NFTA_META_KEY
                0800 0100 00000001                                  NFTA_META_DREG
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0500 0100 06 000000                                   NFTA_DATA_VALUE
                3400 0180                                       NFTA_LIST_ELEM
                0c00 0100 7061796c6f616400                        NFTA_EXPR_NAME "payload"
                2400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_PAYLOAD_DREG
                0800 0200 00000002                                  NFTA_PAYLOAD_BASE
                0800 0300 00000002                                  NFTA_PAYLOAD_OFFSET
                0800 0400 00000002                                  NFTA_PAYLOAD_LEN
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0600 0100 0bd9 0000                                   NFTA_DATA_VALUE
                2c00 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                1800 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_IMMEDIATE_DREG
                0c00 0280                                           NFTA_IMMEDIATE_DATA
                0800 0100 0a580002                                    NFTA_DATA_VALUE
                2c00 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                1800 0280                                         NFTA_EXPR_DATA
                0800 0100 00000002                                  NFTA_IMMEDIATE_DREG
                0c00 0280                                           NFTA_IMMEDIATE_DATA
                0600 0100 0bb8 0000                                   NFTA_DATA_VALUE
                3800 0180                                       NFTA_LIST_ELEM
                0800 0100 6e617400                                NFTA_EXPR_NAME "nat"
                2c00 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_NAT_TYPE
                0800 0200 00000002                                  NFTA_NAT_FAMILY
                0800 0300 00000001                                  NFTA_NAT_REG_ADDR_MIN
                0800 0500 00000002                                  NFTA_NAT_REG_PROTO_MIN
                0800 0700 00000002                                  NFTA_NAT_FLAGS
                """));
    }

    /** {@code nft add rule inet jocker nat snat ip to 192.0.2.1} */
    @Test
    void translatesTheSource() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "nat"))
                        .with(new Expression.Immediate(1, Data.of(IpAddress.parse("192.0.2.1"))))
                        .with(new Expression.Nat(false, NftFamily.NFPROTO_IPV4, 1, 0, Flags.none(NatFlag.class))))))
                .isEqualTo(hex("""
                80000000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0800 0200 6e617400                            NFTA_RULE_CHAIN "nat"
                5800 0480                                     NFTA_RULE_EXPRESSIONS
                2c00 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                1800 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_IMMEDIATE_DREG
                0c00 0280                                           NFTA_IMMEDIATE_DATA
                0800 0100 c0000201                                    NFTA_DATA_VALUE
                2800 0180                                       NFTA_LIST_ELEM
                0800 0100 6e617400                                NFTA_EXPR_NAME "nat"
                1c00 0280                                         NFTA_EXPR_DATA
                0800 0100 00000000                                  NFTA_NAT_TYPE
                0800 0200 00000002                                  NFTA_NAT_FAMILY
                0800 0300 00000001                                  NFTA_NAT_REG_ADDR_MIN
                """));
    }

    /** {@code nft add rule inet jocker pre fib daddr type local meta nfproto ipv4 meta l4proto tcp dnat ip to ip daddr . tcp dport map @ports} */
    @Test
    void translatesByAMap() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "pre"))
                        .with(Match.forThisHost())
                        .with(new Expression.Meta(1, MetaKey.NFT_META_NFPROTO))
                        .with(new Expression.Compare(1, Comparison.NFT_CMP_EQ, Bytes.of((byte) 2)))
                        .with(new Expression.Meta(1, MetaKey.NFT_META_L4PROTO))
                        .with(new Expression.Compare(1, Comparison.NFT_CMP_EQ, Data.protocol(6)))
                        .with(new Expression.Payload(1, PayloadBase.NFT_PAYLOAD_NETWORK_HEADER, 16, 4))
                        .with(new Expression.Payload(9, PayloadBase.NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2))
                        .with(new Expression.Lookup("ports", 1, 1, false))
                        .with(new Expression.Nat(true, NftFamily.NFPROTO_IPV4, 1, 9, Flags.none(NatFlag.class))))))
                .isEqualTo(hex("""
                f0010000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0800 0200 70726500                            NFTA_RULE_CHAIN "pre"
                c801 0480                                     NFTA_RULE_EXPRESSIONS
                2800 0180                                       NFTA_LIST_ELEM
                0800 0100 66696200                                NFTA_EXPR_NAME "fib"
                1c00 0280                                         NFTA_EXPR_DATA
                0800 0300 00000002                                  NFTA_FIB_FLAGS
                0800 0200 00000003                                  NFTA_FIB_RESULT
                0800 0100 00000001                                  NFTA_FIB_DREG
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0800 0100 02000000                                    NFTA_DATA_VALUE
                2400 0180                                       NFTA_LIST_ELEM
                0900 0100 6d65746100 000000                       NFTA_EXPR_NAME "meta"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0200 0000000f                                  NFTA_META_KEY
                0800 0100 00000001                                  NFTA_META_DREG
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0500 0100 02 000000                                   NFTA_DATA_VALUE
                2400 0180                                       NFTA_LIST_ELEM
                0900 0100 6d65746100 000000                       NFTA_EXPR_NAME "meta"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0200 00000010                                  NFTA_META_KEY
                0800 0100 00000001                                  NFTA_META_DREG
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0500 0100 06 000000                                   NFTA_DATA_VALUE
                3400 0180                                       NFTA_LIST_ELEM
                0c00 0100 7061796c6f616400                        NFTA_EXPR_NAME "payload"
                2400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_PAYLOAD_DREG
                0800 0200 00000001                                  NFTA_PAYLOAD_BASE
                0800 0300 00000010                                  NFTA_PAYLOAD_OFFSET
                0800 0400 00000004                                  NFTA_PAYLOAD_LEN
                3400 0180                                       NFTA_LIST_ELEM
                0c00 0100 7061796c6f616400                        NFTA_EXPR_NAME "payload"
                2400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000009                                  NFTA_PAYLOAD_DREG
                0800 0200 00000002                                  NFTA_PAYLOAD_BASE
                0800 0300 00000002                                  NFTA_PAYLOAD_OFFSET
                0800 0400 00000002                                  NFTA_PAYLOAD_LEN
                3800 0180                                       NFTA_LIST_ELEM
                0b00 0100 6c6f6f6b757000 00                       NFTA_EXPR_NAME "lookup"
                2800 0280                                         NFTA_EXPR_DATA
                0800 0200 00000001                                  NFTA_LOOKUP_SREG
                0800 0300 00000001                                  NFTA_LOOKUP_DREG
                0a00 0100 706f72747300 0000                         NFTA_LOOKUP_SET "ports"
                0800 0400 00000000                                  NFTA_LOOKUP_SET_ID, where nft(8) has a number of its own for the set
                3000 0180                                       NFTA_LIST_ELEM
                0800 0100 6e617400                                NFTA_EXPR_NAME "nat"
                2400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_NAT_TYPE
                0800 0200 00000002                                  NFTA_NAT_FAMILY
                0800 0300 00000001                                  NFTA_NAT_REG_ADDR_MIN
                0800 0500 00000009                                  NFTA_NAT_REG_PROTO_MIN
                """));
    }

    /** {@code nft add rule inet jocker prerouting meta nfproto ipv6 dnat ip6 to meta l4proto . th dport map @ports6} */
    @Test
    void translatesByPort() {
        assertThat(expressions(Match.translatePort(false, "ports6"))).isEqualTo(hex("""
                1401 0480                                     NFTA_RULE_EXPRESSIONS
                2400 0180 0900 0100 6d65746100 000000           "meta"
                1400 0280 0800 0200 0000000f 0800 0100 00000001   nfproto
                2c00 0180 0800 0100 636d7000                    "cmp"
                2000 0280 0800 0100 00000001 0800 0200 00000000   ==
                0c00 0380 0500 0100 0a 000000                       ipv6
                2400 0180 0900 0100 6d65746100 000000           "meta"
                1400 0280 0800 0200 00000010 0800 0100 00000001   l4proto into register 1
                3400 0180 0c00 0100 7061796c6f616400            "payload"
                2400 0280 0800 0100 00000009 0800 0200 00000002   th dport into register 9
                0800 0300 00000002 0800 0400 00000002
                3800 0180 0b00 0100 6c6f6f6b757000 00           "lookup"
                2800 0280 0800 0200 00000001 0800 0300 00000001   from register 1 into register 1
                0b00 0100 706f7274733600 00                       "ports6"
                0800 0400 00000000                                where nft(8) has a number of its own for the set
                3000 0180 0800 0100 6e617400                    "nat"
                2400 0280 0800 0100 00000001 0800 0200 0000000a   dnat ip6
                0800 0300 00000001 0800 0500 00000002             address in register 1, port in register 2
                """));
    }

    /** {@code nft add rule inet jocker prerouting dnat ip to meta l4proto . ip daddr . th dport map @ports4_at} */
    @Test
    void translatesByAddressAndPort() {
        assertThat(expressions(Match.translateAddressAndPort(true, "ports4_at")))
                .isEqualTo(hex("""
                4c01 0480                                     NFTA_RULE_EXPRESSIONS
                2400 0180 0900 0100 6d65746100 000000           "meta"
                1400 0280 0800 0200 0000000f 0800 0100 00000001   nfproto
                2c00 0180 0800 0100 636d7000                    "cmp"
                2000 0280 0800 0100 00000001 0800 0200 00000000   ==
                0c00 0380 0500 0100 02 000000                       ipv4
                2400 0180 0900 0100 6d65746100 000000           "meta"
                1400 0280 0800 0200 00000010 0800 0100 00000001   l4proto into register 1
                3400 0180 0c00 0100 7061796c6f616400            "payload"
                2400 0280 0800 0100 00000009 0800 0200 00000001   ip daddr into register 9
                0800 0300 00000010 0800 0400 00000004
                3400 0180 0c00 0100 7061796c6f616400            "payload"
                2400 0280 0800 0100 0000000a 0800 0200 00000002   th dport into register 10
                0800 0300 00000002 0800 0400 00000002
                3c00 0180 0b00 0100 6c6f6f6b757000 00           "lookup"
                2c00 0280 0800 0200 00000001 0800 0300 00000001   from register 1 into register 1
                0e00 0100 706f727473345f617400 0000               "ports4_at"
                0800 0400 00000000                                where nft(8) has a number of its own for the set
                3000 0180 0800 0100 6e617400                    "nat"
                2400 0280 0800 0100 00000001 0800 0200 00000002   dnat ip
                0800 0300 00000001 0800 0500 00000009             address in register 1, port in register 9
                """));
    }

    /** {@code nft add rule inet jocker postrouting ip6 saddr @subnets6 ip6 daddr != @subnets6} */
    @Test
    void comparesWithSetsOfIp6() {
        List<Expression> both = new ArrayList<>(Match.sourceIn6("subnets6"));
        both.addAll(Match.destinationNotIn6("subnets6"));
        assertThat(expressions(both)).isEqualTo(hex("""
                2c01 0480                                     NFTA_RULE_EXPRESSIONS
                2400 0180 0900 0100 6d65746100 000000           "meta"
                1400 0280 0800 0200 0000000f 0800 0100 00000001   nfproto
                2c00 0180 0800 0100 636d7000                    "cmp"
                2000 0280 0800 0100 00000001 0800 0200 00000000   ==
                0c00 0380 0500 0100 0a 000000                       ipv6
                3400 0180 0c00 0100 7061796c6f616400            "payload"
                2400 0280 0800 0100 00000001 0800 0200 00000001   ip6 saddr
                0800 0300 00000008 0800 0400 00000010
                3400 0180 0b00 0100 6c6f6f6b757000 00           "lookup"
                2400 0280 0800 0200 00000001
                0d00 0100 7375626e65747336 00 000000              "subnets6"
                0800 0400 00000000
                3400 0180 0c00 0100 7061796c6f616400            "payload"
                2400 0280 0800 0100 00000001 0800 0200 00000001   ip6 daddr
                0800 0300 00000018 0800 0400 00000010
                3c00 0180 0b00 0100 6c6f6f6b757000 00           "lookup"
                2c00 0280 0800 0200 00000001
                0d00 0100 7375626e65747336 00 000000              "subnets6"
                0800 0400 00000000 0800 0500 00000001             !=
                """));
    }

    /** {@code nft add rule inet jocker postrouting iifname . oifname @same ct status dnat} */
    @Test
    void comparesLinksAndWhatWasTranslated() {
        List<Expression> both = new ArrayList<>(Match.throughIn("same"));
        both.addAll(Match.destinationTranslated());
        assertThat(expressions(both)).isEqualTo(hex("""
                0c01 0480                                     NFTA_RULE_EXPRESSIONS
                2400 0180 0900 0100 6d65746100 000000           "meta"
                1400 0280 0800 0200 00000006 0800 0100 00000001   iifname into register 1
                2400 0180 0900 0100 6d65746100 000000           "meta"
                1400 0280 0800 0200 00000007 0800 0100 00000002   oifname into register 2
                3000 0180 0b00 0100 6c6f6f6b757000 00           "lookup"
                2000 0280 0800 0200 00000001
                0900 0100 73616d6500 000000                       "same"
                0800 0400 00000000
                2000 0180 0700 0100 637400 00                   "ct"
                1400 0280 0800 0200 00000002 0800 0100 00000001   status
                4400 0180 0c00 0100 6269747769736500            "bitwise"
                3400 0280 0800 0100 00000001 0800 0200 00000001
                0800 0300 00000004
                0c00 0480 0800 0100 20000000                      & dnat
                0c00 0580 0800 0100 00000000
                2c00 0180 0800 0100 636d7000                    "cmp"
                2000 0280 0800 0100 00000001 0800 0200 00000001   !=
                0c00 0380 0800 0100 00000000                        0
                """));
    }

    /** NFTA_RULE_EXPRESSIONS of a rule with these. */
    private static byte[] expressions(List<Expression> expressions) {
        byte[] message =
                change(batch -> batch.add(Rule.of(new Chain(TABLE, "pre")).with(expressions)));
        int before = 16 + 4 + 12 + 8; // headers, the table's name, the chain's
        return Arrays.copyOfRange(message, before, message.length);
    }

    /** The datagram has the messages one after the other, numbered from 1. */
    @Test
    void aBatchForSomebodyElseIsOneDatagram() {
        Set set = Set.of(TABLE, "plain");
        Batch batch = Batch.unsent().delete(set, List.of(Element.of(Data.port(22))));
        assertThatThrownBy(batch::commit).isInstanceOf(IllegalStateException.class);
        assertThat(batch.encode()).isEqualTo(hex("""
                14000000 1000 0100 01000000 00000000          NFNL_MSG_BATCH_BEGIN, REQUEST
                00 00 000a                                    nfgenmsg
                40000000 0e0a 0500 02000000 00000000          NFT_MSG_DELSETELEM, REQUEST|ACK
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_ELEM_LIST_TABLE "jocker"
                0a00 0200 706c61696e00 0000                   NFTA_SET_ELEM_LIST_SET "plain"
                1400 0380                                     NFTA_SET_ELEM_LIST_ELEMENTS
                1000 0180                                       NFTA_LIST_ELEM
                0c00 0180                                         NFTA_SET_ELEM_KEY
                0600 0100 0016 0000                                 NFTA_DATA_VALUE
                14000000 1100 0100 03000000 00000000          NFNL_MSG_BATCH_END, REQUEST
                00 00 000a                                    nfgenmsg
                """));
    }

    @Test
    void aCommentIsFoundAmongOtherThings() {
        assertThat(Element.of(Data.port(22)).comment()).isNull();
        assertThat(Element.of(Data.port(22)).comment("über").comment()).isEqualTo("über");
        Element other = new Element(Data.port(22), null, false, null, null, Bytes.of(hex("0102beef 0003616200")));
        assertThat(other.comment()).isEqualTo("ab");
        Element cut = new Element(Data.port(22), null, false, null, null, Bytes.of(hex("0009616200")));
        assertThat(cut.comment()).isNull();
    }

    /** {@code nft add rule inet jocker fw ct state established,related accept} */
    @Test
    void acceptsEstablishedConnections() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "fw"))
                        .with(Match.established())
                        .decide(Verdict.ACCEPT))))
                .isEqualTo(hex("""
                ec000000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0700 0200 667700 00                           NFTA_RULE_CHAIN "fw"
                c400 0480                                     NFTA_RULE_EXPRESSIONS
                2000 0180                                       NFTA_LIST_ELEM
                0700 0100 637400 00                               NFTA_EXPR_NAME "ct"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0200 00000000                                  NFTA_CT_KEY
                0800 0100 00000001                                  NFTA_CT_DREG
                4400 0180                                       NFTA_LIST_ELEM
                0c00 0100 6269747769736500                        NFTA_EXPR_NAME "bitwise"
                3400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_BITWISE_SREG
                0800 0200 00000001                                  NFTA_BITWISE_DREG
                0800 0300 00000004                                  NFTA_BITWISE_LEN
                0c00 0480                                           NFTA_BITWISE_MASK
                0800 0100 06000000                                    NFTA_DATA_VALUE
                0c00 0580                                           NFTA_BITWISE_XOR
                0800 0100 00000000                                    NFTA_DATA_VALUE
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000001                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0800 0100 00000000                                    NFTA_DATA_VALUE
                3000 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                1c00 0280                                         NFTA_EXPR_DATA
                0800 0100 00000000                                  NFTA_IMMEDIATE_DREG
                1000 0280                                           NFTA_IMMEDIATE_DATA
                0c00 0280                                             NFTA_DATA_VERDICT
                0800 0100 00000001                                      NFTA_VERDICT_CODE
                """));
    }

    /** {@code nft add rule inet jocker fw meta mark set 0x10} */
    @Test
    void setsAMark() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "fw"))
                        .with(new Expression.Immediate(1, Data.number(0x10)))
                        .with(new Expression.MetaSet(1, MetaKey.NFT_META_MARK)))))
                .isEqualTo(hex("""
                7c000000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0700 0200 667700 00                           NFTA_RULE_CHAIN "fw"
                5400 0480                                     NFTA_RULE_EXPRESSIONS
                2c00 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                1800 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_IMMEDIATE_DREG
                0c00 0280                                           NFTA_IMMEDIATE_DATA
                0800 0100 10000000                                    NFTA_DATA_VALUE
                2400 0180                                       NFTA_LIST_ELEM
                0900 0100 6d65746100 000000                       NFTA_EXPR_NAME "meta"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0200 00000003                                  NFTA_META_KEY
                0800 0300 00000001                                  NFTA_META_SREG
                """));
    }

    /** {@code nft add rule inet jocker pre tcp dport 81 redirect to :8081} */
    @Test
    void redirects() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "pre"))
                        .with(Match.destinationPort(6, 81))
                        .with(new Expression.Immediate(1, Data.port(8081)))
                        .with(new Expression.Redirect(1, Flags.of(NatFlag.NF_NAT_RANGE_PROTO_SPECIFIED))))))
                .isEqualTo(hex("""
                2c010000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0800 0200 70726500                            NFTA_RULE_CHAIN "pre"
                0401 0480                                     NFTA_RULE_EXPRESSIONS
                2400 0180                                       NFTA_LIST_ELEM
                0900 0100 6d65746100 000000                       NFTA_EXPR_NAME "meta"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0200 00000010                                  NFTA_META_KEY
                0800 0100 00000001                                  NFTA_META_DREG
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0500 0100 06 000000                                   NFTA_DATA_VALUE
                3400 0180                                       NFTA_LIST_ELEM
                0c00 0100 7061796c6f616400                        NFTA_EXPR_NAME "payload"
                2400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_PAYLOAD_DREG
                0800 0200 00000002                                  NFTA_PAYLOAD_BASE
                0800 0300 00000002                                  NFTA_PAYLOAD_OFFSET
                0800 0400 00000002                                  NFTA_PAYLOAD_LEN
                2c00 0180                                       NFTA_LIST_ELEM
                0800 0100 636d7000                                NFTA_EXPR_NAME "cmp"
                2000 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_CMP_SREG
                0800 0200 00000000                                  NFTA_CMP_OP
                0c00 0380                                           NFTA_CMP_DATA
                0600 0100 0051 0000                                   NFTA_DATA_VALUE
                2c00 0180                                       NFTA_LIST_ELEM
                0e00 0100 696d6d65646961746500 0000               NFTA_EXPR_NAME "immediate"
                1800 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_IMMEDIATE_DREG
                0c00 0280                                           NFTA_IMMEDIATE_DATA
                0600 0100 1f91 0000                                   NFTA_DATA_VALUE
                2400 0180                                       NFTA_LIST_ELEM
                0a00 0100 726564697200 0000                       NFTA_EXPR_NAME "redir"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000001                                  NFTA_REDIR_REG_PROTO_MIN
                0800 0300 00000002                                  NFTA_REDIR_FLAGS
                """));
    }

    /** {@code nft add rule inet jocker fw reject} */
    @Test
    void refuses() {
        assertThat(change(batch -> batch.add(Rule.of(new Chain(TABLE, "fw")).with(new Expression.Reject(2, 1)))))
                .isEqualTo(hex("""
                50000000 060a 010c 08000000 00000000          NFT_MSG_NEWRULE, REQUEST|CREATE|APPEND
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_RULE_TABLE "jocker"
                0700 0200 667700 00                           NFTA_RULE_CHAIN "fw"
                2800 0480                                     NFTA_RULE_EXPRESSIONS
                2400 0180                                       NFTA_LIST_ELEM
                0b00 0100 72656a65637400 00                       NFTA_EXPR_NAME "reject"
                1400 0280                                         NFTA_EXPR_DATA
                0800 0100 00000002                                  NFTA_REJECT_TYPE
                0500 0200 01 000000                                 NFTA_REJECT_ICMP_CODE
                """));
    }

    /** {@code nft add set inet jocker plain  type inet_service; }; without NFTA_SET_USERDATA, in which nft(8) notes what it wants to know when it lists. */
    @Test
    void addsASet() {
        assertThat(change(batch -> batch.add(Set.of(TABLE, "plain", DataType.INET_SERVICE))))
                .isEqualTo(hex("""
                4c000000 090a 0104 08000000 00000000          NFT_MSG_NEWSET, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_TABLE "jocker"
                0a00 0200 706c61696e00 0000                   NFTA_SET_NAME "plain"
                0800 0300 00000000                            NFTA_SET_FLAGS
                0800 0400 0000000d                            NFTA_SET_KEY_TYPE
                0800 0500 00000002                            NFTA_SET_KEY_LEN
                0800 0a00 00000001                            NFTA_SET_ID
                """));
    }

    /** {@code nft add set inet jocker subnets  type ipv4_addr; flags interval; }; without NFTA_SET_USERDATA, in which nft(8) notes what it wants to know when it lists. */
    @Test
    void addsASetOfRanges() {
        assertThat(change(batch ->
                        batch.add(Set.of(TABLE, "subnets", DataType.IPV4_ADDR).intervals())))
                .isEqualTo(hex("""
                4c000000 090a 0104 08000000 00000000          NFT_MSG_NEWSET, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_TABLE "jocker"
                0c00 0200 7375626e65747300                    NFTA_SET_NAME "subnets"
                0800 0300 00000004                            NFTA_SET_FLAGS
                0800 0400 00000007                            NFTA_SET_KEY_TYPE
                0800 0500 00000004                            NFTA_SET_KEY_LEN
                0800 0a00 00000001                            NFTA_SET_ID
                """));
    }

    /** {@code nft add set inet jocker pairs  type ipv4_addr . inet_service; flags interval; }; without NFTA_SET_USERDATA, in which nft(8) notes what it wants to know when it lists. */
    @Test
    void addsASetOfRangesOfSeveralTypes() {
        assertThat(change(batch -> batch.add(Set.of(TABLE, "pairs", DataType.IPV4_ADDR, DataType.INET_SERVICE)
                        .intervals())))
                .isEqualTo(hex("""
                6c000000 090a 0104 08000000 00000000          NFT_MSG_NEWSET, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_TABLE "jocker"
                0a00 0200 706169727300 0000                   NFTA_SET_NAME "pairs"
                0800 0300 00000084                            NFTA_SET_FLAGS
                0800 0400 000001cd                            NFTA_SET_KEY_TYPE
                0800 0500 00000008                            NFTA_SET_KEY_LEN
                0800 0a00 00000001                            NFTA_SET_ID
                2000 0980                                     NFTA_SET_DESC
                1c00 0280                                       NFTA_SET_DESC_CONCAT
                0c00 0180                                         NFTA_LIST_ELEM
                0800 0100 00000004                                  NFTA_SET_FIELD_LEN
                0c00 0180                                         NFTA_LIST_ELEM
                0800 0100 00000002                                  NFTA_SET_FIELD_LEN
                """));
    }

    /** {@code nft add map inet jocker ports  type inet_proto . inet_service : ipv4_addr . inet_service; }; without NFTA_SET_USERDATA, in which nft(8) notes what it wants to know when it lists. */
    @Test
    void addsAMap() {
        assertThat(change(batch -> batch.add(Set.map(
                        TABLE,
                        "ports",
                        List.of(DataType.INET_PROTO, DataType.INET_SERVICE),
                        List.of(DataType.IPV4_ADDR, DataType.INET_SERVICE)))))
                .isEqualTo(hex("""
                5c000000 090a 0104 08000000 00000000          NFT_MSG_NEWSET, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_TABLE "jocker"
                0a00 0200 706f72747300 0000                   NFTA_SET_NAME "ports"
                0800 0300 00000008                            NFTA_SET_FLAGS
                0800 0400 0000030d                            NFTA_SET_KEY_TYPE
                0800 0500 00000008                            NFTA_SET_KEY_LEN
                0800 0600 000001cd                            NFTA_SET_DATA_TYPE
                0800 0700 00000008                            NFTA_SET_DATA_LEN
                0800 0a00 00000001                            NFTA_SET_ID
                """));
    }

    /** {@code nft add map inet jocker verdicts  type ipv4_addr : verdict; }; without NFTA_SET_USERDATA, in which nft(8) notes what it wants to know when it lists. */
    @Test
    void addsAMapToVerdicts() {
        assertThat(change(batch ->
                        batch.add(Set.map(TABLE, "verdicts", List.of(DataType.IPV4_ADDR), List.of(DataType.VERDICT)))))
                .isEqualTo(hex("""
                60000000 090a 0104 08000000 00000000                 NFT_MSG_NEWSET, REQUEST|CREATE
                01 00 0000                                           nfgenmsg
                0b00 0100 6a6f636b657200 00                          NFTA_SET_TABLE "jocker"
                0d00 0200 766572646963747300 000000                  NFTA_SET_NAME "verdicts"
                0800 0300 00000008                                   NFTA_SET_FLAGS
                0800 0400 00000007                                   NFTA_SET_KEY_TYPE
                0800 0500 00000004                                   NFTA_SET_KEY_LEN
                0800 0600 ffffff00                                   NFTA_SET_DATA_TYPE
                0800 0700 00000000                                   NFTA_SET_DATA_LEN
                0800 0a00 00000001                                   NFTA_SET_ID
                """));
    }

    /** {@code nft add set inet jocker bridges  type ifname; } */
    @Test
    void addsASetOfNames() {
        assertThat(change(batch -> batch.add(Set.of(TABLE, "bridges", DataType.IFNAME))))
                .isEqualTo(hex("""
                58000000 090a 0104 08000000 00000000          NFT_MSG_NEWSET, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_TABLE "jocker"
                0c00 0200 6272696467657300                    NFTA_SET_NAME "bridges"
                0800 0300 00000000                            NFTA_SET_FLAGS
                0800 0400 00000029                            NFTA_SET_KEY_TYPE
                0800 0500 00000010                            NFTA_SET_KEY_LEN
                0800 0a00 00000001                            NFTA_SET_ID
                0a00 0d00 000401000000 0000                   NFTA_SET_USERDATA: the key is in the host's byte order
                """));
    }

    /** {@code nft add element inet jocker ports4  tcp . 8080 comment "abc" : 10.88.0.2 . 80 }; without NFTA_SET_ELEM_LIST_SET_ID, which only a set without a name needs. */
    @Test
    void addsAMappingWithAComment() {
        assertThat(change(batch -> batch.add(
                        Set.of(TABLE, "ports4"),
                        List.of(Element.of(
                                        Data.concatenated(Data.protocol(6), Data.port(8080)),
                                        Data.concatenated(Data.of(IpAddress.parse("10.88.0.2")), Data.port(80)))
                                .comment("abc")))))
                .isEqualTo(hex("""
                60000000 0c0a 0104 08000000 00000000          NFT_MSG_NEWSETELEM, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_ELEM_LIST_TABLE "jocker"
                0b00 0200 706f7274733400 00                   NFTA_SET_ELEM_LIST_SET "ports4"
                3400 0380                                     NFTA_SET_ELEM_LIST_ELEMENTS
                3000 0180                                       NFTA_LIST_ELEM
                1000 0180                                         NFTA_SET_ELEM_KEY
                0c00 0100 060000001f900000                          NFTA_DATA_VALUE
                1000 0280                                         NFTA_SET_ELEM_DATA
                0c00 0100 0a58000200500000                          NFTA_DATA_VALUE
                0a00 0600 000461626300 0000                       NFTA_SET_ELEM_USERDATA: comment "abc"
                """));
    }

    /** {@code nft add element inet jocker plain  22, 80 }; without NFTA_SET_ELEM_LIST_SET_ID, which only a set without a name needs. */
    @Test
    void addsPorts() {
        assertThat(change(batch -> batch.add(
                        Set.of(TABLE, "plain", DataType.INET_SERVICE),
                        List.of(Element.of(Data.port(22)), Element.of(Data.port(80))))))
                .isEqualTo(hex("""
                50000000 0c0a 0104 08000000 00000000          NFT_MSG_NEWSETELEM, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_ELEM_LIST_TABLE "jocker"
                0a00 0200 706c61696e00 0000                   NFTA_SET_ELEM_LIST_SET "plain"
                2400 0380                                     NFTA_SET_ELEM_LIST_ELEMENTS
                1000 0180                                       NFTA_LIST_ELEM
                0c00 0180                                         NFTA_SET_ELEM_KEY
                0600 0100 0016 0000                                 NFTA_DATA_VALUE
                1000 0280                                       2
                0c00 0180                                         NFTA_SET_ELEM_KEY
                0600 0100 0050 0000                                 NFTA_DATA_VALUE
                """));
    }

    /** {@code nft add element inet jocker ports  tcp . 80 : 10.0.0.1 . 81 }; without NFTA_SET_ELEM_LIST_SET_ID, which only a set without a name needs. */
    @Test
    void addsAMapping() {
        assertThat(change(batch -> batch.add(
                        Set.map(TABLE, "ports", List.of(), List.of()),
                        List.of(Element.of(
                                Data.concatenated(Data.protocol(6), Data.port(80)),
                                Data.concatenated(Data.of(IpAddress.parse("10.0.0.1")), Data.port(81)))))))
                .isEqualTo(hex("""
                54000000 0c0a 0104 08000000 00000000          NFT_MSG_NEWSETELEM, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_ELEM_LIST_TABLE "jocker"
                0a00 0200 706f72747300 0000                   NFTA_SET_ELEM_LIST_SET "ports"
                2800 0380                                     NFTA_SET_ELEM_LIST_ELEMENTS
                2400 0180                                       NFTA_LIST_ELEM
                1000 0180                                         NFTA_SET_ELEM_KEY
                0c00 0100 0600000000500000                          NFTA_DATA_VALUE
                1000 0280                                         NFTA_SET_ELEM_DATA
                0c00 0100 0a00000100510000                          NFTA_DATA_VALUE
                """));
    }

    /** {@code nft add element inet jocker pairs  10.0.0.0/8 . 80-90 }; without NFTA_SET_ELEM_LIST_SET_ID, which only a set without a name needs. */
    @Test
    void addsARangeOfSeveralTypes() {
        assertThat(change(batch -> batch.add(
                        Set.of(TABLE, "pairs"),
                        List.of(Element.range(
                                Data.concatenated(Data.of(IpAddress.parse("10.0.0.0")), Data.port(80)),
                                Data.concatenated(Data.of(IpAddress.parse("10.255.255.255")), Data.port(90)))))))
                .isEqualTo(hex("""
                54000000 0c0a 0104 08000000 00000000          NFT_MSG_NEWSETELEM, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_ELEM_LIST_TABLE "jocker"
                0a00 0200 706169727300 0000                   NFTA_SET_ELEM_LIST_SET "pairs"
                2800 0380                                     NFTA_SET_ELEM_LIST_ELEMENTS
                2400 0180                                       NFTA_LIST_ELEM
                1000 0180                                         NFTA_SET_ELEM_KEY
                0c00 0100 0a00000000500000                          NFTA_DATA_VALUE
                1000 0a80                                         NFTA_SET_ELEM_KEY_END
                0c00 0100 0affffff005a0000                          NFTA_DATA_VALUE
                """));
    }

    /** {@code nft add element inet jocker verdicts  10.0.0.1 : jump other }; without NFTA_SET_ELEM_LIST_SET_ID, which only a set without a name needs. */
    @Test
    void addsVerdicts() {
        assertThat(change(batch -> batch.add(
                        Set.of(TABLE, "verdicts"),
                        List.of(Element.of(Data.of(IpAddress.parse("10.0.0.1")), Verdict.jump("other"))))))
                .isEqualTo(hex("""
                60000000 0c0a 0104 08000000 00000000          NFT_MSG_NEWSETELEM, REQUEST|CREATE
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_ELEM_LIST_TABLE "jocker"
                0d00 0200 766572646963747300 000000           NFTA_SET_ELEM_LIST_SET "verdicts"
                3000 0380                                     NFTA_SET_ELEM_LIST_ELEMENTS
                2c00 0180                                       NFTA_LIST_ELEM
                0c00 0180                                         NFTA_SET_ELEM_KEY
                0800 0100 0a000001                                  NFTA_DATA_VALUE
                1c00 0280                                         NFTA_SET_ELEM_DATA
                1800 0280                                           NFTA_DATA_VERDICT
                0800 0100 fffffffd                                    NFTA_VERDICT_CODE
                0a00 0200 6f7468657200 0000                           NFTA_VERDICT_CHAIN "other"
                """));
    }

    /** {@code nft delete element inet jocker plain  22 } */
    @Test
    void deletesAnElement() {
        assertThat(change(batch -> batch.delete(Set.of(TABLE, "plain"), List.of(Element.of(Data.port(22))))))
                .isEqualTo(hex("""
                40000000 0e0a 0100 08000000 00000000          NFT_MSG_DELSETELEM, REQUEST
                01 00 0000                                    nfgenmsg
                0b00 0100 6a6f636b657200 00                   NFTA_SET_ELEM_LIST_TABLE "jocker"
                0a00 0200 706c61696e00 0000                   NFTA_SET_ELEM_LIST_SET "plain"
                1400 0380                                     NFTA_SET_ELEM_LIST_ELEMENTS
                1000 0180                                       NFTA_LIST_ELEM
                0c00 0180                                         NFTA_SET_ELEM_KEY
                0600 0100 0016 0000                                 NFTA_DATA_VALUE
                """));
    }
}
