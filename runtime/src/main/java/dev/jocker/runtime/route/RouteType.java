package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** What becomes of packets that take a route, {@code ip-route(8)}. */
public enum RouteType implements Code {
    RTN_UNSPEC(rtnetlink_h.RTN_UNSPEC()),
    RTN_UNICAST(rtnetlink_h.RTN_UNICAST()),
    RTN_LOCAL(rtnetlink_h.RTN_LOCAL()),
    RTN_BROADCAST(rtnetlink_h.RTN_BROADCAST()),
    RTN_ANYCAST(rtnetlink_h.RTN_ANYCAST()),
    RTN_MULTICAST(rtnetlink_h.RTN_MULTICAST()),
    RTN_BLACKHOLE(rtnetlink_h.RTN_BLACKHOLE()),
    RTN_UNREACHABLE(rtnetlink_h.RTN_UNREACHABLE()),
    RTN_PROHIBIT(rtnetlink_h.RTN_PROHIBIT()),
    RTN_THROW(rtnetlink_h.RTN_THROW()),
    RTN_NAT(rtnetlink_h.RTN_NAT()),
    RTN_XRESOLVE(rtnetlink_h.RTN_XRESOLVE());

    private final int number;

    RouteType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static RouteType of(int number) {
        return Code.find(values(), number);
    }
}
