package dev.jocker.runtime.route;

import static dev.jocker.runtime.netlink.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.inet.Cidr;
import org.junit.jupiter.api.Test;

/** Each request is what {@code ip(8)} sends. */
final class RuleCodecTest {
    private static final int SEQUENCE = 8;

    /** {@code ip rule add from 10.0.0.0/8 table 100} */
    @Test
    void looksUpBySource() {
        var request = RuleCodec.add(Rule.lookup(Family.AF_INET, 100).from(Cidr.parse("10.0.0.0/8")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 2000 0506 08000000 00000000          RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                02000800 64000001 00000000                    fib_rule_hdr
                0800 0200 0a000000                            FRA_SRC
                """));
    }

    /** {@code ip rule add to 10.1.0.0/16 priority 77 lookup 500} */
    @Test
    void looksUpByDestinationInATableWithALargeNumber() {
        var request = RuleCodec.add(
                Rule.lookup(Family.AF_INET, 500).to(Cidr.parse("10.1.0.0/16")).priority(77));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                34000000 2000 0506 08000000 00000000          RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                02100000 00000001 00000000                    fib_rule_hdr
                0800 0100 0a010000                            FRA_DST
                0800 0600 4d000000                            FRA_PRIORITY
                0800 0f00 f4010000                            FRA_TABLE
                """));
    }

    /** {@code ip rule add fwmark 0x1/0xff table 100} */
    @Test
    void looksUpByMark() {
        var request = RuleCodec.add(Rule.lookup(Family.AF_INET, 100).mark(1, 0xff));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 2000 0506 08000000 00000000          RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                02000000 64000001 00000000                    fib_rule_hdr
                0800 0a00 01000000                            FRA_FWMARK
                0800 1000 ff000000                            FRA_FWMASK
                """));
    }

    /** {@code ip rule add iif br0 table 100} */
    @Test
    void looksUpByLink() {
        var request = RuleCodec.add(Rule.lookup(Family.AF_INET, 100).input("br0"));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 2000 0506 08000000 00000000          RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                02000000 64000001 00000000                    fib_rule_hdr
                0800 0300 62723000                            FRA_IIFNAME "br0"
                """));
    }

    /** {@code ip rule add pref 9 oif br0 table 100} */
    @Test
    void looksUpByBoundLink() {
        var request = RuleCodec.add(Rule.lookup(Family.AF_INET, 100).priority(9).output("br0"));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 2000 0506 08000000 00000000          RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                02000000 64000001 00000000                    fib_rule_hdr
                0800 0600 09000000                            FRA_PRIORITY
                0800 1100 62723000                            FRA_OIFNAME "br0"
                """));
    }

    /** {@code ip rule add not from 10.0.0.0/8 blackhole} */
    @Test
    void refusesAllButSome() {
        var request = RuleCodec.add(Rule.of(Family.AF_INET, RuleAction.FR_ACT_BLACKHOLE)
                .from(Cidr.parse("10.0.0.0/8"))
                .inverted(true));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 2000 0506 08000000 00000000          RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                02000800 00000006 02000000                    fib_rule_hdr
                0800 0200 0a000000                            FRA_SRC
                """));
    }

    /** {@code ip rule add from 10.0.0.0/8 prohibit} */
    @Test
    void prohibits() {
        var request = RuleCodec.add(
                Rule.of(Family.AF_INET, RuleAction.FR_ACT_PROHIBIT).from(Cidr.parse("10.0.0.0/8")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 2000 0506 08000000 00000000          RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                02000800 00000008 00000000                    fib_rule_hdr
                0800 0200 0a000000                            FRA_SRC
                """));
    }

    /** {@code ip rule add from 10.0.0.0/8 tos 0x10 table 100} */
    @Test
    void looksUpByTypeOfService() {
        var request = RuleCodec.add(
                Rule.lookup(Family.AF_INET, 100).from(Cidr.parse("10.0.0.0/8")).tos(0x10));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 2000 0506 08000000 00000000          RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                02000810 64000001 00000000                    fib_rule_hdr
                0800 0200 0a000000                            FRA_SRC
                """));
    }

    /** {@code ip rule add table main suppress_prefixlength 0} */
    @Test
    void suppressesTheDefaultRoute() {
        var request = RuleCodec.add(Rule.lookup(Family.AF_INET, 254).suppressedPrefix(0));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 2000 0506 08000000 00000000          RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                02000000 fe000001 00000000                    fib_rule_hdr
                0800 0e00 00000000                            FRA_SUPPRESS_PREFIXLEN
                """));
    }

    /** {@code ip rule add pref 5 goto 32766} */
    @Test
    void goesToAnotherRule() {
        var request = RuleCodec.add(
                Rule.of(Family.AF_INET, RuleAction.FR_ACT_NOP).priority(5).goTo(32_766));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 2000 0506 08000000 00000000          RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                02000000 00000002 00000000                    fib_rule_hdr
                0800 0600 05000000                            FRA_PRIORITY
                0800 0400 fe7f0000                            FRA_GOTO
                """));
    }

    /** {@code ip -6 rule add from fd00::/8 table 100} */
    @Test
    void looksUpByIpv6Source() {
        var request = RuleCodec.add(Rule.lookup(Family.AF_INET6, 100).from(Cidr.parse("fd00::/8")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                30000000 2000 0506 08000000 00000000          RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                0a000800 64000001 00000000                    fib_rule_hdr
                1400 0200 fd000000000000000000000000000000    FRA_SRC
                """));
    }

    /** {@code ip rule del from 10.0.0.0/8 table 100} */
    @Test
    void deletes() {
        var request = RuleCodec.delete(Rule.lookup(Family.AF_INET, 100).from(Cidr.parse("10.0.0.0/8")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 2100 0500 08000000 00000000          RTM_DELRULE, REQUEST|ACK
                02000800 64000000 00000000                    fib_rule_hdr
                0800 0200 0a000000                            FRA_SRC
                """));
    }

    /** {@code ip -6 rule show} */
    @Test
    void lists() {
        var request = RuleCodec.list(Family.AF_INET6);
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                1c000000 2200 0103 08000000 00000000          RTM_GETRULE, REQUEST|ROOT|MATCH
                0a000000 00000000 00000000                    fib_rule_hdr
                """));
    }
}
