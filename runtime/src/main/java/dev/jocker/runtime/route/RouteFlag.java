package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.syscall.Flag;

/** Flags of a route and of each of its next hops. */
public enum RouteFlag implements Flag {
    RTNH_F_DEAD(rtnetlink_h.RTNH_F_DEAD()),
    RTNH_F_PERVASIVE(rtnetlink_h.RTNH_F_PERVASIVE()),
    RTNH_F_ONLINK(rtnetlink_h.RTNH_F_ONLINK()),
    RTNH_F_OFFLOAD(rtnetlink_h.RTNH_F_OFFLOAD()),
    RTNH_F_LINKDOWN(rtnetlink_h.RTNH_F_LINKDOWN()),
    RTNH_F_UNRESOLVED(rtnetlink_h.RTNH_F_UNRESOLVED()),
    RTNH_F_TRAP(rtnetlink_h.RTNH_F_TRAP()),
    RTM_F_CLONED(rtnetlink_h.RTM_F_CLONED());

    private final long bits;

    RouteFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
