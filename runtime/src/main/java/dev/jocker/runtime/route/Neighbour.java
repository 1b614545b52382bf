package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.syscall.Flags;
import java.nio.ByteBuffer;
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
    // struct nda_cacheinfo; RouteStructsTest compares with the bindings
    static final int CACHEINFO_BYTES = 16;
    static final int CACHEINFO_CONFIRMED = 0;
    static final int CACHEINFO_USED = 4;
    static final int CACHEINFO_UPDATED = 8;
    static final int CACHEINFO_REFERENCES = 12;

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

    /** When it was used, confirmed and changed the last time, in hundredths of a second before now; null: not told. */
    public Ages ages() {
        for (Attribute other : others) {
            if (other.type() == rtnetlink_h.NDA_CACHEINFO() && other.value().size() >= CACHEINFO_BYTES) {
                ByteBuffer struct = other.value().view();
                return new Ages(
                        struct.getInt(CACHEINFO_USED),
                        struct.getInt(CACHEINFO_CONFIRMED),
                        struct.getInt(CACHEINFO_UPDATED),
                        struct.getInt(CACHEINFO_REFERENCES));
            }
        }
        return null;
    }

    /** How often it was asked for in vain; -1: not told. */
    public long probes() {
        for (Attribute other : others) {
            if (other.type() == rtnetlink_h.NDA_PROBES() && other.value().size() >= Integer.BYTES) {
                return Integer.toUnsignedLong(other.value().view().getInt(0));
            }
        }
        return -1;
    }

    /**
     * How long ago, in hundredths of a second.
     *
     * @param references how many hold on to it
     */
    public record Ages(int used, int confirmed, int updated, int references) {}

    /** <i>Equivalent to:</i> {@code nud reachable}. */
    public Neighbour state(NeighbourState state) {
        return new Neighbour(link, address, mac, Flags.of(state), flags, others);
    }

    /** <i>Equivalent to:</i> {@code router}, {@code proxy}. */
    public Neighbour with(NeighbourFlag flag) {
        return new Neighbour(link, address, mac, states, flags.with(flag), others);
    }
}
