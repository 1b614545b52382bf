package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** Types of the attributes of a namespace's id, {@code linux/net_namespace.h}. */
enum NamespaceAttributeType implements Code {
    NETNSA_NSID(rtnetlink_h.NETNSA_NSID()),
    NETNSA_FD(rtnetlink_h.NETNSA_FD());

    private final int number;

    NamespaceAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
