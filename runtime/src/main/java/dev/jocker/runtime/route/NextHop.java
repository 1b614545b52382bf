package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.syscall.Flags;

/**
 * One of several ways that a route leads.
 *
 * @param gateway null: straight onto the link
 * @param link 0: the one on which the gateway is
 * @param weight from 1 to 256: how many of all packets go this way
 * @param flags RTNH_F_*
 */
public record NextHop(IpAddress gateway, int link, int weight, Flags<RouteFlag> flags) {
    public NextHop {
        if (weight < 1 || weight > 256) {
            throw new IllegalArgumentException("weight " + weight + ": from 1 to 256");
        }
    }

    /** <i>Equivalent to:</i> {@code nexthop via GATEWAY}. */
    public static NextHop via(IpAddress gateway) {
        return new NextHop(gateway, 0, 1, Flags.none(RouteFlag.class));
    }

    /** <i>Equivalent to:</i> {@code dev LINK}. */
    public NextHop dev(int index) {
        return new NextHop(gateway, index, weight, flags);
    }

    /** <i>Equivalent to:</i> {@code weight NUMBER}. */
    public NextHop weight(int number) {
        return new NextHop(gateway, link, number, flags);
    }
}
