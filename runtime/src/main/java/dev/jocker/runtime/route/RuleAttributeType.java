package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** Types of the attributes behind a fib_rule_hdr, {@code linux/fib_rules.h}. */
enum RuleAttributeType implements Code {
    FRA_DST(rtnetlink_h.FRA_DST()),
    FRA_SRC(rtnetlink_h.FRA_SRC()),
    FRA_IIFNAME(rtnetlink_h.FRA_IIFNAME()),
    FRA_GOTO(rtnetlink_h.FRA_GOTO()),
    FRA_PRIORITY(rtnetlink_h.FRA_PRIORITY()),
    FRA_FWMARK(rtnetlink_h.FRA_FWMARK()),
    FRA_SUPPRESS_PREFIXLEN(rtnetlink_h.FRA_SUPPRESS_PREFIXLEN()),
    FRA_TABLE(rtnetlink_h.FRA_TABLE()),
    FRA_FWMASK(rtnetlink_h.FRA_FWMASK()),
    FRA_OIFNAME(rtnetlink_h.FRA_OIFNAME()),
    FRA_PROTOCOL(rtnetlink_h.FRA_PROTOCOL());

    private final int number;

    RuleAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static RuleAttributeType of(int number) {
        return Code.find(values(), number);
    }
}
