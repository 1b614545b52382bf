package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.syscall.Flag;

/** How an address or a port is chosen, {@code nft(8)}, NAT statements. */
public enum NatFlag implements Flag {
    NF_NAT_RANGE_MAP_IPS(nftables_h.NF_NAT_RANGE_MAP_IPS()),
    NF_NAT_RANGE_PROTO_SPECIFIED(nftables_h.NF_NAT_RANGE_PROTO_SPECIFIED()),
    /** {@code random}. */
    NF_NAT_RANGE_PROTO_RANDOM(nftables_h.NF_NAT_RANGE_PROTO_RANDOM()),
    /** {@code persistent}. */
    NF_NAT_RANGE_PERSISTENT(nftables_h.NF_NAT_RANGE_PERSISTENT()),
    /** {@code fully-random}. */
    NF_NAT_RANGE_PROTO_RANDOM_FULLY(nftables_h.NF_NAT_RANGE_PROTO_RANDOM_FULLY()),
    NF_NAT_RANGE_NETMAP(nftables_h.NF_NAT_RANGE_NETMAP());

    private final long bits;

    NatFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
