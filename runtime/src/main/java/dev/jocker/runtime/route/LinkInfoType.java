package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** Types of the attributes in IFLA_LINKINFO. */
enum LinkInfoType implements Code {
    IFLA_INFO_KIND(rtnetlink_h.IFLA_INFO_KIND()),
    IFLA_INFO_DATA(rtnetlink_h.IFLA_INFO_DATA()),
    IFLA_INFO_SLAVE_KIND(rtnetlink_h.IFLA_INFO_SLAVE_KIND()),
    IFLA_INFO_SLAVE_DATA(rtnetlink_h.IFLA_INFO_SLAVE_DATA());

    private final int number;

    LinkInfoType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static LinkInfoType of(int number) {
        return Code.find(values(), number);
    }
}
