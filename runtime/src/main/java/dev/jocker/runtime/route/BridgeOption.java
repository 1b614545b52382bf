package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** The options of a bridge; the words are those of {@code ip-link(8)}, {@code type bridge}. */
public enum BridgeOption implements Code {
    /** 1: the spanning tree protocol runs. */
    STP_STATE(rtnetlink_h.IFLA_BR_STP_STATE(), Width.U32),
    /** In hundredths of a second. */
    FORWARD_DELAY(rtnetlink_h.IFLA_BR_FORWARD_DELAY(), Width.U32),
    /** In hundredths of a second. */
    HELLO_TIME(rtnetlink_h.IFLA_BR_HELLO_TIME(), Width.U32),
    /** In hundredths of a second. */
    MAX_AGE(rtnetlink_h.IFLA_BR_MAX_AGE(), Width.U32),
    /** In hundredths of a second: how long an address is remembered. */
    AGEING_TIME(rtnetlink_h.IFLA_BR_AGEING_TIME(), Width.U32),
    PRIORITY(rtnetlink_h.IFLA_BR_PRIORITY(), Width.U16),
    /** 1: ports are kept apart by VLAN. */
    VLAN_FILTERING(rtnetlink_h.IFLA_BR_VLAN_FILTERING(), Width.U8),
    /** 0x8100 or 0x88a8. */
    VLAN_PROTOCOL(rtnetlink_h.IFLA_BR_VLAN_PROTOCOL(), Width.U16BE),
    VLAN_DEFAULT_PVID(rtnetlink_h.IFLA_BR_VLAN_DEFAULT_PVID(), Width.U16),
    VLAN_STATS_ENABLED(rtnetlink_h.IFLA_BR_VLAN_STATS_ENABLED(), Width.U8),
    VLAN_STATS_PER_PORT(rtnetlink_h.IFLA_BR_VLAN_STATS_PER_PORT(), Width.U8),
    GROUP_FWD_MASK(rtnetlink_h.IFLA_BR_GROUP_FWD_MASK(), Width.U16),
    /** The six bytes as a number, the first the most significant. */
    GROUP_ADDR(rtnetlink_h.IFLA_BR_GROUP_ADDR(), Width.BYTES6),
    MCAST_SNOOPING(rtnetlink_h.IFLA_BR_MCAST_SNOOPING(), Width.U8),
    MCAST_ROUTER(rtnetlink_h.IFLA_BR_MCAST_ROUTER(), Width.U8),
    MCAST_QUERIER(rtnetlink_h.IFLA_BR_MCAST_QUERIER(), Width.U8),
    MCAST_QUERY_USE_IFADDR(rtnetlink_h.IFLA_BR_MCAST_QUERY_USE_IFADDR(), Width.U8),
    MCAST_HASH_ELASTICITY(rtnetlink_h.IFLA_BR_MCAST_HASH_ELASTICITY(), Width.U32),
    MCAST_HASH_MAX(rtnetlink_h.IFLA_BR_MCAST_HASH_MAX(), Width.U32),
    MCAST_LAST_MEMBER_CNT(rtnetlink_h.IFLA_BR_MCAST_LAST_MEMBER_CNT(), Width.U32),
    MCAST_STARTUP_QUERY_CNT(rtnetlink_h.IFLA_BR_MCAST_STARTUP_QUERY_CNT(), Width.U32),
    MCAST_LAST_MEMBER_INTVL(rtnetlink_h.IFLA_BR_MCAST_LAST_MEMBER_INTVL(), Width.U64),
    MCAST_MEMBERSHIP_INTVL(rtnetlink_h.IFLA_BR_MCAST_MEMBERSHIP_INTVL(), Width.U64),
    MCAST_QUERIER_INTVL(rtnetlink_h.IFLA_BR_MCAST_QUERIER_INTVL(), Width.U64),
    MCAST_QUERY_INTVL(rtnetlink_h.IFLA_BR_MCAST_QUERY_INTVL(), Width.U64),
    MCAST_QUERY_RESPONSE_INTVL(rtnetlink_h.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL(), Width.U64),
    MCAST_STARTUP_QUERY_INTVL(rtnetlink_h.IFLA_BR_MCAST_STARTUP_QUERY_INTVL(), Width.U64),
    MCAST_STATS_ENABLED(rtnetlink_h.IFLA_BR_MCAST_STATS_ENABLED(), Width.U8),
    MCAST_IGMP_VERSION(rtnetlink_h.IFLA_BR_MCAST_IGMP_VERSION(), Width.U8),
    MCAST_MLD_VERSION(rtnetlink_h.IFLA_BR_MCAST_MLD_VERSION(), Width.U8),
    /** 1: iptables sees what is bridged. */
    NF_CALL_IPTABLES(rtnetlink_h.IFLA_BR_NF_CALL_IPTABLES(), Width.U8),
    NF_CALL_IP6TABLES(rtnetlink_h.IFLA_BR_NF_CALL_IP6TABLES(), Width.U8),
    NF_CALL_ARPTABLES(rtnetlink_h.IFLA_BR_NF_CALL_ARPTABLES(), Width.U8),
    /** Options of one bit each, BR_BOOLOPT_*: in the lower half their values, in the upper half those that are told or to be set. */
    MULTI_BOOLOPT(rtnetlink_h.IFLA_BR_MULTI_BOOLOPT(), Width.PAIR32),
    /** Read only: priority, then address. */
    ROOT_ID(rtnetlink_h.IFLA_BR_ROOT_ID(), Width.BYTES8),
    /** Read only: priority, then address. */
    BRIDGE_ID(rtnetlink_h.IFLA_BR_BRIDGE_ID(), Width.BYTES8),
    /** Read only. */
    ROOT_PORT(rtnetlink_h.IFLA_BR_ROOT_PORT(), Width.U16),
    /** Read only. */
    ROOT_PATH_COST(rtnetlink_h.IFLA_BR_ROOT_PATH_COST(), Width.U32),
    /** Read only. */
    TOPOLOGY_CHANGE(rtnetlink_h.IFLA_BR_TOPOLOGY_CHANGE(), Width.U8),
    /** Read only. */
    TOPOLOGY_CHANGE_DETECTED(rtnetlink_h.IFLA_BR_TOPOLOGY_CHANGE_DETECTED(), Width.U8),
    /** Read only. */
    HELLO_TIMER(rtnetlink_h.IFLA_BR_HELLO_TIMER(), Width.U64),
    /** Read only. */
    TCN_TIMER(rtnetlink_h.IFLA_BR_TCN_TIMER(), Width.U64),
    /** Read only. */
    TOPOLOGY_CHANGE_TIMER(rtnetlink_h.IFLA_BR_TOPOLOGY_CHANGE_TIMER(), Width.U64),
    /** Read only. */
    GC_TIMER(rtnetlink_h.IFLA_BR_GC_TIMER(), Width.U64);

    private final int number;
    private final Width width;

    BridgeOption(int number, Width width) {
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
    static BridgeOption of(int number) {
        return Code.find(values(), number);
    }
}
