package dev.jocker.runtime.netlink;

import dev.jocker.bindings.netlink_h;
import dev.jocker.runtime.syscall.Flag;

/** Flags of a request that makes or changes. */
public enum NewFlag implements Flag {
    NLM_F_REPLACE(netlink_h.NLM_F_REPLACE()),
    NLM_F_EXCL(netlink_h.NLM_F_EXCL()),
    NLM_F_CREATE(netlink_h.NLM_F_CREATE()),
    NLM_F_APPEND(netlink_h.NLM_F_APPEND());

    private final long bits;

    NewFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
