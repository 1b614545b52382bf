package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** Types of the attributes behind an ifaddrmsg, {@code linux/if_addr.h}. */
enum AddressAttributeType implements Code {
    IFA_ADDRESS(rtnetlink_h.IFA_ADDRESS()),
    IFA_LOCAL(rtnetlink_h.IFA_LOCAL()),
    IFA_LABEL(rtnetlink_h.IFA_LABEL()),
    IFA_BROADCAST(rtnetlink_h.IFA_BROADCAST()),
    IFA_CACHEINFO(rtnetlink_h.IFA_CACHEINFO()),
    IFA_FLAGS(rtnetlink_h.IFA_FLAGS()),
    IFA_RT_PRIORITY(rtnetlink_h.IFA_RT_PRIORITY());

    private final int number;

    AddressAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static AddressAttributeType of(int number) {
        return Code.find(values(), number);
    }
}
