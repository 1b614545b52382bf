package dev.jocker.runtime.netlink;

import dev.jocker.bindings.netlink_h;
import dev.jocker.runtime.syscall.Flag;

/** Flags of a request that asks. */
public enum GetFlag implements Flag {
    NLM_F_DUMP(netlink_h.NLM_F_DUMP()),
    NLM_F_ROOT(netlink_h.NLM_F_ROOT()),
    NLM_F_MATCH(netlink_h.NLM_F_MATCH()),
    NLM_F_ATOMIC(netlink_h.NLM_F_ATOMIC());

    private final long bits;

    GetFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
