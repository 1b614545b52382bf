package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Bytes;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What an expression has loaded into a register, and how nft(8) writes values of it.
 *
 * @param name nft's: {@code ip saddr}
 * @param kind what its bytes mean
 * @param mask bits that are compared, or null: all
 */
record Field(String name, Kind kind, Bytes mask) {
    private static final String[] CT_STATES = {"invalid", "established", "related", "new", "", "", "untracked"};
    private static final String[] CT_STATUSES = {
        "expected", "seen-reply", "assured", "confirmed", "snat", "dnat", "", "", "", "dying"
    };
    private static final String[] ADDRESS_TYPES = {
        "unspec", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit"
    };

    /** What the bytes of a field mean. */
    enum Kind {
        ADDRESS4,
        ADDRESS6,
        PORT,
        LINK,
        FAMILY,
        PROTOCOL,
        CT_STATE,
        CT_STATUS,
        ADDRESS_TYPE,
        MARK,
        NUMBER,
        BYTES
    }

    Field(String name, Kind kind) {
        this(name, kind, null);
    }

    Field masked(Bytes bits) {
        return new Field(name, kind, bits);
    }

    /** {@code iifname}, {@code meta mark}. */
    static Field of(MetaKey key) {
        return switch (key) {
            case NFT_META_IIFNAME -> new Field("iifname", Kind.LINK);
            case NFT_META_OIFNAME -> new Field("oifname", Kind.LINK);
            case NFT_META_IIF -> new Field("iif", Kind.NUMBER);
            case NFT_META_OIF -> new Field("oif", Kind.NUMBER);
            case NFT_META_NFPROTO -> new Field("meta nfproto", Kind.FAMILY);
            case NFT_META_L4PROTO -> new Field("meta l4proto", Kind.PROTOCOL);
            case NFT_META_MARK -> new Field("meta mark", Kind.MARK);
            default ->
                new Field("meta " + key.name().substring("NFT_META_".length()).toLowerCase(Locale.ROOT), Kind.NUMBER);
        };
    }

    /** {@code ct state}. */
    static Field of(CtKey key) {
        return switch (key) {
            case NFT_CT_STATE -> new Field("ct state", Kind.CT_STATE);
            case NFT_CT_STATUS -> new Field("ct status", Kind.CT_STATUS);
            case NFT_CT_MARK -> new Field("ct mark", Kind.MARK);
            default ->
                new Field(
                        "ct "
                                + key.name()
                                        .substring("NFT_CT_".length())
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-'),
                        Kind.NUMBER);
        };
    }

    /**
     * A field of a header: {@code tcp dport}; {@code @nh,72,8} where it has no name here.
     *
     * @param family IPv4 or IPv6; null: not known
     * @param protocol {@code tcp}, or {@code th} where it is not known
     */
    static Field of(Expression.Payload payload, NftFamily family, String protocol) {
        int at = payload.offset();
        if (payload.base() == PayloadBase.NFT_PAYLOAD_TRANSPORT_HEADER && payload.length() == 2 && at <= 2) {
            return new Field(protocol + (at == 0 ? " sport" : " dport"), Kind.PORT);
        }
        if (payload.base() == PayloadBase.NFT_PAYLOAD_NETWORK_HEADER && family == NftFamily.NFPROTO_IPV4) {
            if ((at == 12 || at == 16) && payload.length() <= 4) {
                return new Field(at == 12 ? "ip saddr" : "ip daddr", Kind.ADDRESS4);
            }
        }
        if (payload.base() == PayloadBase.NFT_PAYLOAD_NETWORK_HEADER && family == NftFamily.NFPROTO_IPV6) {
            if ((at == 8 || at == 24) && payload.length() <= 16) {
                return new Field(at == 8 ? "ip6 saddr" : "ip6 daddr", Kind.ADDRESS6);
            }
        }
        String base = switch (payload.base()) {
            case NFT_PAYLOAD_LL_HEADER -> "@ll";
            case NFT_PAYLOAD_NETWORK_HEADER -> "@nh";
            case NFT_PAYLOAD_TRANSPORT_HEADER -> "@th";
        };
        return new Field(base + "," + at * Byte.SIZE + "," + payload.length() * Byte.SIZE, Kind.BYTES);
    }

