package dev.jocker.runtime.registry;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;

/** What names of hosts mean without asking anybody. */
final class Hosts {
    private Hosts() {}

    /** Whether it is this machine: what is sent there, nobody else reads. */
    static boolean isLoopback(String host) {
        String name = withoutBrackets(host);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        try {
            IpAddress address = IpAddress.parse(name);
            return Cidr.parse("127.0.0.0/8").contains(address) || address.equals(IpAddress.parse("::1"));
        } catch (IllegalArgumentException e) {
            return false; // a name
        }
    }

    /** Whether a word of {@code NO_PROXY} means the host: its name or address, a domain, or a network; with a port or without. */
    static boolean matches(String word, String host, int port) {
        String name = withoutBrackets(host);
        if (word.indexOf('/') > 0) {
            try {
                return Cidr.parse(word).contains(IpAddress.parse(name));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
        int colon = word.lastIndexOf(':');
        boolean withPort = colon > 0 && (word.indexOf(':') == colon || word.charAt(colon - 1) == ']');
        if (withPort && !word.substring(colon + 1).equals(Integer.toString(port))) {
            return false;
        }
        String wanted = withoutBrackets(withPort ? word.substring(0, colon) : word);
        if (wanted.startsWith("*.")) {
            wanted = wanted.substring(1);
        }
        return wanted.startsWith(".") ? name.endsWith(wanted) : name.equals(wanted) || name.endsWith("." + wanted);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
