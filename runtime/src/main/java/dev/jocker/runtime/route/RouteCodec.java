package dev.jocker.runtime.route;

import static dev.jocker.runtime.route.RouteAttributeType.*;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Alignment;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.Code;
import dev.jocker.runtime.netlink.DeleteFlag;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.syscall.Flags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Messages about routes: struct rtmsg, then attributes.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 * +-------+-------+-------+-------+-------+-------+-------+-------+
 * |family |dst    |src    |tos    |table  |proto  |scope  |type   |   dst, src: lengths of the prefixes
 * +-------+-------+-------+-------+-------+-------+-------+-------+
 * | flags RTNH_F_*, RTM_F_*       |
 * +-------------------------------+
 * </pre>
 *
 * A table whose number does not fit is in RTA_TABLE, which the kernel sends always. Several next hops are in RTA_MULTIPATH, a row of
 * struct rtnexthop with attributes behind each: length (16 bits, with these), flags (8), weight - 1 (8), link (32).
 */
final class RouteCodec {
    static final int BYTES = 12; // RouteStructsTest compares with the bindings
    static final int HOP_BYTES = 8;
    private static final int TABLE_IN_HEADER = 0xff;
    private static final int FLAGS = 8;

    private RouteCodec() {}

    static Request add(Route route, Flags<NewFlag> flags) {
        var writer = AttributeWriter.after(header(
                route, route.protocol(), route.fittingScope(), route.type().number()));
        write(route, writer);
        return Request.command(RouteMessageType.RTM_NEWROUTE, flags, subject(route), writer);
    }

    /** What is told of the route must be so; what is not, an administrator's unicast route, may be otherwise. */
    static Request delete(Route route) {
        int protocol = route.protocol() == rtnetlink_h.RTPROT_BOOT() ? 0 : route.protocol();
        int type = route.type() == RouteType.RTN_UNICAST ? 0 : route.type().number();
        var writer = AttributeWriter.after(header(route, protocol, route.wantedScope(), type));
        write(route, writer);
        return Request.command(RouteMessageType.RTM_DELROUTE, Flags.none(DeleteFlag.class), subject(route), writer);
    }

    /** @param table 0: all */
    static Request list(int family, int table) {
        var writer = AttributeWriter.after(header(family, 0, 0, 0, 0, 0, 0, 0, 0));
        if (table != 0) {
            writer.u32(RTA_TABLE, table);
        }
        return Request.dump(RouteMessageType.RTM_GETROUTE, "", writer);
    }

    static Request get(IpAddress destination) {
        var writer =
                AttributeWriter.after(header(Family.of(destination).number(), destination.bits(), 0, 0, 0, 0, 0, 0, 0));
        IpAttributes.write(writer, RTA_DST, destination);
        return Request.query(RouteMessageType.RTM_GETROUTE, destination.toString(), writer);
    }

    static Request get(Route like, int input) {
        IpAddress destination = like.destination().address();
        int source = like.source() == null ? 0 : like.source().prefix();
        // IPv4 tells the table only if asked; IPv6 tells it always, and refuses to be asked.
        int lookup = destination.isV4() ? rtnetlink_h.RTM_F_LOOKUP_TABLE() : 0;
        var writer = AttributeWriter.after(
                header(like.family().number(), destination.bits(), source, like.tos(), 0, 0, 0, 0, lookup));
        IpAttributes.write(writer, RTA_DST, destination);
        if (like.source() != null) {
            IpAttributes.write(writer, RTA_SRC, like.source().address());
        }
        if (input != 0) {
            writer.u32(Input.RTA_IIF, input);
        }
        if (like.link() != 0) {
            writer.u32(RTA_OIF, like.link());
        }
        IpAttributes.writeOthers(writer, like.others());
        return Request.query(RouteMessageType.RTM_GETROUTE, destination.toString(), writer);
    }

    /** In requests only; in answers it stays among the others. */
    private enum Input implements Code {
        RTA_IIF;

        @Override
        public int number() {
            return rtnetlink_h.RTA_IIF();
        }
    }

    private static String subject(Route route) {
        return route.destination().prefix() == 0
                ? "default"
                : route.destination().toString();
    }

    private static Bytes header(Route route, int protocol, int scope, int type) {
        return header(
                route.family().number(),
                route.destination().prefix(),
                route.source() == null ? 0 : route.source().prefix(),
                route.tos(),
                route.table() > TABLE_IN_HEADER ? 0 : (int) route.table(),
                protocol,
                scope,
                type,
                (int) route.flags().bits());
    }

    private static Bytes header(
            int family, int destination, int source, int tos, int table, int protocol, int scope, int type, int flags) {
        ByteBuffer struct = Bytes.struct(BYTES);
        struct.put((byte) family).put((byte) destination).put((byte) source).put((byte) tos);
        struct.put((byte) table).put((byte) protocol).put((byte) scope).put((byte) type);
        return Bytes.of(struct.putInt(flags));
    }

    private static void write(Route route, AttributeWriter writer) {
        if (route.destination().prefix() != 0) {
            IpAttributes.write(writer, RTA_DST, route.destination().address());
        }
        if (route.source() != null) {
            IpAttributes.write(writer, RTA_SRC, route.source().address());
        }
        writeGateway(route.gateway(), route.family(), writer);
        IpAttributes.write(writer, RTA_PREFSRC, route.preferredSource());
        if (route.metric() != 0) {
            writer.u32(RTA_PRIORITY, route.metric());
        }
        if (route.table() > TABLE_IN_HEADER) {
            writer.u32(RTA_TABLE, route.table());
        }
        if (route.link() != 0) {
            writer.u32(RTA_OIF, route.link());
        }
        if (!route.metrics().isEmpty()) {
            writer.nested(RTA_METRICS, metrics -> route.metrics().forEach(metrics::u32));
        }
        if (!route.nextHops().isEmpty()) {
            writer.bytes(RTA_MULTIPATH, nextHops(route));
        }
        IpAttributes.writeOthers(writer, route.others());
    }

