package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** What a rule does with what it matches, {@code ip-rule(8)}. */
public enum RuleAction implements Code {
    /** Looks it up in a table. */
    FR_ACT_TO_TBL(rtnetlink_h.FR_ACT_TO_TBL()),
    /** Goes on at another rule. */
    FR_ACT_GOTO(rtnetlink_h.FR_ACT_GOTO()),
    FR_ACT_NOP(rtnetlink_h.FR_ACT_NOP()),
    FR_ACT_BLACKHOLE(rtnetlink_h.FR_ACT_BLACKHOLE()),
    FR_ACT_UNREACHABLE(rtnetlink_h.FR_ACT_UNREACHABLE()),
    FR_ACT_PROHIBIT(rtnetlink_h.FR_ACT_PROHIBIT());

    private final int number;

    RuleAction(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static RuleAction of(int number) {
        return Code.find(values(), number);
    }
}
