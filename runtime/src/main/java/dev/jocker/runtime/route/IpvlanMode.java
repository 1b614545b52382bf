package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** On which layer an ipvlan's traffic is told apart. */
public enum IpvlanMode implements Code {
    IPVLAN_MODE_L2(rtnetlink_h.IPVLAN_MODE_L2()),
    IPVLAN_MODE_L3(rtnetlink_h.IPVLAN_MODE_L3()),
    IPVLAN_MODE_L3S(rtnetlink_h.IPVLAN_MODE_L3S());

    private final int number;

    IpvlanMode(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static IpvlanMode of(int number) {
        return Code.find(values(), number);
    }
}
