package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;

/** What {@code jocker nat} can ask for, one by one; each prints itself in its words. */
public sealed interface NatRule {

    /** Whether a rule about these addresses is of IPv4; null: of both families. */
    Boolean isV4();

    /**
     * Whoever comes from a subnet leaves with the address of the link by which he leaves.
     *
     * @param subnet whose
     * @param out the link; null: any, for what does not stay in the subnet
     */
    record Masquerade(Cidr subnet, String out) implements NatRule {
        public Masquerade {
            subnet = subnet.network();
        }

        @Override
        public Boolean isV4() {
            return subnet.address().isV4();
        }

        @Override
        public String toString() {
            return "masquerade " + subnet + through(out);
        }
    }

    /**
     * Whoever comes from a subnet leaves with one address, which does not change: cheaper than to ask the link for its own each time.
     *
     * @param subnet whose
     * @param to the address
     * @param out the link; null: any, for what does not stay in the subnet
     */
    record Snat(Cidr subnet, IpAddress to, String out) implements NatRule {
        public Snat {
            subnet = subnet.network();
            sameFamily(subnet.address(), to);
        }

        @Override
        public Boolean isV4() {
            return to.isV4();
        }

        @Override
        public String toString() {
            return "snat " + subnet + " to " + to + through(out);
        }
    }

    /**
     * What comes to a port of this machine goes to another's.
     *
     * @param protocol of the port
     * @param address the one it comes to; null: any of this machine's
     * @param port it comes to
     * @param to where it goes
     * @param toPort the port there
     */
    record Dnat(IpProtocol protocol, IpAddress address, int port, IpAddress to, int toPort) implements NatRule {
        public Dnat {
            if (address != null) {
                sameFamily(address, to);
            }
        }

        @Override
        public Boolean isV4() {
            return to.isV4();
        }

        @Override
        public String toString() {
            return "dnat " + protocol + " " + (address == null ? "" + port : endpoint(address, port)) + " to "
                    + endpoint(to, toPort);
        }
    }

    /**
     * New connections may pass in one direction, and what belongs to them in both. Only where something else would refuse them does that
     * make a difference, and only if that is not in another table.
     *
     * @param in the link by which they come
     * @param out the link by which they leave
     */
    record Forward(String in, String out) implements NatRule {
        @Override
        public Boolean isV4() {
            return null;
        }

        @Override
        public String toString() {
            return "forward " + in + " " + out;
        }
    }

    private static void sameFamily(IpAddress from, IpAddress to) {
        if (from.isV4() != to.isV4()) {
            throw new IllegalArgumentException(
                    from + " and " + to + " are of two families: there is no way from one to the other");
        }
    }

    private static String through(String link) {
        return link == null ? "" : " out " + link;
    }

    private static String endpoint(IpAddress address, int port) {
        return address.isV4() ? address + ":" + port : "[" + address + "]:" + port;
    }
}
