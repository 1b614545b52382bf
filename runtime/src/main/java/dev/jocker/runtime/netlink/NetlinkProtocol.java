package dev.jocker.runtime.netlink;

import dev.jocker.bindings.netlink_h;

/** The families of netlink that are spoken here, {@code netlink(7)}. */
public enum NetlinkProtocol implements Code {
    /** Links, addresses, routes, {@code rtnetlink(7)}. */
    NETLINK_ROUTE(netlink_h.NETLINK_ROUTE()),
    /** Packet filter, address translation, connection tracking: nfnetlink. */
    NETLINK_NETFILTER(netlink_h.NETLINK_NETFILTER());

    private final int number;

    NetlinkProtocol(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
