package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** Types of the attributes behind an rtmsg, {@code linux/rtnetlink.h}. */
enum RouteAttributeType implements Code {
    RTA_DST(rtnetlink_h.RTA_DST()),
    RTA_SRC(rtnetlink_h.RTA_SRC()),
    RTA_OIF(rtnetlink_h.RTA_OIF()),
    RTA_GATEWAY(rtnetlink_h.RTA_GATEWAY()),
    RTA_PRIORITY(rtnetlink_h.RTA_PRIORITY()),
    RTA_PREFSRC(rtnetlink_h.RTA_PREFSRC()),
    RTA_METRICS(rtnetlink_h.RTA_METRICS()),
    RTA_MULTIPATH(rtnetlink_h.RTA_MULTIPATH()),
    RTA_TABLE(rtnetlink_h.RTA_TABLE()),
    RTA_VIA(rtnetlink_h.RTA_VIA());

    private final int number;

    RouteAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static RouteAttributeType of(int number) {
        return Code.find(values(), number);
    }
}
