package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.syscall.Flag;

/** Flags of a neighbour. */
public enum NeighbourFlag implements Flag {
    NTF_USE(rtnetlink_h.NTF_USE()),
    NTF_SELF(rtnetlink_h.NTF_SELF()),
    NTF_MASTER(rtnetlink_h.NTF_MASTER()),
    NTF_PROXY(rtnetlink_h.NTF_PROXY()),
    NTF_EXT_LEARNED(rtnetlink_h.NTF_EXT_LEARNED()),
    NTF_OFFLOADED(rtnetlink_h.NTF_OFFLOADED()),
    NTF_STICKY(rtnetlink_h.NTF_STICKY()),
    NTF_ROUTER(rtnetlink_h.NTF_ROUTER());

    private final long bits;

    NeighbourFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
