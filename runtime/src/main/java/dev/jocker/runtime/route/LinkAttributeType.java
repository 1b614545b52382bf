package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** Types of the attributes behind an ifinfomsg, {@code linux/if_link.h}. */
enum LinkAttributeType implements Code {
    IFLA_ADDRESS(rtnetlink_h.IFLA_ADDRESS()),
    IFLA_BROADCAST(rtnetlink_h.IFLA_BROADCAST()),
    IFLA_IFNAME(rtnetlink_h.IFLA_IFNAME()),
    IFLA_MTU(rtnetlink_h.IFLA_MTU()),
    IFLA_LINK(rtnetlink_h.IFLA_LINK()),
    IFLA_QDISC(rtnetlink_h.IFLA_QDISC()),
    IFLA_MASTER(rtnetlink_h.IFLA_MASTER()),
    IFLA_TXQLEN(rtnetlink_h.IFLA_TXQLEN()),
    IFLA_OPERSTATE(rtnetlink_h.IFLA_OPERSTATE()),
    IFLA_LINKMODE(rtnetlink_h.IFLA_LINKMODE()),
    IFLA_LINKINFO(rtnetlink_h.IFLA_LINKINFO()),
    IFLA_NET_NS_PID(rtnetlink_h.IFLA_NET_NS_PID()),
    IFLA_IFALIAS(rtnetlink_h.IFLA_IFALIAS()),
    IFLA_STATS64(rtnetlink_h.IFLA_STATS64()),
    IFLA_AF_SPEC(rtnetlink_h.IFLA_AF_SPEC()),
    IFLA_GROUP(rtnetlink_h.IFLA_GROUP()),
    IFLA_NET_NS_FD(rtnetlink_h.IFLA_NET_NS_FD()),
    IFLA_EXT_MASK(rtnetlink_h.IFLA_EXT_MASK()),
    IFLA_PROMISCUITY(rtnetlink_h.IFLA_PROMISCUITY()),
    IFLA_CARRIER(rtnetlink_h.IFLA_CARRIER()),
    IFLA_LINK_NETNSID(rtnetlink_h.IFLA_LINK_NETNSID()),
    IFLA_MIN_MTU(rtnetlink_h.IFLA_MIN_MTU()),
    IFLA_MAX_MTU(rtnetlink_h.IFLA_MAX_MTU()),
    IFLA_PROP_LIST(rtnetlink_h.IFLA_PROP_LIST()),
    IFLA_ALT_IFNAME(rtnetlink_h.IFLA_ALT_IFNAME()),
    IFLA_PERM_ADDRESS(rtnetlink_h.IFLA_PERM_ADDRESS()),
    IFLA_PARENT_DEV_NAME(rtnetlink_h.IFLA_PARENT_DEV_NAME()),
    IFLA_PARENT_DEV_BUS_NAME(rtnetlink_h.IFLA_PARENT_DEV_BUS_NAME());

    private final int number;

    LinkAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static LinkAttributeType of(int number) {
        return Code.find(values(), number);
    }
}
