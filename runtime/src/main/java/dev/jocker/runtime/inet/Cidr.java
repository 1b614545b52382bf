package dev.jocker.runtime.inet;

/**
 * An address and how many of its first bits name its network: {@code 10.0.0.1/24}. The other bits are kept: it can be an interface's
 * address as well as a network's.
 */
public record Cidr(IpAddress address, int prefix) {

    /** @throws IllegalArgumentException if the prefix is longer than the address */
    public Cidr {
        if (prefix < 0 || prefix > address.bits()) {
            throw new IllegalArgumentException(address + "/" + prefix + ": the prefix is from 0 to " + address.bits());
        }
    }

    /**
     * Parses {@code 10.0.0.1/24}; an address alone is a network of its own.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return host(IpAddress.parse(text));
        }
        return new Cidr(IpAddress.parse(text.substring(0, slash)), prefix(text, slash + 1));
    }

    private static int prefix(String text, int from) {
        int number = 0;
        for (int i = from; i < text.length(); i++) {
            char digit = text.charAt(i);
            boolean leadingZero = i > from && number == 0;
            if (digit < '0' || digit > '9' || leadingZero || i > from + 2) {
                throw new IllegalArgumentException("not a prefix length: \"" + text + "\"");
            }
            number = 10 * number + digit - '0';
        }
        if (from == text.length()) {
            throw new IllegalArgumentException("no prefix length: \"" + text + "\"");
        }
        return number;
    }

    /** One address and no other: /32 or /128. */
    public static Cidr host(IpAddress address) {
        return new Cidr(address, address.bits());
    }

    /** The network: the same with all other bits zero. */
    public Cidr network() {
        return new Cidr(masked(false), prefix);
    }

    /** Its first address, which for IPv4 is the network's own. */
    public IpAddress first() {
        return masked(false);
    }

    /** Its last address, which for IPv4 is the broadcast address. */
    public IpAddress last() {
        return masked(true);
    }

    /** Whether the address is in this network. */
    public boolean contains(IpAddress other) {
        return other.bits() == address.bits() && new Cidr(other, prefix).first().equals(first());
    }

    /** Whether some address is in both networks. */
    public boolean overlaps(Cidr other) {
        return contains(other.first()) || other.contains(first());
    }

    private IpAddress masked(boolean ones) {
        byte[] bytes = address.bytes();
        for (int bit = prefix; bit < address.bits(); bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            int index = bit / Byte.SIZE;
            bytes[index] = (byte) (ones ? bytes[index] | mask : bytes[index] & ~mask);
        }
        return IpAddress.of(bytes);
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
