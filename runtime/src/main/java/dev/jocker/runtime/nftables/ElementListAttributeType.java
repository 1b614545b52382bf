package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** Types of the attributes of a message about elements. */
enum ElementListAttributeType implements Code {
    NFTA_SET_ELEM_LIST_TABLE(nftables_h.NFTA_SET_ELEM_LIST_TABLE()),
    NFTA_SET_ELEM_LIST_SET(nftables_h.NFTA_SET_ELEM_LIST_SET()),
    NFTA_SET_ELEM_LIST_ELEMENTS(nftables_h.NFTA_SET_ELEM_LIST_ELEMENTS()),
    NFTA_SET_ELEM_LIST_SET_ID(nftables_h.NFTA_SET_ELEM_LIST_SET_ID());

    private final int number;

    ElementListAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
