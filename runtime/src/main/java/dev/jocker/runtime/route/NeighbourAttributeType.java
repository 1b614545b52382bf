package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** Types of the attributes behind an ndmsg, {@code linux/neighbour.h}. */
enum NeighbourAttributeType implements Code {
    NDA_DST(rtnetlink_h.NDA_DST()),
    NDA_LLADDR(rtnetlink_h.NDA_LLADDR());

    private final int number;

    NeighbourAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static NeighbourAttributeType of(int number) {
        return Code.find(values(), number);
    }
}
