package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.syscall.Flag;

/** Of what a {@link Expression.Fib} asks. */
public enum FibFlag implements Flag {
    NFTA_FIB_F_SADDR(nftables_h.NFTA_FIB_F_SADDR()),
    NFTA_FIB_F_DADDR(nftables_h.NFTA_FIB_F_DADDR()),
    NFTA_FIB_F_MARK(nftables_h.NFTA_FIB_F_MARK()),
    NFTA_FIB_F_IIF(nftables_h.NFTA_FIB_F_IIF()),
    NFTA_FIB_F_OIF(nftables_h.NFTA_FIB_F_OIF()),
    NFTA_FIB_F_PRESENT(nftables_h.NFTA_FIB_F_PRESENT());

    private final long bits;

    FibFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
