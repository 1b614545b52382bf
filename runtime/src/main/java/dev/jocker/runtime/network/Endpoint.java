package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.oci.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A container's place on a network.
 *
 * @param networkId the network's id
 * @param network the network's name
 * @param bridge the network's link
 * @param hostLink the end of the pair that is a port of the bridge
 * @param link the end in the container's namespace: {@code eth0}
 * @param mac of that end
 * @param addresses of that end, with the subnet's prefix; IPv4 first
 * @param gateways by which the outside is reached, at most one of each family; none where the network is internal
 * @param mtu of both ends; 0: the kernel's
 * @param aliases names by which the others on the network know it, beside its own
 */
public record Endpoint(
        String networkId,
        String network,
        String bridge,
        String hostLink,
        String link,
        MacAddress mac,
        List<Cidr> addresses,
        List<IpAddress> gateways,
        int mtu,
        List<String> aliases) {
    public Endpoint {
        addresses = List.copyOf(addresses);
        gateways = List.copyOf(gateways);
        aliases = List.copyOf(aliases);
    }

    /** Its address of IPv4, or null. */
    public Cidr ip4() {
        return address(true);
    }

    /** Its address of IPv6, or null. */
    public Cidr ip6() {
        return address(false);
    }

    private Cidr address(boolean v4) {
        for (Cidr each : addresses) {
            if (each.address().isV4() == v4) {
                return each;
            }
        }
        return null;
    }

    /** The gateway of that family, or null. */
    public IpAddress gateway(boolean v4) {
        for (IpAddress each : gateways) {
            if (each.isV4() == v4) {
                return each;
            }
        }
        return null;
    }

    /** Where the outside reaches it; null: it does not. */
    IpAddress reachableAt(boolean v4) {
        Cidr address = gateway(v4) == null ? null : address(v4);
        return address == null ? null : address.address();
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("networkId", networkId)
                .put("network", network)
                .put("bridge", bridge)
                .put("hostLink", hostLink)
                .put("link", link)
                .put("mac", mac.toString())
                .put("addresses", texts(addresses))
                .put("gateways", texts(gateways))
                .put("mtu", mtu)
                .put("aliases", texts(aliases));
    }

    private static List<Object> texts(List<?> values) {
        List<Object> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(value.toString());
        }
        return texts;
    }

    /**
     * What {@link #toJson} made.
     *
     * @throws IOException with one line, if it is something else
     */
    public static Endpoint fromJson(JsonObject json) throws IOException {
        try {
            List<Cidr> addresses = new ArrayList<>();
            for (String text : json.texts("addresses")) {
                addresses.add(Cidr.parse(text));
            }
            List<IpAddress> gateways = new ArrayList<>();
            for (String text : json.texts("gateways")) {
                gateways.add(IpAddress.parse(text));
            }
            return new Endpoint(
                    text(json, "networkId"),
                    text(json, "network"),
                    text(json, "bridge"),
                    text(json, "hostLink"),
                    text(json, "link"),
                    MacAddress.parse(text(json, "mac")),
                    addresses,
                    gateways,
                    (int) json.number("mtu"),
                    json.texts("aliases"));
        } catch (IllegalArgumentException e) {
            throw new IOException("a container's place on a network is damaged: ".concat(e.getMessage()), e);
        }
    }

    private static String text(JsonObject json, String member) {
        String text = json.text(member);
        if (text == null) {
            throw new IllegalArgumentException("no ".concat(member));
        }
        return text;
    }
}
