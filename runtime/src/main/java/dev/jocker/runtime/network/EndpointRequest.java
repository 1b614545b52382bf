package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import java.util.List;

/**
 * What a container wants of a network.
 *
 * @param network its name or id
 * @param ip4 null: the next that is free
 * @param ip6 null: the next that is free, where the network has IPv6
 * @param mac null: made of the address
 * @param aliases names by which the others on the network are to know it, beside its own
 * @param linkName the link's inside; null: eth0, eth1, …
 */
public record EndpointRequest(
        String network, IpAddress ip4, IpAddress ip6, MacAddress mac, List<String> aliases, String linkName) {
    public EndpointRequest {
        aliases = List.copyOf(aliases);
        if (ip4 != null && !ip4.isV4()) {
            throw new NetworkException.Malformed("not an IPv4 address: " + ip4);
        }
        if (ip6 != null && !ip6.isV6()) {
            throw new NetworkException.Malformed("not an IPv6 address: " + ip6);
        }
        if (mac != null && mac.isMulticast()) {
            throw new NetworkException.Malformed("MAC address " + mac + " is a group's, which no link can have");
        }
    }

    /** With all that is not said chosen for it. */
    public static EndpointRequest of(String network) {
        return new EndpointRequest(network, null, null, null, List.of(), null);
    }

    /** The same of the network that has this name. */
    public EndpointRequest on(String name) {
        return new EndpointRequest(name, ip4, ip6, mac, aliases, linkName);
    }
}
