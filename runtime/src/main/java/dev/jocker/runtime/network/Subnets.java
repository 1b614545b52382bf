package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import java.util.HexFormat;
import java.util.List;

/** Which subnets networks get that asked for none: docker's, in docker's order. */
final class Subnets {
    private static final int ULA = 0xfd; // RFC 4193, with a random number of forty bits behind
    private static final int ULA_RANDOM_BYTES = 5;
    private static final int ULA_PREFIX = 64;

    private Subnets() {}

    /**
     * The first of {@code 172.17.0.0/16} … {@code 192.168.240.0/20} that has nothing in common with those that are taken.
     *
     * @throws NetworkException.Overlaps if there is none
     */
    static Cidr free4(List<Cidr> taken) {
        for (int second = 17; second < 32; second++) {
            Cidr subnet = new Cidr(IpAddress.of((byte) 172, (byte) second, (byte) 0, (byte) 0), 16);
            if (find(taken, subnet) == null) {
                return subnet;
            }
        }
        for (int third = 0; third < 256; third += 16) {
            Cidr subnet = new Cidr(IpAddress.of((byte) 192, (byte) 168, (byte) third, (byte) 0), 20);
            if (find(taken, subnet) == null) {
                return subnet;
            }
        }
        throw new NetworkException.Overlaps("no subnet is free among 172.17.0.0/16 to 172.31.0.0/16 and"
                + " 192.168.0.0/20 to 192.168.240.0/20: choose one (--subnet)");
    }

    /** A subnet of our own addresses, made of the network's id. */
    static Cidr unique6(String networkId) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) ULA;
        byte[] random = HexFormat.of().parseHex(networkId, 0, 2 * ULA_RANDOM_BYTES);
        System.arraycopy(random, 0, bytes, 1, ULA_RANDOM_BYTES);
        return new Cidr(IpAddress.of(bytes), ULA_PREFIX);
    }

    /** The first of those that are taken that has an address in common with the subnet, or null. */
    static Cidr find(List<Cidr> taken, Cidr subnet) {
        for (Cidr each : taken) {
            if (each.overlaps(subnet)) {
                return each;
            }
        }
        return null;
    }
}
