package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.oci.JsonObject;
import java.util.List;
import java.util.Objects;

/**
 * The addresses of one family of a network.
 *
 * @param subnet all of them
 * @param gateway the bridge's own
 * @param range those that are given to who does not ask for one; null: any of the subnet
 */
public record Pool(Cidr subnet, IpAddress gateway, Cidr range) {
    private static final int LONGEST_V4 = 30;
    private static final int LONGEST_V6 = 126;

    /** Those that no link of a host can have: of this network, and of many (RFC 6890). */
    private static final List<Cidr> NO_HOSTS =
            List.of(Cidr.parse("0.0.0.0/8"), Cidr.parse("224.0.0.0/4"), Cidr.parse("ff00::/8"));

    public Pool {
        subnet = subnet.network();
        Objects.requireNonNull(gateway, "gateway");
        int longest = subnet.address().isV4() ? LONGEST_V4 : LONGEST_V6;
        if (subnet.prefix() > longest || subnet.prefix() == 0) {
            throw new NetworkException.Malformed("subnet " + subnet + ": the prefix is from 1 to " + longest);
        }
        for (Cidr each : NO_HOSTS) {
            if (each.overlaps(subnet)) {
                throw new NetworkException.Malformed("subnet " + subnet + ": hosts have no addresses of " + each);
            }
        }
        if (!isUsable(subnet, gateway)) {
            throw new NetworkException.Malformed("gateway " + gateway + " is no address of a host in " + subnet);
        }
        if (range != null && !(subnet.contains(range.first()) && subnet.contains(range.last()))) {
            throw new NetworkException.Malformed("address range " + range + " is not in the subnet " + subnet);
        }
        range = range == null ? null : range.network();
    }

    /** The subnet with its first address as the gateway. */
    public static Pool of(Cidr subnet) {
        return new Pool(subnet, subnet.first().plus(1), null);
    }

    boolean isV4() {
        return subnet.address().isV4();
    }

    /** Whether a container can have it: neither the network's own, nor that of all, nor the gateway's. */
    boolean isFor(IpAddress address) {
        return isUsable(subnet, address) && !address.equals(gateway);
    }

    private static boolean isUsable(Cidr subnet, IpAddress address) {
        boolean isAll = address.isV4() && address.equals(subnet.last());
        return subnet.contains(address) && !address.equals(subnet.first()) && !isAll;
    }

    /** The address as a link has it: with the prefix of the subnet. */
    Cidr onLink(IpAddress address) {
        return new Cidr(address, subnet.prefix());
    }

    /** As docker has it in {@code IPAM.Config}. */
    public JsonObject toJson() {
        var json = new JsonObject().put("Subnet", subnet.toString());
        if (range != null) {
            json.put("IPRange", range.toString());
        }
        return json.put("Gateway", gateway.toString());
    }

    static Pool fromJson(JsonObject json) {
        String range = json.text("IPRange");
        return new Pool(
                Cidr.parse(String.valueOf(json.text("Subnet"))),
                IpAddress.parse(String.valueOf(json.text("Gateway"))),
                range == null ? null : Cidr.parse(range));
    }
}
