package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** What is known of the way that a route is, {@code ip-route(8)}; {@code LOCK} is a set of bits, 1 &lt;&lt; number, of those that are fixed. */
public enum RouteMetric implements Code {
    MTU(rtnetlink_h.RTAX_MTU()),
    WINDOW(rtnetlink_h.RTAX_WINDOW()),
    RTT(rtnetlink_h.RTAX_RTT()),
    RTTVAR(rtnetlink_h.RTAX_RTTVAR()),
    SSTHRESH(rtnetlink_h.RTAX_SSTHRESH()),
    CWND(rtnetlink_h.RTAX_CWND()),
    ADVMSS(rtnetlink_h.RTAX_ADVMSS()),
    REORDERING(rtnetlink_h.RTAX_REORDERING()),
    HOPLIMIT(rtnetlink_h.RTAX_HOPLIMIT()),
    INITCWND(rtnetlink_h.RTAX_INITCWND()),
    FEATURES(rtnetlink_h.RTAX_FEATURES()),
    RTO_MIN(rtnetlink_h.RTAX_RTO_MIN()),
    INITRWND(rtnetlink_h.RTAX_INITRWND()),
    QUICKACK(rtnetlink_h.RTAX_QUICKACK()),
    LOCK(rtnetlink_h.RTAX_LOCK());

    private final int number;

    RouteMetric(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static RouteMetric of(int number) {
        return Code.find(values(), number);
    }
}
