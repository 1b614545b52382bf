package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.syscall.Flag;

/** Who sees whom among the ipvlans of a link; none: each other. */
public enum IpvlanFlag implements Flag {
    IPVLAN_F_PRIVATE(rtnetlink_h.IPVLAN_F_PRIVATE()),
    IPVLAN_F_VEPA(rtnetlink_h.IPVLAN_F_VEPA());

    private final long bits;

    IpvlanFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
