package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** How a {@link Expression.Compare} compares; as unsigned numbers, the first byte the most significant. */
public enum Comparison implements Code {
    NFT_CMP_EQ(nftables_h.NFT_CMP_EQ()),
    NFT_CMP_NEQ(nftables_h.NFT_CMP_NEQ()),
    NFT_CMP_LT(nftables_h.NFT_CMP_LT()),
    NFT_CMP_LTE(nftables_h.NFT_CMP_LTE()),
    NFT_CMP_GT(nftables_h.NFT_CMP_GT()),
    NFT_CMP_GTE(nftables_h.NFT_CMP_GTE());

    private final int number;

    Comparison(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
