package dev.jocker.runtime.route;

import static dev.jocker.runtime.route.NeighbourAttributeType.*;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
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
 * Messages about neighbours: struct ndmsg, then attributes.
 *
 * <pre>
 *  0       1               4                               8
 * +-------+---------------+-------------------------------+
 * |family | 0             | link                          |
 * +-------+-------+-------+-------+-------+---------------+
 * | state NUD_*   |flags  |type   |
 * +---------------+-------+-------+
 * </pre>
 */
final class NeighbourCodec {
    static final int BYTES = 12; // RouteStructsTest compares with the bindings
    private static final int LINK = 4;
    private static final int STATE = 8;
    private static final int FLAGS = 10;

    private NeighbourCodec() {}

    static Request add(Neighbour neighbour, Flags<NewFlag> flags) {
        return Request.command(RouteMessageType.RTM_NEWNEIGH, flags, subject(neighbour), content(neighbour, true));
    }

    /** Without the Ethernet address, which the kernel would pass over. */
    static Request delete(Neighbour neighbour) {
        return Request.command(
                RouteMessageType.RTM_DELNEIGH,
                Flags.none(DeleteFlag.class),
                subject(neighbour),
                content(neighbour, false));
    }

    static Request list(boolean proxies) {
        int flags = proxies ? (int) NeighbourFlag.NTF_PROXY.bits() : 0;
        return Request.dump(RouteMessageType.RTM_GETNEIGH, "", AttributeWriter.after(header(0, 0, 0, flags)));
    }

    private static String subject(Neighbour neighbour) {
        return neighbour.address() + " dev " + neighbour.link();
    }

    private static Bytes header(int family, int link, int state, int flags) {
        ByteBuffer struct = Bytes.struct(BYTES);
        struct.put(0, (byte) family)
                .putInt(LINK, link)
                .putShort(STATE, (short) state)
                .put(FLAGS, (byte) flags);
        return Bytes.of(struct);
    }

    private static AttributeWriter content(Neighbour neighbour, boolean withMac) {
        var writer = AttributeWriter.after(header(
                Family.of(neighbour.address()).number(),
                neighbour.link(),
                (int) neighbour.states().bits(),
                (int) neighbour.flags().bits()));
        IpAttributes.write(writer, NDA_DST, neighbour.address());
        if (withMac && neighbour.mac() != null) {
            writer.bytes(NDA_LLADDR, Bytes.of(neighbour.mac().bytes()));
        }
        IpAttributes.writeOthers(writer, neighbour.others());
        return writer;
    }

    /** A neighbour from an RTM_NEWNEIGH message; null for a family that is none of the internet's: a bridge's table. */
    static Neighbour read(Message message) throws MalformedMessageException {
        ByteBuffer struct = message.struct(BYTES);
        IpAddress address = null;
        MacAddress mac = null;
        List<Attribute> others = new ArrayList<>();
        for (Attribute attribute : message.attributes(BYTES)) {
            switch (NeighbourAttributeType.of(attribute.type())) {
                case NDA_DST -> address = IpAttributes.address(attribute);
                case NDA_LLADDR -> mac = MacAddress.of(attribute.value().toArray());
                case null -> others.add(attribute);
            }
        }
        if (address == null || Family.of(Byte.toUnsignedInt(struct.get(0))) == null) {
            return null;
        }
        return new Neighbour(
                struct.getInt(LINK),
                address,
                mac,
                new Flags<>(NeighbourState.class, Short.toUnsignedLong(struct.getShort(STATE))),
                new Flags<>(NeighbourFlag.class, Byte.toUnsignedLong(struct.get(FLAGS))),
                others);
    }
}
