package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** Types of a set's attributes. */
enum SetAttributeType implements Code {
    NFTA_SET_TABLE(nftables_h.NFTA_SET_TABLE()),
    NFTA_SET_NAME(nftables_h.NFTA_SET_NAME()),
    NFTA_SET_FLAGS(nftables_h.NFTA_SET_FLAGS()),
    NFTA_SET_KEY_TYPE(nftables_h.NFTA_SET_KEY_TYPE()),
    NFTA_SET_KEY_LEN(nftables_h.NFTA_SET_KEY_LEN()),
    NFTA_SET_DATA_TYPE(nftables_h.NFTA_SET_DATA_TYPE()),
    NFTA_SET_DATA_LEN(nftables_h.NFTA_SET_DATA_LEN()),
    NFTA_SET_DESC(nftables_h.NFTA_SET_DESC()),
    NFTA_SET_ID(nftables_h.NFTA_SET_ID()),
    NFTA_SET_USERDATA(nftables_h.NFTA_SET_USERDATA());

    private final int number;

    SetAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static SetAttributeType of(int number) {
        return Code.find(values(), number);
    }
}
