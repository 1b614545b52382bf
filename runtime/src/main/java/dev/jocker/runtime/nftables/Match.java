package dev.jocker.runtime.nftables;

import static dev.jocker.runtime.nftables.Comparison.NFT_CMP_EQ;
import static dev.jocker.runtime.nftables.Comparison.NFT_CMP_NEQ;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.nftables.Expression.Bitwise;
import dev.jocker.runtime.nftables.Expression.Compare;
import dev.jocker.runtime.nftables.Expression.Ct;
import dev.jocker.runtime.nftables.Expression.Lookup;
import dev.jocker.runtime.nftables.Expression.Meta;
import dev.jocker.runtime.nftables.Expression.Payload;
import dev.jocker.runtime.syscall.Flags;
import java.util.ArrayList;
import java.util.List;

/** The steps that {@code nft(8)} makes of the matches that are used every day. All begin with register 1. */
public final class Match {
    private static final int REGISTER = 1;
    private static final int FIRST_WORD = 8; // of register 1
    private static final int PORT_BYTES = 2;
    private static final int DESTINATION_PORT = 2;

    private Match() {}

    /** <i>Equivalent to:</i> {@code ip saddr 10.0.0.0/8}, in a table that sees both families. */
    public static List<Expression> source(Cidr network) {
        return address(network, true, NFT_CMP_EQ);
    }

    /** <i>Equivalent to:</i> {@code ip daddr 10.0.0.0/8}, in a table that sees both families. */
    public static List<Expression> destination(Cidr network) {
        return address(network, false, NFT_CMP_EQ);
    }

    /** <i>Equivalent to:</i> {@code ip daddr != 10.0.0.0/8}, where the family is known already. */
    public static List<Expression> destinationNot(Cidr network) {
        List<Expression> all = address(network, false, NFT_CMP_NEQ);
        return all.subList(2, all.size());
    }

    private static List<Expression> address(Cidr network, boolean source, Comparison comparison) {
        List<Expression> steps = new ArrayList<>(family(network.address()));
        int whole = network.prefix() / Byte.SIZE;
        Bytes first = Data.of(network.first());
        boolean onBoundary = network.prefix() % Byte.SIZE == 0 && whole > 0;
        int length = onBoundary ? whole : first.size();
        steps.add(load(network.address(), source, length));
        if (!onBoundary) {
            steps.add(new Bitwise(REGISTER, REGISTER, mask(network), Bytes.of(new byte[length])));
        }
        steps.add(new Compare(REGISTER, comparison, first.slice(0, length)));
        return steps;
    }

