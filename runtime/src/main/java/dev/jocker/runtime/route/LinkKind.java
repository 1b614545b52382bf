package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.syscall.Flags;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What makes a link, and what it can do beside what all can: {@code ip-link(8)}, "Link types". */
public sealed interface LinkKind {
    /** The kernel's word for it. */
    String name();

    /** A link that drops all that is sent. */
    record Dummy() implements LinkKind {
        @Override
        public String name() {
            return "dummy";
        }
    }

    /**
     * A switch, whose ports are links.
     *
     * @param options when it is made or changed: those to set; when it is listed: all that the kernel told
     */
    record Bridge(Map<BridgeOption, Long> options) implements LinkKind {
        public Bridge {
            options = copy(BridgeOption.class, options);
        }

        /** A bridge as the kernel makes it. */
        public Bridge() {
            this(Map.of());
        }

        /** This bridge with an option set. */
        public Bridge with(BridgeOption option, long value) {
            if (!option.width().fits(value)) {
                throw new IllegalArgumentException(option + " " + value + ": too large");
            }
            return new Bridge(put(BridgeOption.class, options, option, value));
        }

        @Override
        public String name() {
            return "bridge";
        }
    }

    /**
     * One end of a pair: what goes into the one comes out of the other.
     *
     * @param peer the other end's name; null: the kernel's choice, and when it is listed, for the kernel tells only its index, as
     *     {@link Link#parent}
     * @param settings the other end's: address, mtu, the namespace that it is to be in
     */
    record Veth(String peer, LinkSettings settings) implements LinkKind {
        @Override
        public String name() {
            return "veth";
        }
    }

    /**
     * What another link carries under a VLAN tag.
     *
     * @param id from 1 to 4094
     * @param protocol 0x8100 (802.1Q), 0x88a8 (802.1ad), or 0: the kernel's choice, 0x8100
     * @param flags those that are on
     * @param mask those of which {@code flags} tells
     */
    record Vlan(int id, int protocol, Flags<VlanFlag> flags, Flags<VlanFlag> mask) implements LinkKind {
        public Vlan(int id) {
            this(id, 0, Flags.none(VlanFlag.class), Flags.none(VlanFlag.class));
        }

        @Override
        public String name() {
            return "vlan";
        }
    }

    /**
     * A second Ethernet address on another link, as a link of its own.
     *
     * @param mode null: the kernel's choice
     * @param queue how many packets for all may wait; 0: the kernel's choice
     * @param usedQueue how many may wait on that link, which is the most of those of its macvlans; told only
     */
    record Macvlan(MacvlanMode mode, long queue, long usedQueue) implements LinkKind {
        public Macvlan(MacvlanMode mode) {
            this(mode, 0, 0);
        }

        @Override
        public String name() {
            return "macvlan";
        }
    }

    /** Other IP addresses on another link, under its Ethernet address, as a link of its own. */
    record Ipvlan(IpvlanMode mode, Flags<IpvlanFlag> flags) implements LinkKind {
        @Override
        public String name() {
            return "ipvlan";
        }
    }

    /**
     * Ethernet in UDP.
     *
     * @param id the network's, 24 bits
     * @param link through which it is sent; 0: whichever the route says
     * @param ttl of what is sent; 0: the kernel's choice
     * @param local from which address; null: the kernel's choice
     * @param group the other end, or the multicast group of all; null: none
     * @param learning whether addresses are learnt from what comes in
     * @param port UDP; 4789 is what was assigned, the kernel's own choice is 8472
     * @param options further ones: when it is made, those to set; when it is listed, all that the kernel told
     */
    record Vxlan(
            int id,
            int link,
            int ttl,
            IpAddress local,
            IpAddress group,
            boolean learning,
            int port,
            Map<VxlanOption, Long> options)
            implements LinkKind {
        public Vxlan {
            options = copy(VxlanOption.class, options);
        }

        /** One without further options. */
        public Vxlan(int id, int link, int ttl, IpAddress local, IpAddress group, boolean learning, int port) {
            this(id, link, ttl, local, group, learning, port, Map.of());
        }

        /** A network without another end so far, on the assigned port. */
        public Vxlan(int id) {
            this(id, 0, 0, null, null, true, 4789);
        }

        /** <i>Equivalent to:</i> {@code id NUMBER}. */
        public Vxlan id(int number) {
            return new Vxlan(number, link, ttl, local, group, learning, port, options);
        }

        /** <i>Equivalent to:</i> {@code dev LINK}. */
        public Vxlan link(int index) {
            return new Vxlan(id, index, ttl, local, group, learning, port, options);
        }

        /** <i>Equivalent to:</i> {@code ttl HOPS}. */
        public Vxlan ttl(int hops) {
            return new Vxlan(id, link, hops, local, group, learning, port, options);
        }

        /** <i>Equivalent to:</i> {@code local ADDRESS}. */
        public Vxlan local(IpAddress address) {
            return new Vxlan(id, link, ttl, address, group, learning, port, options);
        }

        /** <i>Equivalent to:</i> {@code remote ADDRESS}, {@code group ADDRESS}. */
        public Vxlan group(IpAddress address) {
            return new Vxlan(id, link, ttl, local, address, learning, port, options);
        }

        /** <i>Equivalent to:</i> {@code learning}, {@code nolearning}. */
        public Vxlan learning(boolean wanted) {
            return new Vxlan(id, link, ttl, local, group, wanted, port, options);
        }

        /** <i>Equivalent to:</i> {@code dstport NUMBER}. */
        public Vxlan port(int number) {
            return new Vxlan(id, link, ttl, local, group, learning, number, options);
        }

        /** <i>Equivalent to:</i> {@code ageing SECONDS}, {@code proxy}, …. */
        public Vxlan with(VxlanOption option, long value) {
            if (!option.width().fits(value)) {
                throw new IllegalArgumentException(option + " " + value + ": too large");
            }
            Map<VxlanOption, Long> more = put(VxlanOption.class, options, option, value);
            return new Vxlan(id, link, ttl, local, group, learning, port, more);
        }

        @Override
        public String name() {
            return "vxlan";
        }
    }

    /** A kind that this library does not know, and its data as the kernel told it. */
    record Other(String name, Bytes data) implements LinkKind {}

    private static <O extends Enum<O>> Map<O, Long> copy(Class<O> kind, Map<O, Long> options) {
        Map<O, Long> copy = new EnumMap<>(kind);
        copy.putAll(options);
        return Collections.unmodifiableMap(copy);
    }

    private static <O extends Enum<O>> Map<O, Long> put(Class<O> kind, Map<O, Long> options, O option, long value) {
        Map<O, Long> copy = new EnumMap<>(kind);
        copy.putAll(options);
        copy.put(option, value);
        return copy;
    }
}
