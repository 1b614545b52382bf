package dev.jocker.runtime.route;

import static dev.jocker.runtime.route.LinkAttributeType.*;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.Code;
import dev.jocker.runtime.netlink.DeleteFlag;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.route.LinkAttribute.*;
import dev.jocker.runtime.syscall.Flags;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages about links: an ifinfomsg ({@link LinkHeader}), then attributes. Each request has the bytes that {@code ip(8)} sends for the
 * same; {@code LinkCodecTest} shows them.
 */
final class LinkCodec {
    private LinkCodec() {}

    enum Inet6Type implements Code {
        IFLA_INET6_ADDR_GEN_MODE;

        @Override
        public int number() {
            return rtnetlink_h.IFLA_INET6_ADDR_GEN_MODE();
        }
    }

    static Request add(NewLink link) {
        var header = LinkHeader.of(link.index(), link.settings());
        List<LinkAttribute> attributes = new ArrayList<>(link.settings().attributes());
        if (link.parent() != 0) {
            attributes.add(new Parent(link.parent()));
        }
        if (!link.name().isEmpty()) {
            attributes.add(new Name(link.name()));
        }
        attributes.add(new Info(link.kind(), List.of(), null));
        var flags = Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_EXCL);
        return Request.command(RouteMessageType.RTM_NEWLINK, flags, link.name(), content(header, attributes));
    }

    /** Changes the link with this index, or, where it is 0, with this name. */
    static Request set(int index, String name, LinkSettings settings) {
        List<LinkAttribute> attributes = new ArrayList<>();
        if (index == 0) {
            attributes.add(new Name(name));
        }
        attributes.addAll(settings.attributes());
        return Request.command(
                RouteMessageType.RTM_NEWLINK,
                Flags.none(NewFlag.class),
                subject(index, name),
                content(LinkHeader.of(index, settings), attributes));
    }

    static Request delete(int index, String name) {
        List<LinkAttribute> which = index == 0 ? List.of(new Name(name)) : List.of();
        return Request.command(
                RouteMessageType.RTM_DELLINK,
                Flags.none(DeleteFlag.class),
                subject(index, name),
                content(LinkHeader.of(index, LinkSettings.NONE), which));
    }

    static Request addNames(int index, List<String> names) {
        return Request.command(
                RouteMessageType.RTM_NEWLINKPROP,
                Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_EXCL, NewFlag.NLM_F_APPEND),
                subject(index, ""),
                content(LinkHeader.of(index, LinkSettings.NONE), List.of(new AlternativeNames(names))));
    }

    static Request deleteNames(int index, List<String> names) {
        return Request.command(
                RouteMessageType.RTM_DELLINKPROP,
                Flags.none(DeleteFlag.class),
                subject(index, ""),
                content(LinkHeader.of(index, LinkSettings.NONE), List.of(new AlternativeNames(names))));
    }

    static Request get(int index, String name) {
        List<LinkAttribute> which = index == 0 ? List.of(new Name(name)) : List.of();
        return Request.query(
                RouteMessageType.RTM_GETLINK,
                subject(index, name),
                content(LinkHeader.of(index, LinkSettings.NONE), which));
    }

    /** All links, or those that have what {@code filter} says: a master, a kind. */
    static Request list(List<LinkAttribute> filter) {
        return Request.dump(RouteMessageType.RTM_GETLINK, "", content(LinkHeader.EMPTY, filter));
    }

    private static String subject(int index, String name) {
        return index == 0 ? name : "link " + index;
    }

    static AttributeWriter content(LinkHeader header, List<LinkAttribute> attributes) {
        var writer = AttributeWriter.after(header.encode());
        attributes.forEach(attribute -> write(attribute, writer));
        return writer;
    }

    static void write(LinkAttribute attribute, AttributeWriter writer) {
        switch (attribute) { // no default: a new attribute must not compile
            case Name(var name) -> writer.string(IFLA_IFNAME, name);
            case HardwareAddress(var address) -> writer.bytes(IFLA_ADDRESS, Bytes.of(address.bytes()));
            case Broadcast(var address) -> writer.bytes(IFLA_BROADCAST, Bytes.of(address.bytes()));
            case PermanentAddress(var address) -> writer.bytes(IFLA_PERM_ADDRESS, Bytes.of(address.bytes()));
            case Mtu(var bytes) -> writer.u32(IFLA_MTU, bytes);
            case SmallestMtu(var bytes) -> writer.u32(IFLA_MIN_MTU, bytes);
            case LargestMtu(var bytes) -> writer.u32(IFLA_MAX_MTU, bytes);
            case Parent(var index) -> writer.u32(IFLA_LINK, index);
            case ParentNamespace(var id) -> writer.u32(IFLA_LINK_NETNSID, id);
            case Master(var index) -> writer.u32(IFLA_MASTER, index);
            case QueueingDiscipline(var name) -> writer.string(IFLA_QDISC, name);
            case QueueLength(var packets) -> writer.u32(IFLA_TXQLEN, packets);
            case Figure(var which, var value) -> writer.u32(which, value);
            case Operation(var state) -> writer.u8(IFLA_OPERSTATE, state);
            case Mode(var mode) -> writer.u8(IFLA_LINKMODE, mode);
            case Carrier(var carrier) -> writer.u8(IFLA_CARRIER, carrier);
            case Promiscuity(var count) -> writer.u32(IFLA_PROMISCUITY, count);
            case Group(var group) -> writer.u32(IFLA_GROUP, group);
            case Alias(var text) -> writer.unterminated(IFLA_IFALIAS, text);
            case AlternativeNames(var names) ->
                writer.flaggedNested(IFLA_PROP_LIST, list -> names.forEach(name -> list.string(IFLA_ALT_IFNAME, name)));
            case AddressGeneration(var mode) ->
                writer.nested(
                        IFLA_AF_SPEC,
                        families -> families.nested(
                                Family.AF_INET6, inet6 -> inet6.u8(Inet6Type.IFLA_INET6_ADDR_GEN_MODE, mode)));
            case ParentBus(var name) -> writer.string(IFLA_PARENT_DEV_BUS_NAME, name);
            case ParentDevice(var name) -> writer.string(IFLA_PARENT_DEV_NAME, name);
            case NamespaceOfProcess(var pid) -> writer.u32(IFLA_NET_NS_PID, pid);
            case NamespaceDescriptor(var fd) -> writer.u32(IFLA_NET_NS_FD, fd);
            case Statistics(var counters) -> counters.write(writer, IFLA_STATS64);
            case Wanted(var mask) -> writer.u32(IFLA_EXT_MASK, mask);
            case Info info -> writer.nested(IFLA_LINKINFO, nested -> LinkInfoCodec.write(info, nested));
            case Unknown(var type, var value) -> writer.raw(type, value);
        }
    }

    static List<LinkAttribute> readAttributes(Message message) throws MalformedMessageException {
        List<LinkAttribute> attributes = new ArrayList<>();
        for (Attribute attribute : message.attributes(LinkHeader.BYTES)) {
            attributes.add(read(attribute));
        }
        return attributes;
    }

    private static LinkAttribute read(Attribute attribute) throws MalformedMessageException {
        return switch (LinkAttributeType.of(attribute.type())) {
            case null -> readNumber(attribute);
            case IFLA_IFNAME -> new Name(attribute.string());
            case IFLA_ADDRESS -> new HardwareAddress(mac(attribute));
            case IFLA_BROADCAST -> new Broadcast(mac(attribute));
            case IFLA_PERM_ADDRESS -> new PermanentAddress(mac(attribute));
            case IFLA_MTU -> new Mtu(attribute.u32());
            case IFLA_MIN_MTU -> new SmallestMtu(attribute.u32());
            case IFLA_MAX_MTU -> new LargestMtu(attribute.u32());
            case IFLA_LINK -> new Parent(attribute.s32());
            case IFLA_LINK_NETNSID -> new ParentNamespace(attribute.s32());
            case IFLA_MASTER -> new Master(attribute.s32());
            case IFLA_QDISC -> new QueueingDiscipline(attribute.string());
            case IFLA_TXQLEN -> new QueueLength(attribute.u32());
            case IFLA_OPERSTATE -> new Operation(attribute.u8());
            case IFLA_LINKMODE -> new Mode(attribute.u8());
            case IFLA_CARRIER -> new Carrier(attribute.u8());
            case IFLA_PROMISCUITY -> new Promiscuity(attribute.u32());
            case IFLA_GROUP -> new Group(attribute.u32());
            case IFLA_IFALIAS -> new Alias(attribute.string());
            case IFLA_PROP_LIST -> new AlternativeNames(alternativeNames(attribute));
            case IFLA_NET_NS_PID -> new NamespaceOfProcess(attribute.s32());
            case IFLA_NET_NS_FD -> new NamespaceDescriptor(attribute.s32());
            case IFLA_STATS64 -> new Statistics(LinkStatistics.read(attribute));
            case IFLA_EXT_MASK -> new Wanted(attribute.u32());
            case IFLA_LINKINFO -> LinkInfoCodec.read(attribute.nested());
            case IFLA_PARENT_DEV_NAME -> new ParentDevice(attribute.string());
            case IFLA_PARENT_DEV_BUS_NAME -> new ParentBus(attribute.string());
            case IFLA_AF_SPEC -> readFamilies(attribute);
            case IFLA_ALT_IFNAME -> new Unknown(attribute.rawType(), attribute.value());
        };
    }

    private static LinkAttribute readNumber(Attribute attribute) throws MalformedMessageException {
        LinkNumber number = LinkNumber.of(attribute.type());
        return number == null
                ? new Unknown(attribute.rawType(), attribute.value())
                : new Figure(number, attribute.u32());
    }

    /** What is particular to families; of which there is one thing that is read. */
    private static LinkAttribute readFamilies(Attribute families) throws MalformedMessageException {
        for (Attribute family : families.nested()) {
            if (family.type() == Family.AF_INET6.number()) {
                for (Attribute attribute : family.nested()) {
                    if (attribute.type() == Inet6Type.IFLA_INET6_ADDR_GEN_MODE.number()) {
                        return new AddressGeneration(attribute.u8());
                    }
                }
            }
        }
        return new Unknown(families.rawType(), families.value());
    }

    private static MacAddress mac(Attribute attribute) {
        return MacAddress.of(attribute.value().toArray());
    }

    private static List<String> alternativeNames(Attribute list) throws MalformedMessageException {
        List<String> names = new ArrayList<>();
        for (Attribute property : list.nested()) {
            if (property.type() == IFLA_ALT_IFNAME.number()) {
                names.add(property.string());
            }
        }
        return names;
    }

    /** A link from an RTM_NEWLINK message. */
    static Link read(Message message) throws MalformedMessageException {
        var link = new LinkReading(LinkHeader.read(message));
        readAttributes(message).forEach(link::add);
        return link.link();
    }
}
