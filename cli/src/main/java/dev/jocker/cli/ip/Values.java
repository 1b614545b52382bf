package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.namespace.NetworkNamespaces;
import dev.jocker.runtime.route.Family;

/** Single words into values; what is none is told in one line. */
final class Values {
    private static final int LONGEST_NAME = 15; // IFNAMSIZ, without the zero at its end

    private Values() {}

    /** A number in decimal, or in hexadecimal behind 0x. */
    static long number(String what, String text, long least, long most) {
        long number = -1;
        try {
            number = text.startsWith("0x") || text.startsWith("0X")
                    ? Long.parseLong(text, 2, text.length(), 16)
                    : Long.parseLong(text);
        } catch (NumberFormatException e) {
            number = least - 1;
        }
        if (number < least || number > most) {
            throw new UsageException(what + " is a number from " + least + " to " + most + ", not \"" + text + "\"");
        }
        return number;
    }

    static int integer(String what, String text, int least, int most) {
        return (int) number(what, text, least, most);
    }

    static long u32(String what, String text) {
        return number(what, text, 0, 0xffff_ffffL);
    }

    /** {@code on} or {@code off}. */
    static boolean isOn(String what, String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new UsageException(what + " is on or off, not \"" + text + "\"");
        };
    }

    /** The name of a link that is to be made, or looked for. */
    static String linkName(String text) {
        boolean plain = !text.isEmpty() && !text.equals(".") && !text.equals("..");
        for (int i = 0; plain && i < text.length(); i++) {
            char letter = text.charAt(i);
            plain = letter != '/' && letter != ':' && !Character.isWhitespace(letter);
        }
        if (!plain) {
            throw new UsageException("\"" + text + "\" is no name for a link");
        }
        if (text.length() > LONGEST_NAME) {
            throw new UsageException(
                    "\"" + text + "\" is too long for the name of a link: " + LONGEST_NAME + " characters at most");
        }
        return text;
    }

    /** What a network namespace can be called. */
    static String namespaceName(String text) {
        try {
            NetworkNamespaces.file(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    static MacAddress mac(String text) {
        try {
            return MacAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** @param family null: either */
    static IpAddress address(String text, Family family) {
        try {
            IpAddress address = IpAddress.parse(text);
            check(text, address, family);
            return address;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /**
     * A network, or an address for one of its own; {@code default} and {@code any} are all there are.
     *
     * @param family null: either, and IPv4 where the word does not tell
     */
    static Cidr network(String text, Family family) {
        if (text.equals("default") || text.equals("any") || text.equals("all")) {
            return new Cidr((family == null ? Family.AF_INET : family).any(), 0);
        }
        try {
            Cidr network = Cidr.parse(text);
            check(text, network.address(), family);
            return network;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static void check(String text, IpAddress address, Family family) {
        if (family != null && Family.of(address) != family) {
            throw new UsageException("\"" + text + "\" is not an " + (family == Family.AF_INET ? "IPv4" : "IPv6")
                    + " address, which is expected here");
        }
    }
}
