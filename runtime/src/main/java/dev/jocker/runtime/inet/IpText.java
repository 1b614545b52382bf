package dev.jocker.runtime.inet;

import java.util.Arrays;

/** Addresses as texts: {@code inet_pton(3)}, and RFC 5952 the other way. Parsing returns null for what is no address. */
final class IpText {
    private static final int GROUPS = 8;
    private static final int V4_GROUPS = 2; // ::ffff:10.0.0.1
    private static final int V4_BYTES = 4;

    private IpText() {}

    static byte[] parseV4(String text, int from, int to) {
        byte[] bytes = new byte[V4_BYTES];
        int at = from;
        for (int i = 0; i < V4_BYTES; i++) {
            int end = i < V4_BYTES - 1 ? text.indexOf('.', at) : to;
            int number = end < 0 || end > to ? -1 : decimal(text, at, end);
            if (number < 0) {
                return null;
            }
            bytes[i] = (byte) number;
            at = end + 1;
        }
        return bytes;
    }

    /** A number from 0 to 255 without leading zeros, or -1. */
    private static int decimal(String text, int from, int to) {
        int length = to - from;
        if (length < 1 || length > 3 || length > 1 && text.charAt(from) == '0') {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return number > 255 ? -1 : number;
    }

    static byte[] parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            int[] all = groups(text);
            return all == null || all.length != GROUPS ? null : bytes(all, new int[0]);
        }
        int[] before = groups(text.substring(0, gap));
        int[] after = groups(text.substring(gap + 2));
        boolean fits = before != null && after != null && before.length + after.length < GROUPS;
        // Four numbers stand at the end of the whole address only.
        return fits && text.lastIndexOf('.', gap) < 0 ? bytes(before, after) : null;
    }

    /** The groups between colons, of which the last may be an IPv4 address; null if one is none. */
    private static int[] groups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        int[] groups = new int[GROUPS + 1];
        int count = 0;
        int at = 0;
        while (at <= text.length() && count < GROUPS) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 ? text.length() : colon;
            if (colon < 0 && text.indexOf('.', at) >= 0) {
                byte[] v4 = parseV4(text, at, end);
                if (v4 == null) {
                    return null;
                }
                groups[count++] = Byte.toUnsignedInt(v4[0]) << Byte.SIZE | Byte.toUnsignedInt(v4[1]);
                groups[count++] = Byte.toUnsignedInt(v4[2]) << Byte.SIZE | Byte.toUnsignedInt(v4[3]);
                return Arrays.copyOf(groups, count);
            }
            int group = hexadecimal(text, at, end);
            if (group < 0) {
                return null;
            }
            groups[count++] = group;
            at = end + 1;
        }
        return at <= text.length() ? null : Arrays.copyOf(groups, count);
    }

    /** Up to four hexadecimal digits, or -1. */
    private static int hexadecimal(String text, int from, int to) {
        if (to - from < 1 || to - from > 4) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            char letter = text.charAt(i);
            int digit = letter < 0x80 ? Character.digit(letter, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }

    private static byte[] bytes(int[] before, int[] after) {
        byte[] bytes = new byte[2 * GROUPS];
        for (int i = 0; i < before.length; i++) {
            put(bytes, i, before[i]);
        }
        for (int i = 0; i < after.length; i++) {
            put(bytes, GROUPS - after.length + i, after[i]);
        }
        return bytes;
    }

    private static void put(byte[] bytes, int group, int value) {
        bytes[2 * group] = (byte) (value >> Byte.SIZE);
        bytes[2 * group + 1] = (byte) value;
    }

    static String formatV4(byte[] bytes) {
        return formatV4(bytes, 0);
    }

    private static String formatV4(byte[] bytes, int from) {
        var text = new StringBuilder();
        for (int i = 0; i < V4_BYTES; i++) {
            text.append(i == 0 ? "" : ".").append(Byte.toUnsignedInt(bytes[from + i]));
        }
        return text.toString();
    }

    /** Small letters, no leading zeros, the first of the longest rows of zero groups as {@code ::}, mapped addresses as IPv4. */
    static String formatV6(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = Byte.toUnsignedInt(bytes[2 * i]) << Byte.SIZE | Byte.toUnsignedInt(bytes[2 * i + 1]);
        }
        if (isMapped(groups)) {
            return "::ffff:".concat(formatV4(bytes, 2 * (GROUPS - V4_GROUPS)));
        }
        int gap = -1;
        int gapLength = 1; // a single group of zeros stays
        for (int i = 0; i < GROUPS; i++) {
            int length = zeros(groups, i);
            if (length > gapLength) {
                gap = i;
                gapLength = length;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i += gapLength - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static boolean isMapped(int[] groups) {
        return zeros(groups, 0) == GROUPS - V4_GROUPS - 1 && groups[GROUPS - V4_GROUPS - 1] == 0xffff;
    }

    private static int zeros(int[] groups, int from) {
        int length = 0;
        while (from + length < GROUPS && groups[from + length] == 0) {
            length++;
        }
        return length;
    }
}
