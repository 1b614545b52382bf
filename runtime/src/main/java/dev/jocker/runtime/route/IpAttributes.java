package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.Code;
import dev.jocker.runtime.netlink.MalformedMessageException;
import java.util.List;

/** Addresses as values of attributes: four bytes or sixteen, most significant first. Their prefix stands in the message's struct. */
final class IpAttributes {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private IpAttributes() {}

    static IpAddress address(Attribute attribute) throws MalformedMessageException {
        return address(attribute.value());
    }

    static IpAddress address(Bytes value) throws MalformedMessageException {
        if (value.size() != V4_BYTES && value.size() != V6_BYTES) {
            throw new MalformedMessageException("an address of " + value.size() + " bytes");
        }
        return IpAddress.of(value.toArray());
    }

    /** The network of an address that is not told where the prefix is 0. */
    static Cidr network(IpAddress address, int prefix, Family family) throws MalformedMessageException {
        IpAddress told = address == null ? family.any() : address;
        if (prefix > told.bits()) {
            throw new MalformedMessageException("a prefix of " + prefix + " bits for " + told);
        }
        return new Cidr(told, prefix);
    }

    static void write(AttributeWriter writer, Code type, IpAddress address) {
        if (address != null) {
            writer.bytes(type, Bytes.of(address.bytes()));
        }
    }

    static void writeOthers(AttributeWriter writer, List<Attribute> others) {
        others.forEach(other -> writer.raw(other.rawType(), other.value()));
    }
}
