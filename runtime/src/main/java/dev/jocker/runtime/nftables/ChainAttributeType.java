package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** Types of a chain's attributes. */
enum ChainAttributeType implements Code {
    NFTA_CHAIN_TABLE(nftables_h.NFTA_CHAIN_TABLE()),
    NFTA_CHAIN_HANDLE(nftables_h.NFTA_CHAIN_HANDLE()),
    NFTA_CHAIN_NAME(nftables_h.NFTA_CHAIN_NAME()),
    NFTA_CHAIN_HOOK(nftables_h.NFTA_CHAIN_HOOK()),
    NFTA_CHAIN_POLICY(nftables_h.NFTA_CHAIN_POLICY()),
    NFTA_CHAIN_TYPE(nftables_h.NFTA_CHAIN_TYPE());

    private final int number;

    ChainAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static ChainAttributeType of(int number) {
        return Code.find(values(), number);
    }
}
