package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** What else a vxlan can do, {@code ip-link(8)}, {@code type vxlan}. */
public enum VxlanOption implements Code {
    /** The ports that it sends from: the first in the upper sixteen bits, the last in the lower. */
    PORT_RANGE(rtnetlink_h.IFLA_VXLAN_PORT_RANGE(), Width.U32BE),
    TOS(rtnetlink_h.IFLA_VXLAN_TOS(), Width.U8),
    /** 1: it answers for neighbours that it knows. */
    PROXY(rtnetlink_h.IFLA_VXLAN_PROXY(), Width.U8),
    /** 1: it takes a shorter way where it knows one. */
    RSC(rtnetlink_h.IFLA_VXLAN_RSC(), Width.U8),
    /** 1: it tells of addresses that it does not know. */
    L2MISS(rtnetlink_h.IFLA_VXLAN_L2MISS(), Width.U8),
    /** 1: it tells of neighbours that it does not know. */
    L3MISS(rtnetlink_h.IFLA_VXLAN_L3MISS(), Width.U8),
    /** Whether packets may be fragmented: 0 unset, 1 set, 2 as those inside. */
    DF(rtnetlink_h.IFLA_VXLAN_DF(), Width.U8),
    /** In seconds; 0: addresses are remembered for ever. */
    AGEING(rtnetlink_h.IFLA_VXLAN_AGEING(), Width.U32),
    /** How many addresses are remembered; 0: any number. */
    LIMIT(rtnetlink_h.IFLA_VXLAN_LIMIT(), Width.U32),
    UDP_CSUM(rtnetlink_h.IFLA_VXLAN_UDP_CSUM(), Width.U8),
    UDP_ZERO_CSUM6_TX(rtnetlink_h.IFLA_VXLAN_UDP_ZERO_CSUM6_TX(), Width.U8),
    UDP_ZERO_CSUM6_RX(rtnetlink_h.IFLA_VXLAN_UDP_ZERO_CSUM6_RX(), Width.U8);

    private final int number;
    private final Width width;

    VxlanOption(int number, Width width) {
        this.number = number;
        this.width = width;
    }

    @Override
    public int number() {
        return number;
    }

    Width width() {
        return width;
    }

    /** The constant with this number, or null. */
    static VxlanOption of(int number) {
        return Code.find(values(), number);
    }
}
