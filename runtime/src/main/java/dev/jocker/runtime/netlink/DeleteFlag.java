package dev.jocker.runtime.netlink;

import dev.jocker.bindings.netlink_h;
import dev.jocker.runtime.syscall.Flag;

/** Flags of a request that deletes. */
public enum DeleteFlag implements Flag {
    NLM_F_NONREC(netlink_h.NLM_F_NONREC()),
    NLM_F_BULK(netlink_h.NLM_F_BULK());

    private final long bits;

    DeleteFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
