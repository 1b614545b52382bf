package dev.jocker.runtime.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that is to be made; the static method begins one, each other returns it with one thing more.
 *
 * @param name letters, digits, {@code _}, {@code .} and {@code -}, a letter or digit first
 * @param pools those that were asked for; a family that has none is given one, IPv6 only if {@code ip6}
 * @param ip6 whether it has IPv6
 * @param internal whether nothing is to lead out of it
 * @param mtu of its links; 0: the kernel's
 * @param bridge the name that its link is to have; null: one of our choice
 * @param labels kept with it
 * @param options kept with it
 */
public record NetworkRequest(
        String name,
        List<PoolRequest> pools,
        boolean ip6,
        boolean internal,
        int mtu,
        String bridge,
        Map<String, String> labels,
        Map<String, String> options) {
    private static final int LEAST_MTU = 68; // RFC 791
    private static final int LEAST_MTU_V6 = 1280; // RFC 8200
    private static final int MOST_MTU = 65535;
    private static final int LONGEST_NAME = 128;

    /** What {@code --network} has other meanings for. */
    private static final List<String> RESERVED = List.of("none", "host", "default", "container");

    public NetworkRequest {
        pools = List.copyOf(pools);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        if (!isName(name)) {
            throw new NetworkException.Malformed("invalid network name \"" + name
                    + "\": a letter or digit, then letters, digits, _ . and -, at most " + LONGEST_NAME);
        }
        if (RESERVED.contains(name)) {
            throw new NetworkException.Malformed("network name \"" + name + "\" is reserved");
        }
        int least = ip6 ? LEAST_MTU_V6 : LEAST_MTU;
        if (mtu != 0 && (mtu < least || mtu > MOST_MTU)) {
            throw new NetworkException.Malformed("mtu " + mtu + ": from " + least + " to " + MOST_MTU);
        }
    }

    /** One with nothing but its name. */
    public static NetworkRequest named(String name) {
        return new NetworkRequest(name, List.of(), false, false, 0, null, Map.of(), Map.of());
    }

    public NetworkRequest pools(List<PoolRequest> wanted) {
        return new NetworkRequest(name, wanted, ip6, internal, mtu, bridge, labels, options);
    }

    public NetworkRequest withIp6(boolean wanted) {
        return new NetworkRequest(name, pools, wanted, internal, mtu, bridge, labels, options);
    }

    public NetworkRequest internal(boolean wanted) {
        return new NetworkRequest(name, pools, ip6, wanted, mtu, bridge, labels, options);
    }

    public NetworkRequest mtu(int bytes) {
        return new NetworkRequest(name, pools, ip6, internal, bytes, bridge, labels, options);
    }

    public NetworkRequest bridge(String link) {
        return new NetworkRequest(name, pools, ip6, internal, mtu, link, labels, options);
    }

    public NetworkRequest labels(Map<String, String> texts) {
        return new NetworkRequest(name, pools, ip6, internal, mtu, bridge, texts, options);
    }

    public NetworkRequest options(Map<String, String> texts) {
        return new NetworkRequest(name, pools, ip6, internal, mtu, bridge, labels, texts);
    }

    /** Whether a network can have it: it is the name of a file too. */
    static boolean isName(String name) {
        boolean right = !name.isEmpty() && name.length() <= LONGEST_NAME;
        for (int i = 0; right && i < name.length(); i++) {
            char letter = name.charAt(i);
            boolean isLetter = letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z';
            boolean isDigit = letter >= '0' && letter <= '9';
            right = isLetter || isDigit || i > 0 && (letter == '_' || letter == '.' || letter == '-');
        }
        return right;
    }
}
