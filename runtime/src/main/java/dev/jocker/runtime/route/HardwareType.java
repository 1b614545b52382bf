package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** What is behind a link, {@code linux/if_arp.h}: those that have a name here. */
public enum HardwareType implements Code {
    ARPHRD_ETHER(rtnetlink_h.ARPHRD_ETHER(), "ether"),
    ARPHRD_PPP(rtnetlink_h.ARPHRD_PPP(), "ppp"),
    ARPHRD_TUNNEL(rtnetlink_h.ARPHRD_TUNNEL(), "ipip"),
    ARPHRD_TUNNEL6(rtnetlink_h.ARPHRD_TUNNEL6(), "tunnel6"),
    ARPHRD_LOOPBACK(rtnetlink_h.ARPHRD_LOOPBACK(), "loopback"),
    ARPHRD_SIT(rtnetlink_h.ARPHRD_SIT(), "sit"),
    ARPHRD_IPGRE(rtnetlink_h.ARPHRD_IPGRE(), "gre"),
    ARPHRD_NETLINK(rtnetlink_h.ARPHRD_NETLINK(), "netlink"),
    ARPHRD_VOID(rtnetlink_h.ARPHRD_VOID(), "void"),
    ARPHRD_NONE(rtnetlink_h.ARPHRD_NONE(), "none");

    private final int number;
    private final String word;

    HardwareType(int number, String word) {
        this.number = number;
        this.word = word;
    }

    @Override
    public int number() {
        return number;
    }

    /** As {@code ip(8)} calls it. */
    public String word() {
        return word;
    }

    /** The constant with this number, or null. */
    public static HardwareType of(int number) {
        return Code.find(values(), number);
    }
}
