package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.syscall.Flag;

/** Flags of an address, {@code ip-address(8)}. */
public enum AddressFlag implements Flag {
    IFA_F_SECONDARY(rtnetlink_h.IFA_F_SECONDARY()),
    IFA_F_NODAD(rtnetlink_h.IFA_F_NODAD()),
    IFA_F_OPTIMISTIC(rtnetlink_h.IFA_F_OPTIMISTIC()),
    IFA_F_DADFAILED(rtnetlink_h.IFA_F_DADFAILED()),
    IFA_F_HOMEADDRESS(rtnetlink_h.IFA_F_HOMEADDRESS()),
    IFA_F_DEPRECATED(rtnetlink_h.IFA_F_DEPRECATED()),
    IFA_F_TENTATIVE(rtnetlink_h.IFA_F_TENTATIVE()),
    IFA_F_PERMANENT(rtnetlink_h.IFA_F_PERMANENT()),
    IFA_F_MANAGETEMPADDR(rtnetlink_h.IFA_F_MANAGETEMPADDR()),
    IFA_F_NOPREFIXROUTE(rtnetlink_h.IFA_F_NOPREFIXROUTE()),
    IFA_F_MCAUTOJOIN(rtnetlink_h.IFA_F_MCAUTOJOIN()),
    IFA_F_STABLE_PRIVACY(rtnetlink_h.IFA_F_STABLE_PRIVACY());

    private final long bits;

    AddressFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
