package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;

/**
 * Which Ethernet address an IP address on a link has, {@code ip-neighbour(8)}, {@code arp(7)}.
 *
 * @param link on which it is
 * @param address the neighbour's
 * @param mac null: not known, or of no interest
 * @param states NUD_*
 * @param flags NTF_*
 * @param others attributes that this library does not know
 */
public record Neighbour(
        int link,
        IpAddress address,
        MacAddress mac,
        Flags<NeighbourState> states,
        Flags<NeighbourFlag> flags,
        List<Attribute> others) {
    public Neighbour {
        others = List.copyOf(others);
    }

    /** One that stays. <i>Equivalent to:</i> {@code 10.0.0.7 lladdr 02:00:00:00:00:07 dev LINK}. */
    public static Neighbour of(int link, IpAddress address, MacAddress mac) {
        return new Neighbour(
                link, address, mac, Flags.of(NeighbourState.NUD_PERMANENT), Flags.none(NeighbourFlag.class), List.of());
    }

    /** One in whose stead this host answers. <i>Equivalent to:</i> {@code proxy 10.0.0.7 dev LINK}. */
    public static Neighbour proxy(int link, IpAddress address) {
        return of(link, address, null).with(NeighbourFlag.NTF_PROXY);
    }

    /** <i>Equivalent to:</i> {@code nud reachable}. */
    public Neighbour state(NeighbourState state) {
        return new Neighbour(link, address, mac, Flags.of(state), flags, others);
    }

    /** <i>Equivalent to:</i> {@code router}, {@code proxy}. */
    public Neighbour with(NeighbourFlag flag) {
        return new Neighbour(link, address, mac, states, flags.with(flag), others);
    }
}
