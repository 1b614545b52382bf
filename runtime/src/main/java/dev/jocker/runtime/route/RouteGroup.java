package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** What {@link dev.jocker.runtime.netlink.Notifications} can be heard of. */
public enum RouteGroup implements Code {
    RTNLGRP_LINK(rtnetlink_h.RTNLGRP_LINK()),
    RTNLGRP_NEIGH(rtnetlink_h.RTNLGRP_NEIGH()),
    RTNLGRP_IPV4_IFADDR(rtnetlink_h.RTNLGRP_IPV4_IFADDR()),
    RTNLGRP_IPV4_ROUTE(rtnetlink_h.RTNLGRP_IPV4_ROUTE()),
    RTNLGRP_IPV4_RULE(rtnetlink_h.RTNLGRP_IPV4_RULE()),
    RTNLGRP_IPV6_IFADDR(rtnetlink_h.RTNLGRP_IPV6_IFADDR()),
    RTNLGRP_IPV6_ROUTE(rtnetlink_h.RTNLGRP_IPV6_ROUTE()),
    RTNLGRP_IPV6_RULE(rtnetlink_h.RTNLGRP_IPV6_RULE()),
    RTNLGRP_NSID(rtnetlink_h.RTNLGRP_NSID());

    private final int number;

    RouteGroup(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
