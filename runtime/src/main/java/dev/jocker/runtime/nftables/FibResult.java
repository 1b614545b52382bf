package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** What a {@link Expression.Fib} finds out. */
public enum FibResult implements Code {
    /** The index of the link. */
    NFT_FIB_RESULT_OIF(nftables_h.NFT_FIB_RESULT_OIF()),
    /** The name of the link. */
    NFT_FIB_RESULT_OIFNAME(nftables_h.NFT_FIB_RESULT_OIFNAME()),
    /** The type of the address: 2 is this host's. */
    NFT_FIB_RESULT_ADDRTYPE(nftables_h.NFT_FIB_RESULT_ADDRTYPE());

    private final int number;

    FibResult(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
