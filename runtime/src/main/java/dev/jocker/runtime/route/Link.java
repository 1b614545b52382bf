package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;
import java.util.Map;

/**
 * A link as the kernel describes it, {@code ip-link(8)}. The static methods begin new ones.
 *
 * @param index its number in its namespace
 * @param name its name there
 * @param kind what made it; null for one that nobody made, such as {@code lo}
 * @param flags IFF_*
 * @param type the hardware's, ARPHRD_*
 * @param mtu in bytes
 * @param minMtu the least that can be set
 * @param maxMtu the most that can be set; 0: no limit
 * @param address null if it has none
 * @param broadcast null if it has none
 * @param parent the link under it, or the other end of a veth; 0: none
 * @param parentNamespace the id, in this namespace, of the one in which {@code parent} is; -1: this one
 * @param master of which it is a port; 0: none
 * @param portOptions what it is as a port of a bridge; empty if it is none
 * @param state whether it can carry something
 * @param queueingDiscipline {@code noqueue}, …
 * @param txQueueLength in packets
 * @param group 0: the default group
 * @param promiscuity how many want it promiscuous
 * @param alias a text of an administrator's; null if there is none
 * @param alternativeNames other names that it goes by
 * @param statistics null if they were not asked for
 * @param details what few ask
 */
public record Link(
        int index,
        String name,
        LinkKind kind,
        Flags<LinkFlag> flags,
        int type,
        long mtu,
        long minMtu,
        long maxMtu,
        MacAddress address,
        MacAddress broadcast,
        int parent,
        int parentNamespace,
        int master,
        Map<BridgePortOption, Long> portOptions,
        LinkState state,
        String queueingDiscipline,
        long txQueueLength,
        long group,
        long promiscuity,
        String alias,
        List<String> alternativeNames,
        LinkStatistics statistics,
        LinkDetails details) {

    /** A new link of any kind. <i>Equivalent to:</i> {@code ip link add NAME type …}. */
    public static NewLink of(String name, LinkKind kind) {
        return new NewLink(name, kind, 0, 0, LinkSettings.NONE);
    }

    /** <i>Equivalent to:</i> {@code ip link add NAME type bridge}. */
    public static NewLink bridge(String name) {
        return of(name, new LinkKind.Bridge());
    }

    /** <i>Equivalent to:</i> {@code ip link add NAME type dummy}. */
    public static NewLink dummy(String name) {
        return of(name, new LinkKind.Dummy());
    }

    /** The one end of a pair, which its {@link VethEnd#peer} makes complete. */
    public static VethEnd veth(String name) {
        return new VethEnd(name);
    }

    /** <i>Equivalent to:</i> {@code ip link add link PARENT name NAME type vlan id ID}. */
    public static NewLink vlan(String name, int parent, int id) {
        return of(name, new LinkKind.Vlan(id)).parent(parent);
    }

    /** <i>Equivalent to:</i> {@code ip link add link PARENT name NAME type macvlan mode MODE}. */
    public static NewLink macvlan(String name, int parent, MacvlanMode mode) {
        return of(name, new LinkKind.Macvlan(mode)).parent(parent);
    }

    /** <i>Equivalent to:</i> {@code ip link add link PARENT name NAME type ipvlan mode MODE}. */
    public static NewLink ipvlan(String name, int parent, IpvlanMode mode) {
        return of(name, new LinkKind.Ipvlan(mode, Flags.none(IpvlanFlag.class))).parent(parent);
    }

    /** <i>Equivalent to:</i> {@code ip link add NAME type vxlan id ID dstport 4789}. */
    public static NewLink vxlan(String name, int id) {
        return of(name, new LinkKind.Vxlan(id));
    }

    /** Whether it was set up; {@link #state} says whether it works. */
    public boolean isUp() {
        return flags.has(LinkFlag.IFF_UP);
    }

    /** The one end of a veth pair that is to be made. */
    public record VethEnd(String name) {
        /** With the other end in the same namespace. <i>Equivalent to:</i> {@code ip link add NAME type veth peer name PEER}. */
        public NewLink peer(String peer) {
            return peer(peer, LinkSettings.NONE);
        }

        /**
         * With the other end set as told, in another namespace if told. It cannot be up from the start (ENOTCONN): the kernel makes it first,
         * and then it has no peer.
         *
         * <p><i>Equivalent to:</i> {@code ip link add NAME type veth peer name PEER netns NAMESPACE mtu 1400}
         */
        public NewLink peer(String peer, LinkSettings settings) {
            return of(name, new LinkKind.Veth(LinkName.check(peer), settings));
        }
    }
}
