package dev.jocker.runtime.inet;

import java.util.Arrays;

/** An IPv4 or IPv6 address, {@code ip(7)} and {@code ipv6(7)}. IPv4 sorts before IPv6. */
public final class IpAddress implements Comparable<IpAddress> {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * An address from its bytes, the most significant first.
     *
     * @throws IllegalArgumentException unless there are 4 or 16
     */
    public static IpAddress of(byte... bytes) {
        if (bytes.length != V4_BYTES && bytes.length != V6_BYTES) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
        }
        return new IpAddress(bytes.clone());
    }

    /**
     * Parses {@code 10.0.0.1}, all four numbers in decimal and without leading zeros, or {@code fd00::1}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static IpAddress parse(String text) {
        byte[] bytes = text.indexOf(':') < 0 ? IpText.parseV4(text, 0, text.length()) : IpText.parseV6(text);
        if (bytes == null) {
            throw new IllegalArgumentException("not an IP address: \"" + text + "\"");
        }
        return new IpAddress(bytes);
    }

    /** {@code 0.0.0.0}. */
    public static IpAddress anyV4() {
        return new IpAddress(new byte[V4_BYTES]);
    }

    /** {@code ::}. */
    public static IpAddress anyV6() {
        return new IpAddress(new byte[V6_BYTES]);
    }

    public boolean isV4() {
        return bytes.length == V4_BYTES;
    }

    public boolean isV6() {
        return bytes.length == V6_BYTES;
    }

    /** 32 or 128. */
    public int bits() {
        return bytes.length * Byte.SIZE;
    }

    /** 127.0.0.0/8, or ::1. */
    public boolean isLoopback() {
        return isV4() ? bytes[0] == 127 : equals(anyV6().plus(1));
    }

    /** Whether it names a group: 224.0.0.0/4, ff00::/8. */
    public boolean isMulticast() {
        return isV4() ? (bytes[0] & 0xf0) == 0xe0 : bytes[0] == (byte) 0xff;
    }

    /** Whether all its bits are zero: the unspecified address. */
    public boolean isAny() {
        for (byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /** A copy of its bytes, the most significant first. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The address so much further on; {@code distance} may be negative.
     *
     * @throws ArithmeticException if there is none
     */
    public IpAddress plus(long distance) {
        byte[] sum = new byte[bytes.length];
        long carry = distance;
        for (int i = bytes.length - 1; i >= 0; i--) {
            carry += Byte.toUnsignedInt(bytes[i]);
            sum[i] = (byte) carry;
            carry >>= Byte.SIZE; // rounds down, so a negative rest borrows
        }
        if (carry != 0) {
            throw new ArithmeticException(
                    this + (distance < 0 ? " - " + -distance : " + " + distance) + " is no address");
        }
        return new IpAddress(sum);
    }

    @Override
    public int compareTo(IpAddress other) {
        return bytes.length == other.bytes.length
                ? Arrays.compareUnsigned(bytes, other.bytes)
                : Integer.compare(bytes.length, other.bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@code 10.0.0.1}; IPv6 as RFC 5952 has it, {@code fd00::1}. */
    @Override
    public String toString() {
        return isV4() ? IpText.formatV4(bytes) : IpText.formatV6(bytes);
    }
}
