package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** Types of a table's attributes, {@code linux/netfilter/nf_tables.h}; likewise the other enums of types here. */
enum TableAttributeType implements Code {
    NFTA_TABLE_NAME(nftables_h.NFTA_TABLE_NAME()),
    NFTA_TABLE_FLAGS(nftables_h.NFTA_TABLE_FLAGS());

    private final int number;

    TableAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
