package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** Types of the attributes of an element of a set. */
enum ElementAttributeType implements Code {
    NFTA_SET_ELEM_KEY(nftables_h.NFTA_SET_ELEM_KEY()),
    NFTA_SET_ELEM_DATA(nftables_h.NFTA_SET_ELEM_DATA()),
    NFTA_SET_ELEM_FLAGS(nftables_h.NFTA_SET_ELEM_FLAGS()),
    NFTA_SET_ELEM_USERDATA(nftables_h.NFTA_SET_ELEM_USERDATA()),
    NFTA_SET_ELEM_KEY_END(nftables_h.NFTA_SET_ELEM_KEY_END());

    private final int number;

    ElementAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static ElementAttributeType of(int number) {
        return Code.find(values(), number);
    }
}
