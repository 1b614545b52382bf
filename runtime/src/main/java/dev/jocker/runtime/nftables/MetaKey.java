package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** What a {@link Expression.Meta} reads, {@code meta} in nft(8). */
public enum MetaKey implements Code {
    NFT_META_LEN(nftables_h.NFT_META_LEN()),
    NFT_META_PROTOCOL(nftables_h.NFT_META_PROTOCOL()),
    NFT_META_PRIORITY(nftables_h.NFT_META_PRIORITY()),
    NFT_META_MARK(nftables_h.NFT_META_MARK()),
    NFT_META_IIF(nftables_h.NFT_META_IIF()),
    NFT_META_OIF(nftables_h.NFT_META_OIF()),
    NFT_META_IIFNAME(nftables_h.NFT_META_IIFNAME()),
    NFT_META_OIFNAME(nftables_h.NFT_META_OIFNAME()),
    NFT_META_IIFTYPE(nftables_h.NFT_META_IIFTYPE()),
    NFT_META_OIFTYPE(nftables_h.NFT_META_OIFTYPE()),
    NFT_META_SKUID(nftables_h.NFT_META_SKUID()),
    NFT_META_SKGID(nftables_h.NFT_META_SKGID()),
    NFT_META_NFTRACE(nftables_h.NFT_META_NFTRACE()),
    NFT_META_PKTTYPE(nftables_h.NFT_META_PKTTYPE()),
    NFT_META_CPU(nftables_h.NFT_META_CPU()),
    NFT_META_IIFGROUP(nftables_h.NFT_META_IIFGROUP()),
    NFT_META_OIFGROUP(nftables_h.NFT_META_OIFGROUP()),
    NFT_META_CGROUP(nftables_h.NFT_META_CGROUP()),
    NFT_META_NFPROTO(nftables_h.NFT_META_NFPROTO()),
    NFT_META_L4PROTO(nftables_h.NFT_META_L4PROTO());

    private final int number;

    MetaKey(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
