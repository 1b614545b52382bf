package dev.jocker.runtime.route;

import static dev.jocker.runtime.route.LinkInfoCodec.IpvlanType.*;
import static dev.jocker.runtime.route.LinkInfoCodec.VlanType.*;
import static dev.jocker.runtime.route.LinkInfoCodec.VxlanType.*;
import static dev.jocker.runtime.route.LinkInfoType.*;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.Code;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.route.LinkAttribute.Info;
import dev.jocker.runtime.route.LinkAttribute.Name;
import dev.jocker.runtime.route.LinkAttribute.Port;
import dev.jocker.runtime.syscall.Flags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * IFLA_LINKINFO, what is particular to a kind of link.
 *
 * <pre>
 * IFLA_LINKINFO { IFLA_INFO_KIND "veth"
 *                 IFLA_INFO_DATA { VETH_INFO_PEER { ifinfomsg, IFLA_IFNAME "eth0", IFLA_NET_NS_FD … } } }
 * </pre>
 */
final class LinkInfoCodec {
    private static final int VLAN_FLAGS_BYTES = 2 * Integer.BYTES; // struct ifla_vlan_flags: flags, mask

    private LinkInfoCodec() {}

    enum VethType implements Code {
        VETH_INFO_PEER;

        @Override
        public int number() {
            return rtnetlink_h.VETH_INFO_PEER();
        }
    }

    enum MacvlanType implements Code {
        IFLA_MACVLAN_MODE(rtnetlink_h.IFLA_MACVLAN_MODE()),
        IFLA_MACVLAN_BC_QUEUE_LEN(rtnetlink_h.IFLA_MACVLAN_BC_QUEUE_LEN()),
        IFLA_MACVLAN_BC_QUEUE_LEN_USED(rtnetlink_h.IFLA_MACVLAN_BC_QUEUE_LEN_USED());

        private final int number;

