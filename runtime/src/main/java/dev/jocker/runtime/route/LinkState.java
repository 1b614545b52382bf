package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** Whether a link can carry something, RFC 2863. */
public enum LinkState implements Code {
    IF_OPER_UNKNOWN(rtnetlink_h.IF_OPER_UNKNOWN()),
    IF_OPER_NOTPRESENT(rtnetlink_h.IF_OPER_NOTPRESENT()),
    IF_OPER_DOWN(rtnetlink_h.IF_OPER_DOWN()),
    IF_OPER_LOWERLAYERDOWN(rtnetlink_h.IF_OPER_LOWERLAYERDOWN()),
    IF_OPER_TESTING(rtnetlink_h.IF_OPER_TESTING()),
    IF_OPER_DORMANT(rtnetlink_h.IF_OPER_DORMANT()),
    IF_OPER_UP(rtnetlink_h.IF_OPER_UP());

    private final int number;

    LinkState(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static LinkState of(int number) {
        return Code.find(values(), number);
    }
}
