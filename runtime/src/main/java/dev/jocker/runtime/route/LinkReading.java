package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.route.LinkAttribute.*;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A {@link Link} that comes together from its attributes. What the kernel did not tell is as {@link Link} says. */
final class LinkReading {
    private final LinkHeader header;
    private String name = "";
    private LinkKind kind;
    private long mtu;
    private long minMtu;
    private long maxMtu;
    private MacAddress address;
    private MacAddress broadcast;
    private int parent;
    private int parentNamespace = -1;
    private int master;
    private Map<BridgePortOption, Long> portOptions = Map.of();
    private LinkState state = LinkState.IF_OPER_UNKNOWN;
    private String queueingDiscipline = "";
    private long txQueueLength;
    private long group;
    private long promiscuity;
    private String alias;
    private List<String> alternativeNames = List.of();
    private LinkStatistics statistics;
    private final Map<LinkNumber, Long> numbers = new EnumMap<>(LinkNumber.class);
    private int mode;
    private MacAddress permanentAddress;
    private int addressGeneration = LinkDetails.NOT_TOLD;
    private String masterKind;
    private boolean isOverNothing;
    private String bus;
    private String device;

    LinkReading(LinkHeader header) {
        this.header = header;
    }

    void add(LinkAttribute attribute) {
        switch (attribute) {
            case Name(var told) -> name = told;
            case HardwareAddress(var told) -> address = told;
            case Broadcast(var told) -> broadcast = told;
            case Mtu(var told) -> mtu = told;
            case SmallestMtu(var told) -> minMtu = told;
            case LargestMtu(var told) -> maxMtu = told;
            case Parent(var told) -> {
                parent = told;
                isOverNothing = told == 0;
            }
            case ParentNamespace(var told) -> parentNamespace = told;
            case Master(var told) -> master = told;
            case QueueingDiscipline(var told) -> queueingDiscipline = told;
            case QueueLength(var told) -> txQueueLength = told;
            case Operation(var told) -> state = state(told);
            case Promiscuity(var told) -> promiscuity = told;
            case Group(var told) -> group = told;
            case Alias(var told) -> alias = told;
            case AlternativeNames(var told) -> alternativeNames = told;
            case Statistics(var told) -> statistics = told;
            case Info info -> add(info);
            case PermanentAddress(var told) -> permanentAddress = told;
            case Figure(var which, var told) -> numbers.put(which, told);
            case Mode(var told) -> mode = told;
            case AddressGeneration(var told) -> addressGeneration = told;
            case ParentBus(var told) -> bus = told;
            case ParentDevice(var told) -> device = told;
            case Carrier told -> {} // the rest has no place in a Link
            case NamespaceOfProcess told -> {}
            case NamespaceDescriptor told -> {}
            case Wanted told -> {}
            case Unknown told -> {}
        }
    }

    private void add(Info info) {
        kind = info.kind();
        if (info.port() != null) {
            portOptions = info.port().options();
            masterKind = info.port().kind();
        }
    }

    private static LinkState state(int number) {
        LinkState state = LinkState.of(number);
        return state == null ? LinkState.IF_OPER_UNKNOWN : state;
    }

    Link link() {
        return new Link(
                header.index(),
                name,
                kind,
                header.flags(),
                header.type(),
                mtu,
                minMtu,
                maxMtu,
                address,
                broadcast,
                parent,
                parentNamespace,
                master,
                portOptions,
                state,
                queueingDiscipline,
                txQueueLength,
                group,
                promiscuity,
                alias,
                alternativeNames,
                statistics,
                new LinkDetails(
                        numbers, mode, permanentAddress, addressGeneration, masterKind, isOverNothing, bus, device));
    }
}
