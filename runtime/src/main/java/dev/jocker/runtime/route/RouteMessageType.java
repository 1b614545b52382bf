package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** What a message of rtnetlink is about, {@code rtnetlink(7)}. */
public enum RouteMessageType implements Code {
    RTM_DELADDR(rtnetlink_h.RTM_DELADDR()),
    RTM_DELLINK(rtnetlink_h.RTM_DELLINK()),
    RTM_DELLINKPROP(rtnetlink_h.RTM_DELLINKPROP()),
    RTM_DELNEIGH(rtnetlink_h.RTM_DELNEIGH()),
    RTM_DELNSID(rtnetlink_h.RTM_DELNSID()),
    RTM_DELROUTE(rtnetlink_h.RTM_DELROUTE()),
    RTM_DELRULE(rtnetlink_h.RTM_DELRULE()),
    RTM_GETADDR(rtnetlink_h.RTM_GETADDR()),
    RTM_GETLINK(rtnetlink_h.RTM_GETLINK()),
    RTM_GETLINKPROP(rtnetlink_h.RTM_GETLINKPROP()),
    RTM_GETNEIGH(rtnetlink_h.RTM_GETNEIGH()),
    RTM_GETNSID(rtnetlink_h.RTM_GETNSID()),
    RTM_GETROUTE(rtnetlink_h.RTM_GETROUTE()),
    RTM_GETRULE(rtnetlink_h.RTM_GETRULE()),
    RTM_NEWADDR(rtnetlink_h.RTM_NEWADDR()),
    RTM_NEWLINK(rtnetlink_h.RTM_NEWLINK()),
    RTM_NEWLINKPROP(rtnetlink_h.RTM_NEWLINKPROP()),
    RTM_NEWNEIGH(rtnetlink_h.RTM_NEWNEIGH()),
    RTM_NEWNSID(rtnetlink_h.RTM_NEWNSID()),
    RTM_NEWROUTE(rtnetlink_h.RTM_NEWROUTE()),
    RTM_NEWRULE(rtnetlink_h.RTM_NEWRULE()),
    RTM_SETLINK(rtnetlink_h.RTM_SETLINK());

    private final int number;

    RouteMessageType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static RouteMessageType of(int number) {
        return Code.find(values(), number);
    }
}
