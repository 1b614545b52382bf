package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be set of a link, old or new, in one message: the words of {@code ip-link(8)} behind {@code ip link set dev NAME}. Each method
 * returns settings with one more.
 */
public final class LinkSettings {
    /** Nothing is to be set. */
    public static final LinkSettings NONE = new LinkSettings(List.of(), flags(0), flags(0));

    private final List<LinkAttribute> attributes;
    private final Flags<LinkFlag> flags;
    private final Flags<LinkFlag> mask;

    private LinkSettings(List<LinkAttribute> attributes, Flags<LinkFlag> flags, Flags<LinkFlag> mask) {
        this.attributes = List.copyOf(attributes);
        this.flags = flags;
        this.mask = mask;
    }

    private static Flags<LinkFlag> flags(long bits) {
        return new Flags<>(LinkFlag.class, bits);
    }

    private LinkSettings with(LinkAttribute attribute) {
        List<LinkAttribute> more = new ArrayList<>(attributes);
        more.add(attribute);
        return new LinkSettings(more, flags, mask);
    }

    /** <i>Equivalent to:</i> {@code up}. */
    public LinkSettings up() {
        return flag(LinkFlag.IFF_UP, true);
    }

    /** <i>Equivalent to:</i> {@code down}. */
    public LinkSettings down() {
        return flag(LinkFlag.IFF_UP, false);
    }

    /** One flag on or off; the others stay. <i>Equivalent to:</i> {@code promisc on} for IFF_PROMISC, {@code arp off} for IFF_NOARP. */
    public LinkSettings flag(LinkFlag flag, boolean on) {
        return new LinkSettings(attributes, on ? flags.with(flag) : flags.without(flag), mask.with(flag));
    }

    /** <i>Equivalent to:</i> {@code name NAME}. A link that is up can be renamed since Linux 6.2. */
    public LinkSettings name(String name) {
        return with(new LinkAttribute.Name(LinkName.check(name)));
    }

    /** <i>Equivalent to:</i> {@code mtu BYTES}. */
    public LinkSettings mtu(int bytes) {
        return with(new LinkAttribute.Mtu(bytes));
    }

    /** <i>Equivalent to:</i> {@code address ADDRESS}. */
    public LinkSettings address(MacAddress address) {
        return with(new LinkAttribute.HardwareAddress(address));
    }

    /** <i>Equivalent to:</i> {@code broadcast ADDRESS}. */
    public LinkSettings broadcast(MacAddress address) {
        return with(new LinkAttribute.Broadcast(address));
    }

    /** How it gets its link-local IPv6 address, IN6_ADDR_GEN_MODE_*. <i>Equivalent to:</i> {@code addrgenmode none} for 1. */
    public LinkSettings addressGeneration(int mode) {
        return with(new LinkAttribute.AddressGeneration(mode));
    }

    /** How many queues it has for what is sent; of a new link only. <i>Equivalent to:</i> {@code numtxqueues COUNT}. */
    public LinkSettings sendQueues(int count) {
        return with(new LinkAttribute.Figure(LinkNumber.NUM_TX_QUEUES, count));
    }

    /** How many queues it has for what comes; of a new link only. <i>Equivalent to:</i> {@code numrxqueues COUNT}. */
    public LinkSettings receiveQueues(int count) {
        return with(new LinkAttribute.Figure(LinkNumber.NUM_RX_QUEUES, count));
    }

    /** Makes it a port of another link. <i>Equivalent to:</i> {@code master NAME}. */
    public LinkSettings master(int index) {
        return with(new LinkAttribute.Master(index));
    }

    /** <i>Equivalent to:</i> {@code nomaster}. */
    public LinkSettings noMaster() {
        return master(0);
    }

    /** <i>Equivalent to:</i> {@code txqueuelen PACKETS}. */
    public LinkSettings txQueueLength(int packets) {
        return with(new LinkAttribute.QueueLength(packets));
    }

    /** <i>Equivalent to:</i> {@code group NUMBER}. */
    public LinkSettings group(int number) {
        return with(new LinkAttribute.Group(number));
    }

    /** <i>Equivalent to:</i> {@code alias TEXT}. */
    public LinkSettings alias(String text) {
        return with(new LinkAttribute.Alias(text));
    }

    /**
     * Puts it into a network namespace, which the caller keeps open until the message is sent. <i>Equivalent to:</i> {@code netns
     * NAME}.
     */
    public LinkSettings namespace(Fd namespace) {
        return with(new LinkAttribute.NamespaceDescriptor(namespace.number()));
    }

    /** Puts it into a process's network namespace. <i>Equivalent to:</i> {@code netns PID}. */
    public LinkSettings namespaceOf(int pid) {
        return with(new LinkAttribute.NamespaceOfProcess(pid));
    }

    /** Changes an option of a bridge. <i>Equivalent to:</i> {@code type bridge ageing_time 100}. */
    public LinkSettings bridge(LinkKind.Bridge options) {
        return with(new LinkAttribute.Info(options, List.of(), null));
    }

    /** Sets options of a bridge's port. <i>Equivalent to:</i> {@code type bridge_slave hairpin on}. */
    public LinkSettings bridgePort(Map<BridgePortOption, Long> options) {
        Map<BridgePortOption, Long> ordered = new EnumMap<>(BridgePortOption.class);
        ordered.putAll(options);
        var kind = new LinkKind.Other(
                "bridge_slave", Bytes.NONE); // no kind of link, but how ip(8) tells that it means the port
        return with(new LinkAttribute.Info(kind, List.of(), new LinkAttribute.Port(null, ordered, List.of())));
    }

    /** An attribute that has no method here, as {@code linux/if_link.h} has it. */
    public LinkSettings attribute(int type, Bytes value) {
        return with(new LinkAttribute.Unknown(type, value));
    }

    List<LinkAttribute> attributes() {
        return attributes;
    }

    Flags<LinkFlag> flags() {
        return flags;
    }

    Flags<LinkFlag> mask() {
        return mask;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinkSettings settings
                && attributes.equals(settings.attributes)
                && flags.equals(settings.flags)
                && mask.equals(settings.mask);
    }

    @Override
    public int hashCode() {
        return attributes.hashCode();
    }

    @Override
    public String toString() {
        return mask.isEmpty() ? attributes.toString() : attributes + " " + flags + " of " + mask;
    }
}
