package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;

/**
 * An address of a link, {@code ip-address(8)}: one to add, or one that is there.
 *
 * @param link whose it is
 * @param local the address, and the length of its network's prefix
 * @param peer the other end of a point-to-point link; null: there is none
 * @param broadcast null: there is none
 * @param label a name for it, for {@code ifconfig(8)}; null: the link's
 * @param scope {@link Scope}; -1: universe, or host for 127.0.0.0/8
 * @param flags IFA_F_*
 * @param preferredSeconds how long it is taken for new connections; {@link #FOREVER}
 * @param validSeconds how long it is there; {@link #FOREVER}
 * @param metric of the route to its network; 0: the kernel's choice
 * @param others attributes that this library does not know
 */
public record Address(
        int link,
        Cidr local,
        IpAddress peer,
        IpAddress broadcast,
        String label,
        int scope,
        Flags<AddressFlag> flags,
        long preferredSeconds,
        long validSeconds,
        long metric,
        List<Attribute> others) {
    /** A lifetime without an end. */
    public static final long FOREVER = 0xffff_ffffL;

    private static final int FITTING = -1;

    public Address {
        others = List.copyOf(others);
    }

    /** <i>Equivalent to:</i> {@code ip address add 10.0.0.1/24 dev LINK}. */
    public static Address of(int link, Cidr local) {
        return new Address(
                link, local, null, null, null, FITTING, Flags.none(AddressFlag.class), FOREVER, FOREVER, 0, List.of());
    }

    /** The same, but for another address, or on another link. */
    public Address at(int index, Cidr own) {
        return new Address(
                index, own, peer, broadcast, label, scope, flags, preferredSeconds, validSeconds, metric, others);
    }

    /** <i>Equivalent to:</i> {@code peer 10.0.0.2}. */
    public Address peer(IpAddress other) {
        return new Address(
                link, local, other, broadcast, label, scope, flags, preferredSeconds, validSeconds, metric, others);
    }

    /** <i>Equivalent to:</i> {@code broadcast 10.0.0.255}. */
    public Address broadcast(IpAddress address) {
        return new Address(
                link, local, peer, address, label, scope, flags, preferredSeconds, validSeconds, metric, others);
    }

    /** <i>Equivalent to:</i> {@code label eth0:1}. */
    public Address label(String text) {
        return new Address(
                link, local, peer, broadcast, text, scope, flags, preferredSeconds, validSeconds, metric, others);
    }

    /** <i>Equivalent to:</i> {@code scope link}. */
    public Address scope(Scope kind) {
        return scope(kind.number());
    }

    /** <i>Equivalent to:</i> {@code scope NUMBER}. */
    public Address scope(int number) {
        return new Address(
                link, local, peer, broadcast, label, number, flags, preferredSeconds, validSeconds, metric, others);
    }

    /** <i>Equivalent to:</i> {@code noprefixroute}, {@code nodad}, …. */
    public Address with(AddressFlag flag) {
        return new Address(
                link,
                local,
                peer,
                broadcast,
                label,
                scope,
                flags.with(flag),
                preferredSeconds,
                validSeconds,
                metric,
                others);
    }

    /** <i>Equivalent to:</i> {@code valid_lft 300 preferred_lft 100}. */
    public Address lifetime(long valid, long preferred) {
        return new Address(link, local, peer, broadcast, label, scope, flags, preferred, valid, metric, others);
    }

    /** <i>Equivalent to:</i> {@code metric 50}. */
    public Address metric(long number) {
        return new Address(
                link, local, peer, broadcast, label, scope, flags, preferredSeconds, validSeconds, number, others);
    }

    Family family() {
        return Family.of(local.address());
    }

    /** What {@code ip(8)} chooses where none is told. */
    int fittingScope() {
        if (scope != FITTING) {
            return scope;
        }
        boolean host = local.address().isV4() && local.address().isLoopback();
        return (host ? Scope.RT_SCOPE_HOST : Scope.RT_SCOPE_UNIVERSE).number();
    }
}