    /** RTA_GATEWAY, or for a gateway of the other family RTA_VIA: the family (16 bits), the address. */
    private static void writeGateway(IpAddress gateway, Family family, AttributeWriter writer) {
        if (gateway == null || Family.of(gateway) == family) {
            IpAttributes.write(writer, RTA_GATEWAY, gateway);
            return;
        }
        byte[] address = gateway.bytes();
        writer.struct(
                RTA_VIA,
                Short.BYTES + address.length,
                struct -> struct.putShort((short) Family.of(gateway).number()).put(address));
    }

    private static Bytes nextHops(Route route) {
        var all = AttributeWriter.after(Bytes.NONE);
        for (NextHop hop : route.nextHops()) {
            var attributes = AttributeWriter.after(Bytes.NONE);
            writeGateway(hop.gateway(), route.family(), attributes);
            Bytes written = attributes.written();
            ByteBuffer struct = Bytes.struct(HOP_BYTES);
            struct.putShort((short) (HOP_BYTES + written.size()));
            struct.put((byte) hop.flags().bits()).put((byte) (hop.weight() - 1)).putInt(hop.link());
            all.append(Bytes.of(struct)).append(written);
        }
        return all.written();
    }

    /** A route from an RTM_NEWROUTE message; null for a family that is none of the internet's. */
    static Route read(Message message) throws MalformedMessageException {
        ByteBuffer struct = message.struct(BYTES);
        Family family = Family.of(Byte.toUnsignedInt(struct.get(0)));
        if (family == null) {
            return null;
        }
        IpAddress destination = null;
        IpAddress source = null;
        IpAddress gateway = null;
        IpAddress preferredSource = null;
        int link = 0;
        long metric = 0;
        long table = Byte.toUnsignedLong(struct.get(4));
        List<NextHop> nextHops = List.of();
        Map<RouteMetric, Long> metrics = Map.of();
        List<Attribute> others = new ArrayList<>();
        for (Attribute attribute : message.attributes(BYTES)) {
            switch (RouteAttributeType.of(attribute.type())) {
                case RTA_DST -> destination = IpAttributes.address(attribute);
                case RTA_SRC -> source = IpAttributes.address(attribute);
                case RTA_GATEWAY -> gateway = IpAttributes.address(attribute);
                case RTA_VIA -> gateway = via(attribute);
                case RTA_PREFSRC -> preferredSource = IpAttributes.address(attribute);
                case RTA_OIF -> link = attribute.s32();
                case RTA_PRIORITY -> metric = attribute.u32();
                case RTA_TABLE -> table = attribute.u32();
                case RTA_METRICS -> metrics = metrics(attribute);
                case RTA_MULTIPATH -> nextHops = nextHops(attribute.value());
                case null -> others.add(attribute);
            }
        }
        int sourcePrefix = Byte.toUnsignedInt(struct.get(2));
        RouteType type = RouteType.of(Byte.toUnsignedInt(struct.get(7)));
        Cidr from = source == null && sourcePrefix == 0 ? null : IpAttributes.network(source, sourcePrefix, family);
        return new Route(
                IpAttributes.network(destination, Byte.toUnsignedInt(struct.get(1)), family),
                from,
                Byte.toUnsignedInt(struct.get(3)),
                type == null ? RouteType.RTN_UNSPEC : type,
                gateway,
                link,
                preferredSource,
                metric,
                table,
                Byte.toUnsignedInt(struct.get(6)),
                Byte.toUnsignedInt(struct.get(5)),
                new Flags<>(RouteFlag.class, Integer.toUnsignedLong(struct.getInt(FLAGS))),
                nextHops,
                metrics,
                others);
    }

    private static IpAddress via(Attribute attribute) throws MalformedMessageException {
        attribute.buffer(Short.BYTES);
        return IpAttributes.address(
                attribute.value().slice(Short.BYTES, attribute.value().size()));
    }

    private static Map<RouteMetric, Long> metrics(Attribute nest) throws MalformedMessageException {
        Map<RouteMetric, Long> metrics = new EnumMap<>(RouteMetric.class);
        for (Attribute attribute : nest.nested()) {
            RouteMetric metric = RouteMetric.of(attribute.type());
            if (metric != null) {
                metrics.put(metric, attribute.u32());
            }
        }
        return metrics;
    }

    private static List<NextHop> nextHops(Bytes value) throws MalformedMessageException {
        List<NextHop> hops = new ArrayList<>();
        ByteBuffer view = value.view();
        int at = 0;
        while (value.size() - at >= HOP_BYTES) {
            int length = Short.toUnsignedInt(view.getShort(at));
            if (length < HOP_BYTES || length > value.size() - at) {
                throw new MalformedMessageException("a next hop of " + length + " bytes");
            }
            IpAddress gateway = null;
            for (Attribute attribute : Attribute.readAll(value.slice(at, at + length), HOP_BYTES)) {
                if (attribute.type() == RTA_GATEWAY.number()) {
                    gateway = IpAttributes.address(attribute);
                } else if (attribute.type() == RTA_VIA.number()) {
                    gateway = via(attribute);
                }
            }
            var flags = new Flags<>(RouteFlag.class, Byte.toUnsignedLong(view.get(at + 2)));
            hops.add(new NextHop(gateway, view.getInt(at + 4), Byte.toUnsignedInt(view.get(at + 3)) + 1, flags));
            at += Alignment.align(length);
        }
        return hops;
    }
}
