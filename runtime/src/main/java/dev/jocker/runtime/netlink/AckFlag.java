package dev.jocker.runtime.netlink;

import dev.jocker.bindings.netlink_h;
import dev.jocker.runtime.syscall.Flag;

/** Flags of an acknowledgement. */
public enum AckFlag implements Flag {
    NLM_F_CAPPED(netlink_h.NLM_F_CAPPED()),
    NLM_F_ACK_TLVS(netlink_h.NLM_F_ACK_TLVS());

    private final long bits;

    AckFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
