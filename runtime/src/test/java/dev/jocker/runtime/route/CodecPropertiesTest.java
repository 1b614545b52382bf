package dev.jocker.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.MessageFlag;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.route.LinkAttribute.*;
import dev.jocker.runtime.syscall.Flags;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a codec writes it reads back the same, and any bytes it reads or refuses in one way. */
final class CodecPropertiesTest {
    private static Message message(Request request) throws MalformedMessageException {
        return Message.readAll(Bytes.of(request.encode(1))).getFirst();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void linksAttributes(@ForAll("linkAttributes") List<LinkAttribute> attributes) throws MalformedMessageException {
        var content = LinkCodec.content(LinkHeader.EMPTY, attributes);
        var message = message(Request.query(RouteMessageType.RTM_GETLINK, "", content));
        assertThat(LinkCodec.readAttributes(message)).isEqualTo(attributes);
        assertThat(LinkCodec.read(message).index()).isZero();
    }

    @Provide
    Arbitrary<List<LinkAttribute>> linkAttributes() {
        Arbitrary<Long> numbers = Arbitraries.longs().between(0, 0xffff_ffffL);
        Arbitrary<Integer> indices = Arbitraries.integers();
        Arbitrary<Integer> bytes = Arbitraries.integers().between(0, 255);
        Arbitrary<LinkAttribute> any = Arbitraries.oneOf(List.of(
                words().map(Name::new),
                macs().map(HardwareAddress::new),
                macs().map(Broadcast::new),
                macs().map(PermanentAddress::new),
                numbers.map(Mtu::new),
                numbers.map(SmallestMtu::new),
                numbers.map(LargestMtu::new),
                indices.map(Parent::new),
                indices.map(ParentNamespace::new),
                indices.map(Master::new),
                words().map(QueueingDiscipline::new),
                numbers.map(QueueLength::new),
                Combinators.combine(Arbitraries.of(LinkNumber.class), numbers).as(Figure::new),
                bytes.map(AddressGeneration::new),
                words().map(ParentBus::new),
                words().map(ParentDevice::new),
                bytes.map(Operation::new),
                bytes.map(Mode::new),
                bytes.map(Carrier::new),
                numbers.map(Promiscuity::new),
                numbers.map(Group::new),
                words().map(Alias::new),
                words().list().ofMaxSize(3).map(AlternativeNames::new),
                indices.map(NamespaceOfProcess::new),
                indices.map(NamespaceDescriptor::new),
                numbers.map(Wanted::new),
                numbers.map(n -> new Statistics(new LinkStatistics(
                        n, 1, 2, 3, 4, 5, 6, 7, 8, n, new LinkErrors(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, n)))),
                infos(),
                Combinators.combine(
                                Arbitraries.integers().between(200, 16_000),
                                Arbitraries.bytes().array(byte[].class).ofMaxSize(9))
                        .as((type, value) -> new Unknown(type, Bytes.of(value)))));
        return any.list().ofMaxSize(8);
    }

    private static Arbitrary<LinkAttribute> infos() {
        return Combinators.combine(kinds(), ports().injectNull(0.5))
                .as((kind, port) -> new Info(kind, List.of(), port));
    }

    private static Arbitrary<LinkKind> kinds() {
        Arbitrary<Long> numbers = Arbitraries.longs().between(0, 255);
        return Arbitraries.oneOf(List.of(
                Arbitraries.just(new LinkKind.Dummy()),
                Arbitraries.just(new LinkKind.Veth(null, LinkSettings.NONE)),
                Arbitraries.maps(Arbitraries.of(BridgeOption.class), numbers).map(LinkKind.Bridge::new),
                Arbitraries.of(MacvlanMode.class).map(LinkKind.Macvlan::new),
                Arbitraries.of(IpvlanMode.class)
                        .map(mode -> new LinkKind.Ipvlan(mode, Flags.of(IpvlanFlag.IPVLAN_F_VEPA))),
                numbers.map(id -> new LinkKind.Vlan(
                        id.intValue(), 0x8100, Flags.none(VlanFlag.class), Flags.of(VlanFlag.VLAN_FLAG_GVRP))),
                Combinators.combine(numbers, addresses(), addresses())
                        .as((id, local, group) -> new LinkKind.Vxlan(id.intValue(), 3, 5, local, group, true, 4789)),
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofSize(8)
                        .map(data -> new LinkKind.Other("tun", Bytes.of(data)))));
    }

    private static Arbitrary<Port> ports() {
        return Arbitraries.maps(
                        Arbitraries.of(BridgePortOption.class),
                        Arbitraries.longs().between(0, 255))
                .map(options -> {
                    Map<BridgePortOption, Long> ordered = new EnumMap<>(BridgePortOption.class);
                    ordered.putAll(options);
                    return new Port("bridge", ordered, List.of());
                });
    }

    private static Arbitrary<String> words() {
        return Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(15);
    }

    private static Arbitrary<MacAddress> macs() {
        return Arbitraries.bytes().array(byte[].class).ofSize(6).map(MacAddress::of);
    }

    private static Arbitrary<IpAddress> addresses() {
        return Arbitraries.of(4, 16)
                .flatMap(size -> Arbitraries.bytes().array(byte[].class).ofSize(size))
                .map(IpAddress::of);
    }

    private static Arbitrary<Cidr> networks() {
        return addresses()
                .flatMap(address -> Arbitraries.integers()
                        .between(1, address.bits())
                        .map(prefix -> new Cidr(address, prefix).network()));
    }

    @Provide
    Arbitrary<Address> someAddresses() {
        Arbitrary<Long> seconds = Arbitraries.longs().between(1, Address.FOREVER);
        return Combinators.combine(
                        networks(), seconds, seconds, words().injectNull(0.5), Arbitraries.of(AddressFlag.class))
                .as((network, valid, preferred, label, flag) -> Address.of(7, network)
                        .scope(Scope.RT_SCOPE_LINK)
                        .label(label)
                        .lifetime(valid, preferred)
                        .metric(valid)
                        .with(flag));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void addresses(@ForAll("someAddresses") Address address) throws MalformedMessageException {
        assertThat(AddressCodec.read(message(AddressCodec.add(address, Flags.none(NewFlag.class)))))
                .isEqualTo(address);
    }

    @Provide
    Arbitrary<Route> someRoutes() {
        Arbitrary<Long> numbers = Arbitraries.longs().between(1, 0xffff_ffffL);
        return Combinators.combine(
                        networks(),
                        addresses(),
                        numbers,
                        numbers,
                        Arbitraries.of(RouteType.class),
                        Arbitraries.of(RouteMetric.class),
                        Arbitraries.integers().between(0, 3))
                .as((network, gateway, metric, table, type, what, ways) -> {
                    Route route = Route.to(network)
                            .via(gateway)
                            .dev(3)
                            .metric(metric)
                            .table(table)
                            .type(type);
                    List<NextHop> hops = new ArrayList<>();
                    for (int i = 0; i < ways; i++) {
                        hops.add(NextHop.via(gateway).weight(i + 1).dev(i));
                    }
                    return route.scope(Scope.RT_SCOPE_UNIVERSE)
                            .with(what, metric)
                            .nextHops(hops);
                });
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void routes(@ForAll("someRoutes") Route route) throws MalformedMessageException {
        assertThat(RouteCodec.read(message(RouteCodec.add(route, Flags.none(NewFlag.class)))))
                .isEqualTo(route);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void neighbours(@ForAll("someRoutes") Route route, @ForAll NeighbourFlag flag) throws MalformedMessageException {
        Neighbour neighbour =
                Neighbour.of(3, route.gateway(), MacAddress.of(new byte[6])).with(flag);
        assertThat(NeighbourCodec.read(message(NeighbourCodec.add(neighbour, Flags.none(NewFlag.class)))))
                .isEqualTo(neighbour);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void rules(@ForAll("someRoutes") Route route, @ForAll RuleAction action, @ForAll boolean inverted)
            throws MalformedMessageException {
        Family family = route.family();
        Rule rule = Rule.of(family, action)
                .from(route.destination())
                .to(route.destination())
                .priority(route.metric())
                .input("eth0")
                .output("eth1")
                .mark(route.metric())
                .inverted(inverted)
                .suppressedPrefix(4);
        assertThat(RuleCodec.read(message(RuleCodec.add(rule)))).isEqualTo(rule);
    }

    /** Attributes of every type, short and long, in every message: each is read or refused. */
    @Property(tries = 3000)
    void anyBytesAreReadOrRefused(@ForAll("payloads") byte[] payload) {
        var message = new Message(16, Flags.none(MessageFlag.class), 1, 1, Bytes.of(payload));
        refuseOrRead(() -> LinkCodec.read(message));
        refuseOrRead(() -> AddressCodec.read(message));
        refuseOrRead(() -> RouteCodec.read(message));
        refuseOrRead(() -> NeighbourCodec.read(message));
        refuseOrRead(() -> RuleCodec.read(message));
        refuseOrRead(() -> NamespaceIds.read(message));
    }

    private interface Reading {
        Object read() throws MalformedMessageException;
    }

    private static void refuseOrRead(Reading reading) {
        try {
            reading.read();
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageStartingWith("malformed netlink message: ");
        }
    }

    /** A family's number first, as otherwise most is passed over; then anything, or attributes. */
    @Provide
    Arbitrary<byte[]> payloads() {
        Arbitrary<byte[]> attribute = Combinators.combine(
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(24))
                .as((type, value) -> {
                    return Bytes.of(Bytes.struct((4 + value.length + 3) & -4)
                                    .putShort((short) (4 + value.length))
                                    .putShort((short) type.intValue())
                                    .put(value))
                            .toArray();
                });
        return Combinators.combine(
                        Arbitraries.of((byte) 2, (byte) 10, (byte) 0),
                        Arbitraries.bytes().array(byte[].class).ofSize(11),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(8),
                        attribute.list().ofMaxSize(4))
                .as((family, struct, wild, attributes) -> {
                    var all = new ByteArrayOutputStream();
                    all.write(family);
                    all.writeBytes(struct);
                    attributes.forEach(all::writeBytes);
                    all.writeBytes(wild);
                    return all.toByteArray();
                });
    }
}
