package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.syscall.Flag;

/** Flags of a link that is one VLAN of another. */
public enum VlanFlag implements Flag {
    VLAN_FLAG_REORDER_HDR(rtnetlink_h.VLAN_FLAG_REORDER_HDR()),
    VLAN_FLAG_GVRP(rtnetlink_h.VLAN_FLAG_GVRP()),
    VLAN_FLAG_LOOSE_BINDING(rtnetlink_h.VLAN_FLAG_LOOSE_BINDING()),
    VLAN_FLAG_MVRP(rtnetlink_h.VLAN_FLAG_MVRP()),
    VLAN_FLAG_BRIDGE_BINDING(rtnetlink_h.VLAN_FLAG_BRIDGE_BINDING());

    private final long bits;

    VlanFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
