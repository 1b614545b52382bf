package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.syscall.Flag;

/** Flags of a link, {@code netdevice(7)}. */
public enum LinkFlag implements Flag {
    IFF_UP(rtnetlink_h.IFF_UP()),
    IFF_BROADCAST(rtnetlink_h.IFF_BROADCAST()),
    IFF_DEBUG(rtnetlink_h.IFF_DEBUG()),
    IFF_LOOPBACK(rtnetlink_h.IFF_LOOPBACK()),
    IFF_POINTOPOINT(rtnetlink_h.IFF_POINTOPOINT()),
    IFF_NOTRAILERS(rtnetlink_h.IFF_NOTRAILERS()),
    IFF_RUNNING(rtnetlink_h.IFF_RUNNING()),
    IFF_NOARP(rtnetlink_h.IFF_NOARP()),
    IFF_PROMISC(rtnetlink_h.IFF_PROMISC()),
    IFF_ALLMULTI(rtnetlink_h.IFF_ALLMULTI()),
    IFF_MASTER(rtnetlink_h.IFF_MASTER()),
    IFF_SLAVE(rtnetlink_h.IFF_SLAVE()),
    IFF_MULTICAST(rtnetlink_h.IFF_MULTICAST()),
    IFF_PORTSEL(rtnetlink_h.IFF_PORTSEL()),
    IFF_AUTOMEDIA(rtnetlink_h.IFF_AUTOMEDIA()),
    IFF_DYNAMIC(rtnetlink_h.IFF_DYNAMIC()),
    IFF_LOWER_UP(rtnetlink_h.IFF_LOWER_UP()),
    IFF_DORMANT(rtnetlink_h.IFF_DORMANT()),
    IFF_ECHO(rtnetlink_h.IFF_ECHO());

    private final long bits;

    LinkFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
