package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.Bytes;
import java.util.List;
import java.util.Map;

/** What a message about a link can say behind its ifinfomsg. Outside of this package there is {@link Link}. */
sealed interface LinkAttribute {
    record Name(String name) implements LinkAttribute {}

    record HardwareAddress(MacAddress address) implements LinkAttribute {}

    record Broadcast(MacAddress address) implements LinkAttribute {}

    record PermanentAddress(MacAddress address) implements LinkAttribute {}

    record Mtu(long bytes) implements LinkAttribute {}

    record SmallestMtu(long bytes) implements LinkAttribute {}

    record LargestMtu(long bytes) implements LinkAttribute {}

    /** The link that this one lies over, or the other end. */
    record Parent(int index) implements LinkAttribute {}

    record ParentNamespace(int id) implements LinkAttribute {}

    record Master(int index) implements LinkAttribute {}

    record QueueingDiscipline(String name) implements LinkAttribute {}

    record QueueLength(long packets) implements LinkAttribute {}

    record Figure(LinkNumber which, long value) implements LinkAttribute {}

    record Operation(int state) implements LinkAttribute {}

    record Mode(int mode) implements LinkAttribute {}

    record Carrier(int carrier) implements LinkAttribute {}

    record Promiscuity(long count) implements LinkAttribute {}

    record Group(long group) implements LinkAttribute {}

    record Alias(String text) implements LinkAttribute {}

    record AlternativeNames(List<String> names) implements LinkAttribute {}

    /** How it gets its link-local IPv6 address. */
    record AddressGeneration(int mode) implements LinkAttribute {}

    record ParentBus(String name) implements LinkAttribute {}

    record ParentDevice(String name) implements LinkAttribute {}

    /** Of a process, in whose network namespace the link is to be. */
    record NamespaceOfProcess(int pid) implements LinkAttribute {}

    /** Of a descriptor, for the network namespace in which the link is to be. */
    record NamespaceDescriptor(int fd) implements LinkAttribute {}

    record Statistics(LinkStatistics counters) implements LinkAttribute {}

    /** What else is wanted in an answer, RTEXT_FILTER_*. */
    record Wanted(long mask) implements LinkAttribute {}

    /**
     * IFLA_LINKINFO.
     *
     * @param kind null if it is not told
     * @param data of the kind's, what has no place in {@code kind}
     * @param port as a port of another link; null if it is none
     */
    record Info(LinkKind kind, List<Attribute> data, Port port) implements LinkAttribute {}

    /**
     * What a link is as a port of its master.
     *
     * @param kind the master's, null if it is not told
     * @param options if that is a bridge
     * @param data what has no place in {@code options}
     */
    record Port(String kind, Map<BridgePortOption, Long> options, List<Attribute> data) {}

    /** An attribute that this library does not know. */
    record Unknown(int type, Bytes value) implements LinkAttribute {}
}
