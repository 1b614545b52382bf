package dev.jocker.runtime.nftables;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.netlink.Alignment;
import dev.jocker.runtime.netlink.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is compared, looked up and loaded into registers: packets' fields as they are in packets, the rest in the processor's byte order. */
public final class Data {
    private static final int NAME_BYTES = 16;

    private Data() {}

    public static Bytes of(IpAddress address) {
        return Bytes.of(address.bytes());
    }

    public static Bytes of(MacAddress address) {
        return Bytes.of(address.bytes());
    }

    /** A port, {@code inet_service}: big-endian, as in the packet. */
    public static Bytes port(int port) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port + ": from 0 to 65535");
        }
        return Bytes.of((byte) (port >> Byte.SIZE), (byte) port);
    }

    /** A protocol of IP, {@code inet_proto}: 6 is tcp, 17 udp, 132 sctp. */
    public static Bytes protocol(int number) {
        return Bytes.of((byte) number);
    }

    /** A number in the processor's byte order: a mark, a set of bits. */
    public static Bytes number(int value) {
        return Bytes.of(Bytes.struct(Integer.BYTES).putInt(value));
    }

    /** A link's name, padded with zeros: names that only begin so are others. */
    public static Bytes linkName(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        if (text.length >= NAME_BYTES) {
            throw new IllegalArgumentException("link name \"" + name + "\": at most 15 bytes");
        }
        return Bytes.of(Arrays.copyOf(text, NAME_BYTES));
    }

    /** Several one after the other, each in whole registers. <i>Equivalent to:</i> {@code A . B}. */
    public static Bytes concatenated(Bytes... parts) {
        int size = 0;
        for (Bytes part : parts) {
            size += Alignment.align(part.size());
        }
        ByteBuffer all = Bytes.struct(size);
        int at = 0;
        for (Bytes part : parts) {
            all.put(at, part.toArray());
            at += Alignment.align(part.size());
        }
        return Bytes.of(all);
    }
}
