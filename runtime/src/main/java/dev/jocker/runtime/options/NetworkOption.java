package dev.jocker.runtime.options;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.network.EndpointRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What one {@code --network} says: a namespace, or a network.
 *
 * @param namespace null: a network
 * @param endpoint null: a namespace
 */
public record NetworkOption(NamespaceChoice namespace, EndpointRequest endpoint) {
    private static final String OPTION = "--network";
    private static final String LINK_NAME = "com.docker.network.endpoint.ifname=";
    private static final int LINK_NAME_BYTES = 15;

    /**
     * Reads {@code none}, {@code host}, {@code container:ID}, {@code ns:PATH}, a network's name, or docker's long form of that, {@code
     * name=NAME,ip=ADDRESS,ip6=ADDRESS,mac-address=ADDRESS,alias=NAME,driver-opt=com.docker.network.endpoint.ifname=LINK}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static NetworkOption parse(String value) {
        boolean namespace = value.equals("none")
                || value.equals("private")
                || value.equals("host")
                || value.startsWith("container:")
                || value.startsWith("ns:");
        if (namespace) {
            return new NetworkOption(NamespaceChoice.parseNetwork(value), null);
        }
        return new NetworkOption(null, value.indexOf('=') < 0 ? named(value) : longForm(value));
    }

    /** A network, and nothing asked of it. */
    static EndpointRequest named(String network) {
        return EndpointRequest.of(name(network, network));
    }

    private static EndpointRequest longForm(String value) {
        String network = null;
        IpAddress ip4 = null;
        IpAddress ip6 = null;
        MacAddress mac = null;
        String link = null;
        List<String> aliases = new ArrayList<>();
        for (String pair : value.split(",", -1)) {
            int equals = pair.indexOf('=');
            String word = equals < 0 ? "" : pair.substring(equals + 1);
            switch (equals < 0 ? pair : pair.substring(0, equals)) {
                case "name" -> network = name(value, word);
                case "ip" -> ip4 = ip(OPTION, word, false);
                case "ip6" -> ip6 = ip(OPTION, word, true);
                case "mac-address" -> mac = mac(OPTION, word);
                case "alias" -> aliases.add(alias(OPTION, word));
                case "driver-opt" -> link = link(value, word);
                default ->
                    throw BadOption.value(
                            OPTION, value, "expected name=, ip=, ip6=, mac-address=, alias=, driver-opt=");
            }
        }
        if (network == null) {
            throw BadOption.value(OPTION, value, "name= is missing");
        }
        return new EndpointRequest(network, ip4, ip6, mac, aliases, link);
    }

    private static String name(String value, String word) {
        boolean good = !word.isEmpty() && RunOptionsCheck.isAlphanumeric(word.charAt(0));
        for (int i = 1; i < word.length() && good; i++) {
            good = RunOptionsCheck.isAlphanumeric(word.charAt(i)) || "_.-".indexOf(word.charAt(i)) >= 0;
        }
        if (!good) {
            throw BadOption.value(
                    OPTION,
                    value,
                    "expected none, host, container:ID, ns:PATH, or a network's name of a-z A-Z 0-9 _ . -");
        }
        return word;
    }

    private static String link(String value, String word) {
        String name = word.startsWith(LINK_NAME) ? word.substring(LINK_NAME.length()) : "";
        boolean good = !name.isEmpty() && name.length() <= LINK_NAME_BYTES && !name.equals("lo");
        for (int i = 0; i < name.length() && good; i++) {
            good = RunOptionsCheck.isAlphanumeric(name.charAt(i)) || "_-".indexOf(name.charAt(i)) >= 0;
        }
        if (!good) {
            throw BadOption.value(
                    OPTION, value, "of driver options there is only " + LINK_NAME + "LINK, at most 15 letters");
        }
        return name;
    }

    static IpAddress ip(String option, String text, boolean sixth) {
        try {
            IpAddress address = IpAddress.parse(text);
            if (address.isV6() == sixth && !address.isAny()) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // told below, with the option's name
        }
        throw BadOption.value(option, text, sixth ? "expected an IPv6 address" : "expected an IPv4 address");
    }

    static MacAddress mac(String option, String text) {
        try {
            MacAddress address = MacAddress.parse(text);
            if (!address.isMulticast() && !address.isZero()) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw BadOption.value(option, text, "expected the address of one link, such as 02:42:ac:11:00:02");
    }

    /** A name that can stand in a hosts file. */
    static String alias(String option, String word) {
        boolean good = !word.isEmpty() && word.length() <= 253;
        for (int i = 0; i < word.length() && good; i++) {
            good = RunOptionsCheck.isAlphanumeric(word.charAt(i)) || "_.-".indexOf(word.charAt(i)) >= 0;
        }
        if (!good) {
            throw BadOption.value(option, word, "expected a host name of a-z A-Z 0-9 _ . -");
        }
        return word;
    }
}