    private static Bytes mask(Cidr network) {
        byte[] mask = new byte[network.address().bits() / Byte.SIZE];
        for (int bit = 0; bit < network.prefix(); bit++) {
            mask[bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
        }
        return Bytes.of(mask);
    }

    private static Payload load(IpAddress address, boolean source, int length) {
        // ip(7): source at 12, destination at 16; ipv6(7): 8 and 24
        int offset = address.isV4() ? (source ? 12 : 16) : source ? 8 : 24;
        return new Payload(REGISTER, PayloadBase.NFT_PAYLOAD_NETWORK_HEADER, offset, length);
    }

    private static List<Expression> family(IpAddress address) {
        NftFamily family = address.isV4() ? NftFamily.NFPROTO_IPV4 : NftFamily.NFPROTO_IPV6;
        return List.of(new Meta(REGISTER, MetaKey.NFT_META_NFPROTO), new Compare(REGISTER, NFT_CMP_EQ, Bytes.of((byte)
                family.number())));
    }

    /** <i>Equivalent to:</i> {@code meta nfproto ipv4}, or {@code ipv6}: the family of the address. */
    public static List<Expression> familyOf(IpAddress address) {
        return family(address);
    }

    /** <i>Equivalent to:</i> {@code ip saddr @SET}, of addresses of IPv4. */
    public static List<Expression> sourceIn(String set) {
        return addressIn(IpAddress.anyV4(), true, set);
    }

    /** <i>Equivalent to:</i> {@code ip6 saddr @SET}, of addresses of IPv6. */
    public static List<Expression> sourceIn6(String set) {
        return addressIn(IpAddress.anyV6(), true, set);
    }

    private static List<Expression> addressIn(IpAddress ofFamily, boolean source, String set) {
        List<Expression> steps = new ArrayList<>(family(ofFamily));
        steps.add(load(ofFamily, source, ofFamily.bits() / Byte.SIZE));
        steps.add(new Lookup(set, REGISTER, -1, false));
        return steps;
    }

    /** <i>Equivalent to:</i> {@code ip daddr != @SET}, of addresses of IPv4, where the family is known already. */
    public static List<Expression> destinationNotIn(String set) {
        return List.of(load(IpAddress.anyV4(), false, 4), new Lookup(set, REGISTER, -1, true));
    }

    /** <i>Equivalent to:</i> {@code ip6 daddr != @SET}, of addresses of IPv6, where the family is known already. */
    public static List<Expression> destinationNotIn6(String set) {
        return List.of(load(IpAddress.anyV6(), false, 16), new Lookup(set, REGISTER, -1, true));
    }

    /** <i>Equivalent to:</i> {@code tcp dport 80} for the protocol 6, {@code udp dport 80} for 17. */
    public static List<Expression> destinationPort(int protocol, int port) {
        return List.of(
                new Meta(REGISTER, MetaKey.NFT_META_L4PROTO),
                new Compare(REGISTER, NFT_CMP_EQ, Data.protocol(protocol)),
                new Payload(REGISTER, PayloadBase.NFT_PAYLOAD_TRANSPORT_HEADER, DESTINATION_PORT, PORT_BYTES),
                new Compare(REGISTER, NFT_CMP_EQ, Data.port(port)));
    }

    /** <i>Equivalent to:</i> {@code iifname "br0"}. */
    public static List<Expression> input(String link) {
        return List.of(
                new Meta(REGISTER, MetaKey.NFT_META_IIFNAME), new Compare(REGISTER, NFT_CMP_EQ, Data.linkName(link)));
    }

    /** <i>Equivalent to:</i> {@code iifname != "br0"}. */
    public static List<Expression> inputNot(String link) {
        return List.of(
                new Meta(REGISTER, MetaKey.NFT_META_IIFNAME), new Compare(REGISTER, NFT_CMP_NEQ, Data.linkName(link)));
    }

    /** <i>Equivalent to:</i> {@code iifname @SET}. */
    public static List<Expression> inputIn(String set) {
        return List.of(new Meta(REGISTER, MetaKey.NFT_META_IIFNAME), new Lookup(set, REGISTER, -1, false));
    }

    /** <i>Equivalent to:</i> {@code oifname "br0"}. */
    public static List<Expression> output(String link) {
        return List.of(
                new Meta(REGISTER, MetaKey.NFT_META_OIFNAME), new Compare(REGISTER, NFT_CMP_EQ, Data.linkName(link)));
    }

    /** <i>Equivalent to:</i> {@code oifname @SET}. */
    public static List<Expression> outputIn(String set) {
        return List.of(new Meta(REGISTER, MetaKey.NFT_META_OIFNAME), new Lookup(set, REGISTER, -1, false));
    }

    /** <i>Equivalent to:</i> {@code ip saddr . ip daddr @SET}, or {@code ip6}. */
    public static List<Expression> sourceAndDestinationIn(boolean v4, String set) {
        IpAddress ofFamily = v4 ? IpAddress.anyV4() : IpAddress.anyV6();
        int length = ofFamily.bits() / Byte.SIZE;
        List<Expression> steps = new ArrayList<>(family(ofFamily));
        steps.add(load(ofFamily, true, length));
        int next = v4 ? FIRST_WORD + 1 : REGISTER + 1;
        steps.add(new Payload(next, PayloadBase.NFT_PAYLOAD_NETWORK_HEADER, v4 ? 16 : 24, length));
        steps.add(new Lookup(set, REGISTER, -1, false));
        return steps;
    }

    /** <i>Equivalent to:</i> {@code iifname . oifname @SET}, where both are known: in a chain at forward. */
    public static List<Expression> throughIn(String set) {
        return List.of(
                new Meta(REGISTER, MetaKey.NFT_META_IIFNAME),
                new Meta(REGISTER + 1, MetaKey.NFT_META_OIFNAME),
                new Lookup(set, REGISTER, -1, false));
    }

    /** <i>Equivalent to:</i> {@code oifname != "br0"}. */
    public static List<Expression> outputNot(String link) {
        return List.of(
                new Meta(REGISTER, MetaKey.NFT_META_OIFNAME), new Compare(REGISTER, NFT_CMP_NEQ, Data.linkName(link)));
    }

    /** <i>Equivalent to:</i> {@code ct state established,related}. */
    public static List<Expression> established() {
        // NF_CT_STATE_BIT: one more than the number of the state
        return has(CtKey.NFT_CT_STATE, 1 << nftables_h.IP_CT_ESTABLISHED() + 1 | 1 << nftables_h.IP_CT_RELATED() + 1);
    }

    /** <i>Equivalent to:</i> {@code ct state new,established,related}. */
    public static List<Expression> newOrEstablished() {
        int established = 1 << nftables_h.IP_CT_ESTABLISHED() + 1 | 1 << nftables_h.IP_CT_RELATED() + 1;
        return has(CtKey.NFT_CT_STATE, established | 1 << nftables_h.IP_CT_NEW() + 1);
    }

    /**
     * Translates the destination: the last steps of a rule. <i>Equivalent to:</i> {@code dnat ip to 10.0.0.2:80}, or {@code ip6}.
     */
    public static List<Expression> translateDestination(IpAddress to, int port) {
        return List.of(
                new Expression.Immediate(REGISTER, Data.of(to)),
                new Expression.Immediate(REGISTER + 1, Data.port(port)),
                new Expression.Nat(true, familyNumber(to), REGISTER, REGISTER + 1, Flags.none(NatFlag.class)));
    }

    /** Translates the source: the last steps of a rule. <i>Equivalent to:</i> {@code snat ip to 10.0.0.2}, or {@code ip6}. */
    public static List<Expression> translateSource(IpAddress to) {
        return List.of(
                new Expression.Immediate(REGISTER, Data.of(to)),
                new Expression.Nat(false, familyNumber(to), REGISTER, 0, Flags.none(NatFlag.class)));
    }

    private static NftFamily familyNumber(IpAddress address) {
        return address.isV4() ? NftFamily.NFPROTO_IPV4 : NftFamily.NFPROTO_IPV6;
    }

    /** The connection's destination was translated. <i>Equivalent to:</i> {@code ct status dnat}. */
    public static List<Expression> destinationTranslated() {
        return has(CtKey.NFT_CT_STATUS, nftables_h.IPS_DST_NAT());
    }

    private static List<Expression> has(CtKey key, int bits) {
        return List.of(
                new Ct(REGISTER, key),
                new Bitwise(REGISTER, REGISTER, Data.number(bits), Data.number(0)),
                new Compare(REGISTER, NFT_CMP_NEQ, Data.number(0)));
    }

    /** The packet is for an address of this host. <i>Equivalent to:</i> {@code fib daddr type local}. */
    public static List<Expression> forThisHost() {
        return destinationType(NFT_CMP_EQ);
    }

    /** The packet is for no address of this host. <i>Equivalent to:</i> {@code fib daddr type != local}. */
    public static List<Expression> notForThisHost() {
        return destinationType(NFT_CMP_NEQ);
    }

    private static List<Expression> destinationType(Comparison comparison) {
        int local = 2; // RTN_LOCAL
        return List.of(
                new Expression.Fib(REGISTER, FibResult.NFT_FIB_RESULT_ADDRTYPE, Flags.of(FibFlag.NFTA_FIB_F_DADDR)),
                new Compare(REGISTER, comparison, Data.number(local)));
    }

    /**
     * Translates the destination to where a map leads from the protocol and the port. <i>Equivalent to:</i> {@code meta nfproto ipv4 dnat ip
     * to meta l4proto . th dport map @MAP}, or {@code ipv6} and {@code ip6}.
     */
    public static List<Expression> translatePort(boolean v4, String map) {
        return translate(v4, map, false);
    }

    /**
     * Translates the destination to where a map leads from the protocol, the address and the port. <i>Equivalent to:</i> {@code dnat ip to meta
     * l4proto . ip daddr . th dport map @MAP}, or {@code ip6}.
     */
    public static List<Expression> translateAddressAndPort(boolean v4, String map) {
        return translate(v4, map, true);
    }

    /** The key begins in register 1, and each part has whole pieces of four bytes; so has what it leads to. */
    private static List<Expression> translate(boolean v4, String map, boolean withAddress) {
        IpAddress ofFamily = v4 ? IpAddress.anyV4() : IpAddress.anyV6();
        int words = ofFamily.bits() / Integer.SIZE;
        List<Expression> steps = new ArrayList<>(family(ofFamily));
        steps.add(new Meta(REGISTER, MetaKey.NFT_META_L4PROTO));
        int next = FIRST_WORD + 1;
        if (withAddress) {
            steps.add(new Payload(
                    next, PayloadBase.NFT_PAYLOAD_NETWORK_HEADER, v4 ? 16 : 24, ofFamily.bits() / Byte.SIZE));
            next += words;
        }
        steps.add(new Payload(next, PayloadBase.NFT_PAYLOAD_TRANSPORT_HEADER, DESTINATION_PORT, PORT_BYTES));
        steps.add(new Lookup(map, REGISTER, REGISTER, false));
        // Register 2 is what follows the four words of register 1; nft(8) names it so.
        int port = v4 ? FIRST_WORD + words : REGISTER + 1;
        NftFamily family = v4 ? NftFamily.NFPROTO_IPV4 : NftFamily.NFPROTO_IPV6;
        steps.add(new Expression.Nat(true, family, REGISTER, port, Flags.none(NatFlag.class)));
        return steps;
    }
}
