package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.syscall.Flag;

/** What a set is. */
public enum SetFlag implements Flag {
    NFT_SET_ANONYMOUS(nftables_h.NFT_SET_ANONYMOUS()),
    NFT_SET_CONSTANT(nftables_h.NFT_SET_CONSTANT()),
    NFT_SET_INTERVAL(nftables_h.NFT_SET_INTERVAL()),
    NFT_SET_MAP(nftables_h.NFT_SET_MAP()),
    NFT_SET_TIMEOUT(nftables_h.NFT_SET_TIMEOUT()),
    NFT_SET_EVAL(nftables_h.NFT_SET_EVAL()),
    NFT_SET_OBJECT(nftables_h.NFT_SET_OBJECT()),
    NFT_SET_CONCAT(nftables_h.NFT_SET_CONCAT());

    private final long bits;

    SetFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
