package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.syscall.Flag;

/** How well a neighbour is known, {@code ip-neighbour(8)}. */
public enum NeighbourState implements Flag {
    NUD_INCOMPLETE(rtnetlink_h.NUD_INCOMPLETE()),
    NUD_REACHABLE(rtnetlink_h.NUD_REACHABLE()),
    NUD_STALE(rtnetlink_h.NUD_STALE()),
    NUD_DELAY(rtnetlink_h.NUD_DELAY()),
    NUD_PROBE(rtnetlink_h.NUD_PROBE()),
    NUD_FAILED(rtnetlink_h.NUD_FAILED()),
    NUD_NOARP(rtnetlink_h.NUD_NOARP()),
    NUD_PERMANENT(rtnetlink_h.NUD_PERMANENT());

    private final long bits;

    NeighbourState(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
