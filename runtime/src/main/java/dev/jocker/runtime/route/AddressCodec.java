package dev.jocker.runtime.route;

import static dev.jocker.runtime.route.AddressAttributeType.*;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.DeleteFlag;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.syscall.Flags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages about addresses: struct ifaddrmsg, then attributes.
 *
 * <pre>
 *  0       1       2       3       4                               8
 * +-------+-------+-------+-------+-------------------------------+
 * |family |prefix |flags  |scope  | link                          |
 * +-------+-------+-------+-------+-------------------------------+
 * </pre>
 *
 * The flags that do not fit into eight bits are in IFA_FLAGS, which the kernel sends always. IFA_LOCAL is the address; IFA_ADDRESS is the
 * peer's, or the same once more. IPv6 without a peer has only IFA_ADDRESS when it comes from the kernel.
 */
final class AddressCodec {
    static final int BYTES = 8; // RouteStructsTest compares with the bindings
    static final int CACHEINFO_BYTES = 16;
    private static final int FLAGS_IN_HEADER = 0xff;

    private AddressCodec() {}

    static Request add(Address address, Flags<NewFlag> flags) {
        var writer = AttributeWriter.after(
                header(address, address.fittingScope(), (int) address.flags().bits()));
        write(address, writer);
        return Request.command(RouteMessageType.RTM_NEWADDR, flags, subject(address), writer);
    }

    static Request delete(Address address) {
        var writer = AttributeWriter.after(header(address, 0, 0));
        IpAttributes.write(writer, IFA_LOCAL, address.local().address());
        if (address.label() != null) {
            writer.string(IFA_LABEL, address.label());
        }
        IpAttributes.write(writer, IFA_ADDRESS, peer(address));
        return Request.command(RouteMessageType.RTM_DELADDR, Flags.none(DeleteFlag.class), subject(address), writer);
    }

    static Request list(int family, int link) {
        return Request.dump(RouteMessageType.RTM_GETADDR, "", AttributeWriter.after(header(family, 0, 0, 0, link)));
    }

    private static String subject(Address address) {
        return address.local() + " dev " + address.link();
    }

    private static Bytes header(Address address, int scope, int flags) {
        return header(address.family().number(), address.local().prefix(), flags, scope, address.link());
    }

    private static Bytes header(int family, int prefix, int flags, int scope, int link) {
        ByteBuffer struct = Bytes.struct(BYTES);
        struct.put((byte) family)
                .put((byte) prefix)
                .put((byte) flags)
                .put((byte) scope)
                .putInt(link);
        return Bytes.of(struct);
    }

    private static IpAddress peer(Address address) {
        return address.peer() == null ? address.local().address() : address.peer();
    }

    private static void write(Address address, AttributeWriter writer) {
        IpAttributes.write(writer, IFA_LOCAL, address.local().address());
        IpAttributes.write(writer, IFA_BROADCAST, address.broadcast());
        if (address.label() != null) {
            writer.string(IFA_LABEL, address.label());
        }
        if (address.flags().bits() > FLAGS_IN_HEADER) {
            writer.u32(IFA_FLAGS, address.flags().bits());
        }
        if (address.metric() != 0) {
            writer.u32(IFA_RT_PRIORITY, address.metric());
        }
        IpAttributes.write(writer, IFA_ADDRESS, peer(address));
        if (address.validSeconds() != Address.FOREVER || address.preferredSeconds() != Address.FOREVER) {
            // struct ifa_cacheinfo: preferred, valid, and two times that the kernel tells
            writer.struct(
                    IFA_CACHEINFO,
                    CACHEINFO_BYTES,
                    struct -> struct.putInt((int) address.preferredSeconds()).putInt((int) address.validSeconds()));
        }
        IpAttributes.writeOthers(writer, address.others());
    }

    /** An address from an RTM_NEWADDR message; null for a family that is none of the internet's. */
    static Address read(Message message) throws MalformedMessageException {
        ByteBuffer struct = message.struct(BYTES);
        Family family = Family.of(Byte.toUnsignedInt(struct.get(0)));
        if (family == null) {
            return null;
        }
        IpAddress local = null;
        IpAddress address = null;
        IpAddress broadcast = null;
        String label = null;
        long flags = Byte.toUnsignedLong(struct.get(2));
        long preferred = Address.FOREVER;
        long valid = Address.FOREVER;
        long metric = 0;
        List<Attribute> others = new ArrayList<>();
        for (Attribute attribute : message.attributes(BYTES)) {
            switch (AddressAttributeType.of(attribute.type())) {
                case IFA_LOCAL -> local = IpAttributes.address(attribute);
                case IFA_ADDRESS -> address = IpAttributes.address(attribute);
                case IFA_BROADCAST -> broadcast = IpAttributes.address(attribute);
                case IFA_LABEL -> label = attribute.string();
                case IFA_FLAGS -> flags = attribute.u32();
                case IFA_RT_PRIORITY -> metric = attribute.u32();
                case IFA_CACHEINFO -> {
                    ByteBuffer times = attribute.buffer(CACHEINFO_BYTES);
                    preferred = Integer.toUnsignedLong(times.getInt());
                    valid = Integer.toUnsignedLong(times.getInt());
                }
                case null -> others.add(attribute);
            }
        }
        Cidr own = IpAttributes.network(local == null ? address : local, Byte.toUnsignedInt(struct.get(1)), family);
        return new Address(
                struct.getInt(4),
                own,
                own.address().equals(address) ? null : address,
                broadcast,
                label,
                Byte.toUnsignedInt(struct.get(3)),
                new Flags<>(AddressFlag.class, flags),
                preferred,
                valid,
                metric,
                others);
    }
}
