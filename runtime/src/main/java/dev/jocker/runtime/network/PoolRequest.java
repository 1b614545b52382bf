package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A pool that is asked for.
 *
 * @param subnet all of its addresses
 * @param gateway the bridge's; null: the first, or that of the range's
 * @param range those that are given to who does not ask for one; null: any
 */
public record PoolRequest(Cidr subnet, IpAddress gateway, Cidr range) {
    /**
     * Which gateway and which range belong to which subnet, by what they have in common.
     *
     * @throws NetworkException.Malformed if one belongs to none, or if there are two of a kind for one
     */
    public static List<PoolRequest> match(List<Cidr> subnets, List<IpAddress> gateways, List<Cidr> ranges) {
        IpAddress[] gateway = new IpAddress[subnets.size()];
        Cidr[] range = new Cidr[subnets.size()];
        for (IpAddress each : gateways) {
            int index = subnetOf(subnets, each, "gateway " + each);
            check(gateway[index] == null, "two gateways for the subnet " + subnets.get(index));
            gateway[index] = each;
        }
        for (Cidr each : ranges) {
            int index = subnetOf(subnets, each.first(), "address range " + each);
            check(range[index] == null, "two address ranges for the subnet " + subnets.get(index));
            range[index] = each;
        }
        List<PoolRequest> requests = new ArrayList<>();
        for (int i = 0; i < gateway.length; i++) {
            requests.add(new PoolRequest(subnets.get(i), gateway[i], range[i]));
        }
        return requests;
    }

    private static int subnetOf(List<Cidr> subnets, IpAddress address, String what) {
        for (int i = 0; i < subnets.size(); i++) {
            if (subnets.get(i).contains(address)) {
                return i;
            }
        }
        throw new NetworkException.Malformed("no matching subnet for " + what);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new NetworkException.Malformed(otherwise);
        }
    }

    Pool pool() {
        if (!subnet.address().equals(subnet.first())) {
            throw new NetworkException.Malformed(
                    "subnet " + subnet + " has bits behind its prefix: it is " + subnet.network());
        }
        check(subnet.prefix() < subnet.address().bits(), "subnet " + subnet + " is one address");
        return new Pool(subnet, gateway == null ? subnet.first().plus(1) : gateway, range);
    }
}
