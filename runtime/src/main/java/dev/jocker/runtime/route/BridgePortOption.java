package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** The options of a link as a port of a bridge; the words are those of {@code ip-link(8)}, {@code type bridge_slave}. */
public enum BridgePortOption implements Code {
    /** As in 802.1D: 3 is forwarding. */
    STATE(rtnetlink_h.IFLA_BRPORT_STATE(), Width.U8),
    PRIORITY(rtnetlink_h.IFLA_BRPORT_PRIORITY(), Width.U16),
    COST(rtnetlink_h.IFLA_BRPORT_COST(), Width.U32),
    /** 1: what came in here may go out here. */
    HAIRPIN(rtnetlink_h.IFLA_BRPORT_MODE(), Width.U8),
    GUARD(rtnetlink_h.IFLA_BRPORT_GUARD(), Width.U8),
    ROOT_BLOCK(rtnetlink_h.IFLA_BRPORT_PROTECT(), Width.U8),
    FASTLEAVE(rtnetlink_h.IFLA_BRPORT_FAST_LEAVE(), Width.U8),
    /** 0: addresses are not learnt from what comes in. */
    LEARNING(rtnetlink_h.IFLA_BRPORT_LEARNING(), Width.U8),
    /** 0: what is for an unknown address does not go out here. */
    FLOOD(rtnetlink_h.IFLA_BRPORT_UNICAST_FLOOD(), Width.U8),
    PROXY_ARP(rtnetlink_h.IFLA_BRPORT_PROXYARP(), Width.U8),
    PROXY_ARP_WIFI(rtnetlink_h.IFLA_BRPORT_PROXYARP_WIFI(), Width.U8),
    MCAST_ROUTER(rtnetlink_h.IFLA_BRPORT_MULTICAST_ROUTER(), Width.U8),
    MCAST_TO_UNICAST(rtnetlink_h.IFLA_BRPORT_MCAST_TO_UCAST(), Width.U8),
    MCAST_FLOOD(rtnetlink_h.IFLA_BRPORT_MCAST_FLOOD(), Width.U8),
    BCAST_FLOOD(rtnetlink_h.IFLA_BRPORT_BCAST_FLOOD(), Width.U8),
    GROUP_FWD_MASK(rtnetlink_h.IFLA_BRPORT_GROUP_FWD_MASK(), Width.U16),
    NEIGH_SUPPRESS(rtnetlink_h.IFLA_BRPORT_NEIGH_SUPPRESS(), Width.U8),
    VLAN_TUNNEL(rtnetlink_h.IFLA_BRPORT_VLAN_TUNNEL(), Width.U8),
    /** 1: it reaches only ports that are not isolated. */
    ISOLATED(rtnetlink_h.IFLA_BRPORT_ISOLATED(), Width.U8),
    LOCKED(rtnetlink_h.IFLA_BRPORT_LOCKED(), Width.U8),
    /** Read only: its number, and above that its priority. */
    ID(rtnetlink_h.IFLA_BRPORT_ID(), Width.U16),
    /** Read only: its number on the bridge. */
    NO(rtnetlink_h.IFLA_BRPORT_NO(), Width.U16),
    /** Read only. */
    DESIGNATED_PORT(rtnetlink_h.IFLA_BRPORT_DESIGNATED_PORT(), Width.U16),
    /** Read only. */
    DESIGNATED_COST(rtnetlink_h.IFLA_BRPORT_DESIGNATED_COST(), Width.U16),
    /** Read only: priority, then address. */
    BRIDGE_ID(rtnetlink_h.IFLA_BRPORT_BRIDGE_ID(), Width.BYTES8),
    /** Read only: priority, then address. */
    ROOT_ID(rtnetlink_h.IFLA_BRPORT_ROOT_ID(), Width.BYTES8),
    /** Read only. */
    HOLD_TIMER(rtnetlink_h.IFLA_BRPORT_HOLD_TIMER(), Width.U64),
    /** Read only. */
    MESSAGE_AGE_TIMER(rtnetlink_h.IFLA_BRPORT_MESSAGE_AGE_TIMER(), Width.U64),
    /** Read only. */
    FORWARD_DELAY_TIMER(rtnetlink_h.IFLA_BRPORT_FORWARD_DELAY_TIMER(), Width.U64),
    /** Read only. */
    TOPOLOGY_CHANGE_ACK(rtnetlink_h.IFLA_BRPORT_TOPOLOGY_CHANGE_ACK(), Width.U8),
    /** Read only. */
    CONFIG_PENDING(rtnetlink_h.IFLA_BRPORT_CONFIG_PENDING(), Width.U8);

    private final int number;
    private final Width width;

    BridgePortOption(int number, Width width) {
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
    static BridgePortOption of(int number) {
        return Code.find(values(), number);
    }
}
