package dev.jocker.runtime.inet;

import java.util.Arrays;

/** The address of a link: six bytes on an Ethernet, {@code 02:42:ac:11:00:02}; others have more, or fewer. */
public final class MacAddress {
    private static final int ETHERNET_BYTES = 6;
    private static final int MULTICAST = 1;
    private static final int LOCAL = 2;
    private static final String DIGITS = "0123456789abcdef";

    private final byte[] bytes;

    private MacAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** An address from its bytes in the order in which they are written. */
    public static MacAddress of(byte... bytes) {
        return new MacAddress(bytes.clone());
    }

    /**
     * Parses an Ethernet's address.
     *
     * @throws IllegalArgumentException unless it is six pairs of hexadecimal digits with colons between
     */
    public static MacAddress parse(String text) {
        byte[] bytes = new byte[ETHERNET_BYTES];
        boolean right = text.length() == 3 * ETHERNET_BYTES - 1;
        for (int i = 0; right && i < ETHERNET_BYTES; i++) {
            int high = digit(text.charAt(3 * i));
            int low = digit(text.charAt(3 * i + 1));
            right = high >= 0 && low >= 0 && (i == ETHERNET_BYTES - 1 || text.charAt(3 * i + 2) == ':');
            bytes[i] = (byte) (high << 4 | low);
        }
        if (!right) {
            throw new IllegalArgumentException("not a MAC address: \"" + text + "\"");
        }
        return new MacAddress(bytes);
    }

    private static int digit(char letter) {
        return letter < 0x80 ? Character.digit(letter, 16) : -1;
    }

    /** Whether it names a group of stations; a link cannot have it for its own. */
    public boolean isMulticast() {
        return bytes.length > 0 && (bytes[0] & MULTICAST) != 0;
    }

    /** Whether all its bytes are 0; a link cannot have it either. */
    public boolean isZero() {
        for (byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether somebody chose it, not the maker of the card. */
    public boolean isLocal() {
        return bytes.length > 0 && (bytes[0] & LOCAL) != 0;
    }

    /** A copy of its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MacAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (byte each : bytes) {
            text.append(text.isEmpty() ? "" : ":");
            text.append(DIGITS.charAt(each >> 4 & 0xf)).append(DIGITS.charAt(each & 0xf));
        }
        return text.toString();
    }
}
