package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** What a {@link Expression.Ct} reads of a connection, {@code ct} in nft(8). */
public enum CtKey implements Code {
    NFT_CT_STATE(nftables_h.NFT_CT_STATE()),
    NFT_CT_DIRECTION(nftables_h.NFT_CT_DIRECTION()),
    NFT_CT_STATUS(nftables_h.NFT_CT_STATUS()),
    NFT_CT_MARK(nftables_h.NFT_CT_MARK()),
    NFT_CT_EXPIRATION(nftables_h.NFT_CT_EXPIRATION()),
    NFT_CT_L3PROTOCOL(nftables_h.NFT_CT_L3PROTOCOL()),
    NFT_CT_PROTOCOL(nftables_h.NFT_CT_PROTOCOL()),
    NFT_CT_PROTO_SRC(nftables_h.NFT_CT_PROTO_SRC()),
    NFT_CT_PROTO_DST(nftables_h.NFT_CT_PROTO_DST()),
    NFT_CT_ZONE(nftables_h.NFT_CT_ZONE()),
    NFT_CT_SRC_IP(nftables_h.NFT_CT_SRC_IP()),
    NFT_CT_DST_IP(nftables_h.NFT_CT_DST_IP()),
    NFT_CT_SRC_IP6(nftables_h.NFT_CT_SRC_IP6()),
    NFT_CT_DST_IP6(nftables_h.NFT_CT_DST_IP6());

    private final int number;

    CtKey(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
