package dev.jocker.runtime.options;

import java.net.InetAddress;

/**
 * A line for the container's {@code /etc/hosts} ({@code --add-host}).
 *
 * @param name the host name
 * @param address an IPv4 or IPv6 address, or {@code host-gateway}: the host's address as the container sees it
 */
public record HostEntry(String name, String address) {
    /** In place of an address: the host's, as the container sees it. */
    public static final String HOST_GATEWAY = "host-gateway";

    /**
     * Reads {@code name:address} or {@code name=address}; an IPv6 address may stand in brackets.
     *
     * @throws IllegalArgumentException if there is no name or the address is none
     */
    public static HostEntry parse(String value) {
        int separator = value.indexOf('=');
        if (separator < 0) {
            separator = value.indexOf(':');
        }
        if (separator <= 0 || hasBlank(value)) {
            throw BadOption.value("--add-host", value, "expected NAME:ADDRESS, or NAME:host-gateway");
        }
        String address = value.substring(separator + 1);
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        if (!address.equals(HOST_GATEWAY) && !isAddress(address)) {
            throw BadOption.value(
                    "--add-host", value, "expected NAME:ADDRESS with an IPv4 or IPv6 address, or NAME:host-gateway");
        }
        return new HostEntry(value.substring(0, separator), address);
    }

    /** Whether it would be several words, or lines, of hosts(5). */
    private static boolean hasBlank(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= ' ') {
                return true;
            }
        }
        return false;
    }

    /** Whether the host's address is meant, which only the start knows. */
    public boolean isHostGateway() {
        return address.equals(HOST_GATEWAY);
    }

    /** Whether the word is an address as it stands: no name, and nothing is looked up. */
    static boolean isAddress(String word) {
        boolean sixth = word.indexOf(':') >= 0;
        // ofLiteral also takes "10" and "10.1", the inet_aton(3) forms that nobody means here.
        if (!sixth && word.chars().filter(c -> c == '.').count() != 3) {
            return false;
        }
        try {
            InetAddress.ofLiteral(word);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
