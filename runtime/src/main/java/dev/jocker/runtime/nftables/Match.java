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

/** The steps that {@code nft(8)} makes of the matches that are used every day. All use register 1. */
public final class Match {
    private static final int REGISTER = 1;
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

    /** <i>Equivalent to:</i> {@code ip saddr @SET}, of addresses of IPv4. */
    public static List<Expression> sourceIn(String set) {
        List<Expression> steps = new ArrayList<>(family(IpAddress.anyV4()));
        steps.add(load(IpAddress.anyV4(), true, 4));
        steps.add(new Lookup(set, REGISTER, -1, false));
        return steps;
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

    /** <i>Equivalent to:</i> {@code oifname != "br0"}. */
    public static List<Expression> outputNot(String link) {
        return List.of(
                new Meta(REGISTER, MetaKey.NFT_META_OIFNAME), new Compare(REGISTER, NFT_CMP_NEQ, Data.linkName(link)));
    }

    /** <i>Equivalent to:</i> {@code ct state established,related}. */
    public static List<Expression> established() {
        // NF_CT_STATE_BIT: one more than the number of the state
        int states = 1 << nftables_h.IP_CT_ESTABLISHED() + 1 | 1 << nftables_h.IP_CT_RELATED() + 1;
        return List.of(
                new Ct(REGISTER, CtKey.NFT_CT_STATE),
                new Bitwise(REGISTER, REGISTER, Data.number(states), Data.number(0)),
                new Compare(REGISTER, NFT_CMP_NEQ, Data.number(0)));
    }

    /** The packet is for an address of this host. <i>Equivalent to:</i> {@code fib daddr type local}. */
    public static List<Expression> forThisHost() {
        int local = 2; // RTN_LOCAL
        return List.of(
                new Expression.Fib(REGISTER, FibResult.NFT_FIB_RESULT_ADDRTYPE, Flags.of(FibFlag.NFTA_FIB_F_DADDR)),
                new Compare(REGISTER, NFT_CMP_EQ, Data.number(local)));
    }
}
