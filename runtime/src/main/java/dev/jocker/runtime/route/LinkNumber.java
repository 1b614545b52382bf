package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** Numbers that the kernel tells of every link, {@code ip -d link show}. */
public enum LinkNumber implements Code {
    /** How many want all that is sent to groups. */
    ALLMULTI(rtnetlink_h.IFLA_ALLMULTI()),
    NUM_TX_QUEUES(rtnetlink_h.IFLA_NUM_TX_QUEUES()),
    NUM_RX_QUEUES(rtnetlink_h.IFLA_NUM_RX_QUEUES()),
    GSO_MAX_SIZE(rtnetlink_h.IFLA_GSO_MAX_SIZE()),
    GSO_MAX_SEGS(rtnetlink_h.IFLA_GSO_MAX_SEGS()),
    TSO_MAX_SIZE(rtnetlink_h.IFLA_TSO_MAX_SIZE()),
    TSO_MAX_SEGS(rtnetlink_h.IFLA_TSO_MAX_SEGS()),
    GRO_MAX_SIZE(rtnetlink_h.IFLA_GRO_MAX_SIZE()),
    /** How often it came to be able to carry something, or no longer to be. */
    CARRIER_CHANGES(rtnetlink_h.IFLA_CARRIER_CHANGES());

    private final int number;

    LinkNumber(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static LinkNumber of(int number) {
        return Code.find(values(), number);
    }
}