    /** {@code fib daddr type}. */
    static Field of(Expression.Fib fib) {
        var name = new StringBuilder("fib");
        String separator = " ";
        String[] words = {"saddr", "daddr", "mark", "iif", "oif"};
        for (int bit = 0; bit < words.length; bit++) {
            if ((fib.flags().bits() >> bit & 1) != 0) {
                name.append(separator).append(words[bit]);
                separator = " . ";
            }
        }
        return switch (fib.result()) {
            case NFT_FIB_RESULT_OIF -> new Field(name.append(" oif").toString(), Kind.NUMBER);
            case NFT_FIB_RESULT_OIFNAME -> new Field(name.append(" oifname").toString(), Kind.LINK);
            case NFT_FIB_RESULT_ADDRTYPE -> new Field(name.append(" type").toString(), Kind.ADDRESS_TYPE);
        };
    }

    /** Whether its bits are names that are asked for one by one: {@code ct state established,related}. */
    boolean isBits() {
        return kind == Kind.CT_STATE || kind == Kind.CT_STATUS;
    }

    /** A value with which it is compared. */
    String value(Bytes bytes) {
        return switch (kind) {
            case ADDRESS4 -> network(bytes, 4);
            case ADDRESS6 -> network(bytes, 16);
            case PORT -> Integer.toString((bytes.toArray()[0] & 0xff) << Byte.SIZE | bytes.toArray()[1] & 0xff);
            case LINK -> link(bytes.toArray());
            case FAMILY -> family(bytes.toArray()[0]);
            case PROTOCOL -> protocol(bytes.toArray()[0] & 0xff);
            case CT_STATE -> names(number(bytes), CT_STATES);
            case CT_STATUS -> names(number(bytes), CT_STATUSES);
            case ADDRESS_TYPE -> {
                long type = number(bytes);
                yield type < ADDRESS_TYPES.length ? ADDRESS_TYPES[(int) type] : Long.toString(type);
            }
            case MARK -> String.format(Locale.ROOT, "0x%08x", number(bytes));
            case NUMBER -> bytes.size() > Integer.BYTES ? hex(bytes) : Long.toString(number(bytes));
            case BYTES -> hex(bytes);
        };
    }

    /** Compared are whole bytes, or a masked address. */
    private String network(Bytes bytes, int size) {
        int prefix = bytes.size() * Byte.SIZE;
        if (mask != null) {
            prefix = 0;
            for (byte each : mask.toArray()) {
                prefix += Integer.bitCount(each & 0xff);
            }
        }
        byte[] whole = Arrays.copyOf(bytes.toArray(), size);
        String address = IpAddress.of(whole).toString();
        return prefix == size * Byte.SIZE ? address : address + "/" + prefix;
    }

    private static String link(byte[] name) {
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        String text = new String(name, 0, length, StandardCharsets.UTF_8);
        return length == name.length ? "\"" + text + "*\"" : "\"" + text + "\"";
    }

    private static String family(byte number) {
        return number == nftables_h.NFPROTO_IPV4()
                ? "ipv4"
                : number == nftables_h.NFPROTO_IPV6() ? "ipv6" : "" + number;
    }

    /** {@code protocols(5)}, those that there are ports of, and their companions. */
    static String protocol(int number) {
        return switch (number) {
            case 1 -> "icmp";
            case 6 -> "tcp";
            case 17 -> "udp";
            case 47 -> "gre";
            case 50 -> "esp";
            case 51 -> "ah";
            case 58 -> "ipv6-icmp";
            case 132 -> "sctp";
            default -> Integer.toString(number);
        };
    }

    private static String names(long bits, String[] names) {
        var text = new StringBuilder();
        long rest = bits;
        for (int bit = 0; bit < names.length; bit++) {
            if ((bits >> bit & 1) != 0 && !names[bit].isEmpty()) {
                text.append(text.isEmpty() ? "" : ",").append(names[bit]);
                rest &= ~(1L << bit);
            }
        }
        if (rest != 0 || text.isEmpty()) {
            text.append(text.isEmpty() ? "" : ",").append("0x").append(Long.toHexString(rest));
        }
        return text.toString();
    }

    /** In the processor's byte order. */
    private static long number(Bytes bytes) {
        byte[] all = bytes.toArray();
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        long value = 0;
        for (int i = 0; i < all.length; i++) {
            value = value << Byte.SIZE | all[little ? all.length - 1 - i : i] & 0xff;
        }
        return value;
    }

    private static String hex(Bytes bytes) {
        return "0x" + HexFormat.of().formatHex(bytes.toArray());
    }
}
