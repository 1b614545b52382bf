package dev.jocker.runtime.route;

import dev.jocker.bindings.socket_h;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.Code;
import dev.jocker.runtime.netlink.MalformedMessageException;

/** Address families in messages: 2 is IPv4, 10 is IPv6, 0 both; and addresses, which have their family's length. */
final class Families {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private Families() {}

    static int of(IpAddress address) {
        return address.isV4() ? socket_h.AF_INET() : socket_h.AF_INET6();
    }

    /** The address that is an attribute's value; it tells its family by its length. */
    static IpAddress address(Attribute attribute) throws MalformedMessageException {
        return address(attribute.value());
    }

    static IpAddress address(Bytes value) throws MalformedMessageException {
        if (value.size() != V4_BYTES && value.size() != V6_BYTES) {
            throw new MalformedMessageException("an address of " + value.size() + " bytes");
        }
        return IpAddress.of(value.toArray());
    }

    static void write(AttributeWriter writer, Code type, IpAddress address) {
        writer.bytes(type, Bytes.of(address.bytes()));
    }
}
