package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** Who sees whom among the macvlans of a link. */
public enum MacvlanMode implements Code {
    /** Only what is outside. */
    MACVLAN_MODE_PRIVATE(rtnetlink_h.MACVLAN_MODE_PRIVATE()),
    /** Each other, by way of a switch outside. */
    MACVLAN_MODE_VEPA(rtnetlink_h.MACVLAN_MODE_VEPA()),
    /** Each other. */
    MACVLAN_MODE_BRIDGE(rtnetlink_h.MACVLAN_MODE_BRIDGE()),
    /** The one there is has the link for itself. */
    MACVLAN_MODE_PASSTHRU(rtnetlink_h.MACVLAN_MODE_PASSTHRU()),
    /** Who sends from the addresses that are listed. */
    MACVLAN_MODE_SOURCE(rtnetlink_h.MACVLAN_MODE_SOURCE());

    private final int number;

    MacvlanMode(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static MacvlanMode of(int number) {
        return Code.find(values(), number);
    }
}