        MacvlanType(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    enum VlanType implements Code {
        IFLA_VLAN_ID(rtnetlink_h.IFLA_VLAN_ID()),
        IFLA_VLAN_FLAGS(rtnetlink_h.IFLA_VLAN_FLAGS()),
        IFLA_VLAN_PROTOCOL(rtnetlink_h.IFLA_VLAN_PROTOCOL());

        private final int number;

        VlanType(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    enum IpvlanType implements Code {
        IFLA_IPVLAN_MODE(rtnetlink_h.IFLA_IPVLAN_MODE()),
        IFLA_IPVLAN_FLAGS(rtnetlink_h.IFLA_IPVLAN_FLAGS());

        private final int number;

        IpvlanType(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    enum VxlanType implements Code {
        IFLA_VXLAN_ID(rtnetlink_h.IFLA_VXLAN_ID()),
        IFLA_VXLAN_LINK(rtnetlink_h.IFLA_VXLAN_LINK()),
        IFLA_VXLAN_TTL(rtnetlink_h.IFLA_VXLAN_TTL()),
        IFLA_VXLAN_LOCAL(rtnetlink_h.IFLA_VXLAN_LOCAL()),
        IFLA_VXLAN_LOCAL6(rtnetlink_h.IFLA_VXLAN_LOCAL6()),
        IFLA_VXLAN_GROUP(rtnetlink_h.IFLA_VXLAN_GROUP()),
        IFLA_VXLAN_GROUP6(rtnetlink_h.IFLA_VXLAN_GROUP6()),
        IFLA_VXLAN_LEARNING(rtnetlink_h.IFLA_VXLAN_LEARNING()),
        IFLA_VXLAN_PORT(rtnetlink_h.IFLA_VXLAN_PORT());

        private final int number;

        VxlanType(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    static void write(Info info, AttributeWriter writer) {
        if (info.kind() != null) {
            // As ip(8) does it: no zero byte at the end.
            writer.unterminated(IFLA_INFO_KIND, info.kind().name());
            writeData(info.kind(), info.data(), writer);
        }
        if (info.port() != null) {
            if (info.port().kind() != null) {
                writer.unterminated(IFLA_INFO_SLAVE_KIND, info.port().kind());
            }
            writer.nested(IFLA_INFO_SLAVE_DATA, data -> {
                info.port().options().forEach((option, value) -> option.width().write(data, option, value));
                info.port().data().forEach(rest -> data.raw(rest.rawType(), rest.value()));
            });
        }
    }

    private static void writeData(LinkKind kind, List<Attribute> rest, AttributeWriter info) {
        var data = AttributeWriter.after(Bytes.NONE);
        write(kind, data);
        if (data.isEmpty() && rest.isEmpty()) {
            return;
        }
        info.nested(IFLA_INFO_DATA, nested -> {
            write(kind, nested);
            rest.forEach(attribute -> nested.raw(attribute.rawType(), attribute.value()));
        });
    }

    private static void write(LinkKind kind, AttributeWriter data) {
        switch (kind) { // no default: a new kind must not compile
            case LinkKind.Dummy() -> {}
            case LinkKind.Bridge(var options) ->
                options.forEach((option, value) -> option.width().write(data, option, value));
            case LinkKind.Veth veth -> writeVeth(veth, data);
            case LinkKind.Vlan vlan -> writeVlan(vlan, data);
            case LinkKind.Macvlan macvlan -> writeMacvlan(macvlan, data);
            case LinkKind.Ipvlan(var mode, var flags) -> {
                if (mode != null) {
                    data.u16(IFLA_IPVLAN_MODE, mode.number());
                }
                data.u16(IFLA_IPVLAN_FLAGS, (int) flags.bits());
            }
            case LinkKind.Vxlan vxlan -> writeVxlan(vxlan, data);
            case LinkKind.Other(var name, var bytes) -> data.append(bytes);
        }
    }

    private static void writeVeth(LinkKind.Veth veth, AttributeWriter data) {
        if (veth.peer() == null && veth.settings().equals(LinkSettings.NONE)) {
            return;
        }
        data.nested(VethType.VETH_INFO_PEER, LinkHeader.of(0, veth.settings()).encode(), peer -> {
            veth.settings().attributes().forEach(attribute -> LinkCodec.write(attribute, peer));
            if (veth.peer() != null) {
                LinkCodec.write(new Name(veth.peer()), peer);
            }
        });
    }

    private static void writeVlan(LinkKind.Vlan vlan, AttributeWriter data) {
        if (vlan.protocol() != 0) {
            data.u16be(IFLA_VLAN_PROTOCOL, vlan.protocol());
        }
        data.u16(IFLA_VLAN_ID, vlan.id());
        if (!vlan.mask().isEmpty()) {
            data.struct(
                    IFLA_VLAN_FLAGS,
                    VLAN_FLAGS_BYTES,
                    struct -> struct.putInt((int) vlan.flags().bits())
                            .putInt((int) vlan.mask().bits()));
        }
    }

    private static void writeMacvlan(LinkKind.Macvlan macvlan, AttributeWriter data) {
        if (macvlan.mode() != null) {
            data.u32(MacvlanType.IFLA_MACVLAN_MODE, macvlan.mode().number());
        }
        if (macvlan.queue() != 0) {
            data.u32(MacvlanType.IFLA_MACVLAN_BC_QUEUE_LEN, macvlan.queue());
        }
        if (macvlan.usedQueue() != 0) {
            data.u32(MacvlanType.IFLA_MACVLAN_BC_QUEUE_LEN_USED, macvlan.usedQueue());
        }
    }

    private static void writeVxlan(LinkKind.Vxlan vxlan, AttributeWriter data) {
        if (vxlan.link() != 0) {
            data.u32(IFLA_VXLAN_LINK, vxlan.link());
        }
        if (vxlan.ttl() != 0) {
            data.u8(IFLA_VXLAN_TTL, vxlan.ttl());
        }
        data.u32(IFLA_VXLAN_ID, vxlan.id());
        if (vxlan.local() != null) {
            data.bytes(
                    vxlan.local().isV4() ? IFLA_VXLAN_LOCAL : IFLA_VXLAN_LOCAL6,
                    Bytes.of(vxlan.local().bytes()));
        }
        if (vxlan.group() != null) {
            data.bytes(
                    vxlan.group().isV4() ? IFLA_VXLAN_GROUP : IFLA_VXLAN_GROUP6,
                    Bytes.of(vxlan.group().bytes()));
        }
        data.u8(IFLA_VXLAN_LEARNING, vxlan.learning() ? 1 : 0);
        if (vxlan.port() != 0) {
            data.u16be(IFLA_VXLAN_PORT, vxlan.port());
        }
        vxlan.options().forEach((option, value) -> option.width().write(data, option, value));
    }

    static Info read(List<Attribute> attributes) throws MalformedMessageException {
        String kind = null;
        String portKind = null;
        Bytes data = Bytes.NONE;
        Bytes portData = null;
        for (Attribute attribute : attributes) {
            switch (LinkInfoType.of(attribute.type())) {
                case IFLA_INFO_KIND -> kind = attribute.string();
                case IFLA_INFO_DATA -> data = attribute.value();
                case IFLA_INFO_SLAVE_KIND -> portKind = attribute.string();
                case IFLA_INFO_SLAVE_DATA -> portData = attribute.value();
                case null -> {} // IFLA_INFO_XSTATS: statistics of single kinds
            }
        }
        List<Attribute> rest = new ArrayList<>();
        LinkKind read = kind == null ? null : readKind(kind, data, rest);
        return new Info(read, rest, portKind == null && portData == null ? null : readPort(portKind, portData));
    }

    private static LinkKind readKind(String kind, Bytes data, List<Attribute> rest) throws MalformedMessageException {
        return switch (kind) {
            case "dummy" -> {
                rest.addAll(Attribute.readAll(data, 0));
                yield new LinkKind.Dummy();
            }
            case "veth" -> {
                rest.addAll(Attribute.readAll(data, 0));
                yield new LinkKind.Veth(null, LinkSettings.NONE);
            }
            case "bridge" -> readBridge(data, rest);
            case "vlan" -> readVlan(data, rest);
            case "macvlan" -> readMacvlan(data, rest);
            case "ipvlan" -> readIpvlan(data, rest);
            case "vxlan" -> readVxlan(data, rest);
            default -> new LinkKind.Other(kind, data);
        };
    }

    private static LinkKind readBridge(Bytes data, List<Attribute> rest) throws MalformedMessageException {
        Map<BridgeOption, Long> options = new EnumMap<>(BridgeOption.class);
        for (Attribute attribute : Attribute.readAll(data, 0)) {
            BridgeOption option = BridgeOption.of(attribute.type());
            if (option == null) {
                rest.add(attribute);
            } else {
                options.put(option, option.width().read(attribute));
            }
        }
        return new LinkKind.Bridge(options);
    }

    private static Port readPort(String kind, Bytes data) throws MalformedMessageException {
        Map<BridgePortOption, Long> options = new EnumMap<>(BridgePortOption.class);
        List<Attribute> rest = new ArrayList<>();
        for (Attribute attribute : Attribute.readAll(data == null ? Bytes.NONE : data, 0)) {
            BridgePortOption option = "bridge".equals(kind) ? BridgePortOption.of(attribute.type()) : null;
            if (option == null) {
                rest.add(attribute);
            } else {
                options.put(option, option.width().read(attribute));
            }
        }
        return new Port(kind, options, rest);
    }

    private static LinkKind readVlan(Bytes data, List<Attribute> rest) throws MalformedMessageException {
        int id = 0;
        int protocol = 0;
        long flags = 0;
        long mask = 0;
        for (Attribute attribute : Attribute.readAll(data, 0)) {
            switch (Code.find(VlanType.values(), attribute.type())) {
                case IFLA_VLAN_ID -> id = attribute.u16();
                case IFLA_VLAN_PROTOCOL -> protocol = attribute.u16be();
                case IFLA_VLAN_FLAGS -> {
                    ByteBuffer struct = attribute.buffer(VLAN_FLAGS_BYTES);
                    flags = Integer.toUnsignedLong(struct.getInt());
                    mask = Integer.toUnsignedLong(struct.getInt());
                }
                case null -> rest.add(attribute);
            }
        }
        return new LinkKind.Vlan(id, protocol, new Flags<>(VlanFlag.class, flags), new Flags<>(VlanFlag.class, mask));
    }

    private static LinkKind readMacvlan(Bytes data, List<Attribute> rest) throws MalformedMessageException {
        MacvlanMode mode = null;
        long queue = 0;
        long usedQueue = 0;
        for (Attribute attribute : Attribute.readAll(data, 0)) {
            switch (Code.find(MacvlanType.values(), attribute.type())) {
                case IFLA_MACVLAN_MODE -> {
                    mode = MacvlanMode.of(attribute.s32());
                    if (mode == null) {
                        rest.add(attribute);
                    }
                }
                case IFLA_MACVLAN_BC_QUEUE_LEN -> queue = attribute.u32();
                case IFLA_MACVLAN_BC_QUEUE_LEN_USED -> usedQueue = attribute.u32();
                case null -> rest.add(attribute);
            }
        }
        return new LinkKind.Macvlan(mode, queue, usedQueue);
    }

    private static LinkKind readIpvlan(Bytes data, List<Attribute> rest) throws MalformedMessageException {
        IpvlanMode mode = null;
        long flags = 0;
        for (Attribute attribute : Attribute.readAll(data, 0)) {
            IpvlanType type = Code.find(IpvlanType.values(), attribute.type());
            if (type == IFLA_IPVLAN_FLAGS) {
                flags = attribute.u16();
            } else if (type == IFLA_IPVLAN_MODE && IpvlanMode.of(attribute.u16()) != null) {
                mode = IpvlanMode.of(attribute.u16());
            } else {
                rest.add(attribute);
            }
        }
        return new LinkKind.Ipvlan(mode, new Flags<>(IpvlanFlag.class, flags));
    }

    private static LinkKind readVxlan(Bytes data, List<Attribute> rest) throws MalformedMessageException {
        int id = 0;
        int link = 0;
        int ttl = 0;
        IpAddress local = null;
        IpAddress group = null;
        boolean learning = false;
        int port = 0;
        Map<VxlanOption, Long> options = new EnumMap<>(VxlanOption.class);
        for (Attribute attribute : Attribute.readAll(data, 0)) {
            switch (Code.find(VxlanType.values(), attribute.type())) {
                case IFLA_VXLAN_ID -> id = attribute.s32();
                case IFLA_VXLAN_LINK -> link = attribute.s32();
                case IFLA_VXLAN_TTL -> ttl = attribute.u8();
                case IFLA_VXLAN_LOCAL, IFLA_VXLAN_LOCAL6 -> local = IpAttributes.address(attribute);
                case IFLA_VXLAN_GROUP, IFLA_VXLAN_GROUP6 -> group = IpAttributes.address(attribute);
                case IFLA_VXLAN_LEARNING -> learning = attribute.u8() != 0;
                case IFLA_VXLAN_PORT -> port = attribute.u16be();
                case null -> readOption(attribute, options, rest);
            }
        }
        return new LinkKind.Vxlan(id, link, ttl, local, group, learning, port, options);
    }

    private static void readOption(Attribute attribute, Map<VxlanOption, Long> options, List<Attribute> rest)
            throws MalformedMessageException {
        VxlanOption option = VxlanOption.of(attribute.type());
        if (option == null) {
            rest.add(attribute);
        } else {
            options.put(option, option.width().read(attribute));
        }
    }
}
