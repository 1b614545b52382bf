package dev.jocker.runtime.network;

import static dev.jocker.runtime.nftables.DataType.IFNAME;
import static dev.jocker.runtime.nftables.DataType.INET_PROTO;
import static dev.jocker.runtime.nftables.DataType.INET_SERVICE;
import static dev.jocker.runtime.nftables.DataType.IPV4_ADDR;
import static dev.jocker.runtime.nftables.DataType.IPV6_ADDR;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.nftables.Batch;
import dev.jocker.runtime.nftables.Chain;
import dev.jocker.runtime.nftables.DataType;
import dev.jocker.runtime.nftables.Expression;
import dev.jocker.runtime.nftables.Hook;
import dev.jocker.runtime.nftables.Match;
import dev.jocker.runtime.nftables.NatFlag;
import dev.jocker.runtime.nftables.NftFamily;
import dev.jocker.runtime.nftables.Rule;
import dev.jocker.runtime.nftables.Set;
import dev.jocker.runtime.nftables.Table;
import dev.jocker.runtime.nftables.Verdict;
import dev.jocker.runtime.syscall.Flags;
import java.util.ArrayList;
import java.util.List;

/**
 * The table {@code inet jocker}: its rules never change, what changes is in sets and maps.
 *
 * <pre>
 *   from elsewhere                                  from this host
 *        │                                               │
 *       raw: bridges do not speak for 127.0.0.0/8      output:     published ports ─► containers
 *        │                                               │
 *   prerouting:    published ports ─► containers         │
 *        │                                               │
 *    forward: what may pass                              │
 *        └──────────────────► postrouting ◄──────────────┘
 *                   masquerade: what leaves, and what would be answered past us
 * </pre>
 */
final class FirewallPlan {
    static final Table TABLE = new Table(NftFamily.NFPROTO_INET, "jocker");

    /** From protocol and port of this host, at any address of it, to a container's address and port. */
    static final Set PORTS4 = ports("ports4", IPV4_ADDR, false);

    static final Set PORTS6 = ports("ports6", IPV6_ADDR, false);

    /** From protocol, address and port of this host. */
    static final Set PORTS4_AT = ports("ports4_at", IPV4_ADDR, true);

    static final Set PORTS6_AT = ports("ports6_at", IPV6_ADDR, true);

    /** The subnets of networks that have a way out. */
    static final Set SUBNETS4 = Set.of(TABLE, "subnets4", IPV4_ADDR).intervals();

    static final Set SUBNETS6 = Set.of(TABLE, "subnets6", IPV6_ADDR).intervals();

    /** Each subnet of a network that has a way out, twice: from it, and back into it. */
    static final Set OWN4 = Set.of(TABLE, "own4", IPV4_ADDR, IPV4_ADDR).intervals();

    static final Set OWN6 = Set.of(TABLE, "own6", IPV6_ADDR, IPV6_ADDR).intervals();

    /** The links of all networks. */
    static final Set BRIDGES = Set.of(TABLE, "bridges", IFNAME);

    /** The links of those that have no way out. */
    static final Set INTERNAL = Set.of(TABLE, "internal", IFNAME);

    /** Each network's link twice: from it, and back to it. */
    static final Set SAME = Set.of(TABLE, "same", IFNAME, IFNAME);

    static final List<Set> PORT_MAPS = List.of(PORTS4_AT, PORTS4, PORTS6_AT, PORTS6);
    static final List<Set> NETWORK_SETS = List.of(SUBNETS4, SUBNETS6, OWN4, OWN6, BRIDGES, INTERNAL, SAME);

    private static final int RAW = -300;
    private static final int DSTNAT = -100;
    private static final int FILTER = 0;
    private static final int SRCNAT = 100;

    private static final Cidr LOOPBACK4 = Cidr.parse("127.0.0.0/8");
    private static final Cidr LOOPBACK6 = Cidr.parse("::1");

    private FirewallPlan() {}

    private static Set ports(String name, DataType address, boolean at) {
        List<DataType> key = at ? List.of(INET_PROTO, address, INET_SERVICE) : List.of(INET_PROTO, INET_SERVICE);
        return Set.map(TABLE, name, key, List.of(address, INET_SERVICE));
    }

    /** Table, sets, chains and rules, those of another release replaced; what is in the sets stays. */
    static void addBase(Batch batch) {
        batch.add(TABLE);
        for (Set map : PORT_MAPS) {
            batch.add(map);
        }
        for (Set set : NETWORK_SETS) {
            batch.add(set);
        }
        for (Chain chain : chains()) {
            batch.add(chain);
        }
        batch.flush(TABLE);
        for (Rule rule : rules()) {
            batch.add(rule);
        }
    }

    static List<Chain> chains() {
        return List.of(
                filter("raw", Hook.NF_INET_PRE_ROUTING, RAW),
                nat("prerouting", Hook.NF_INET_PRE_ROUTING, DSTNAT),
                nat("output", Hook.NF_INET_LOCAL_OUT, DSTNAT),
                nat("postrouting", Hook.NF_INET_POST_ROUTING, SRCNAT),
                filter("forward", Hook.NF_INET_FORWARD, FILTER));
    }

    private static Chain filter(String name, Hook hook, int priority) {
        return Chain.base(TABLE, name, Chain.Kind.FILTER, hook, priority, Verdict.ACCEPT);
    }

    private static Chain nat(String name, Hook hook, int priority) {
        return Chain.base(TABLE, name, Chain.Kind.NAT, hook, priority, Verdict.ACCEPT);
    }

    static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        addRaw(rules);
        // The kernel refuses these later, unless the link has route_localnet: then 127.0.0.1's ports would be
        // everybody's.
        rules.add(rule("prerouting")
                .with(Match.inputNot("lo"))
                .with(Match.destination(LOOPBACK4))
                .decide(Verdict.RETURN));
        addPublished(rules, "prerouting");
        addPublished(rules, "output");
        addPostrouting(rules);
        addForward(rules);
        return rules;
    }

    private static Rule rule(String chain) {
        return Rule.of(new Chain(TABLE, chain));
    }

    /** Our bridges have route_localnet, with which the kernel no longer refuses what pretends to be of, or for, 127.0.0.1: CVE-2020-8558. */
    private static void addRaw(List<Rule> rules) {
        Rule fromBridge = rule("raw").with(Match.inputIn(BRIDGES.name()));
        rules.add(fromBridge.with(Match.source(LOOPBACK4)).decide(Verdict.DROP));
        rules.add(fromBridge.with(Match.destination(LOOPBACK4)).decide(Verdict.DROP));
    }

    private static void addPublished(List<Rule> rules, String chain) {
        rules.add(rule(chain).with(Match.notForThisHost()).decide(Verdict.RETURN));
        rules.add(rule(chain).with(Match.translateAddressAndPort(true, PORTS4_AT.name())));
        rules.add(rule(chain).with(Match.translatePort(true, PORTS4.name())));
        rules.add(rule(chain).with(Match.translateAddressAndPort(false, PORTS6_AT.name())));
        rules.add(rule(chain).with(Match.translatePort(false, PORTS6.name())));
    }

    private static void addPostrouting(List<Rule> rules) {
        var masquerade = new Expression.Masquerade(Flags.none(NatFlag.class));
        // Back to where it came from: the answer would go straight there, from an address that was not asked. Not by
        // the links' names:
        // where bridges call iptables (net.bridge.bridge-nf-call-iptables), the first is not known here.
        rules.add(rule("postrouting")
                .with(Match.sourceAndDestinationIn(true, OWN4.name()))
                .with(Match.destinationTranslated())
                .with(masquerade));
        rules.add(rule("postrouting")
                .with(Match.sourceAndDestinationIn(false, OWN6.name()))
                .with(Match.destinationTranslated())
                .with(masquerade));
        rules.add(rule("postrouting")
                .with(Match.source(LOOPBACK4))
                .with(Match.outputIn(BRIDGES.name()))
                .with(masquerade));
        rules.add(rule("postrouting")
                .with(Match.source(LOOPBACK6))
                .with(Match.outputIn(BRIDGES.name()))
                .with(masquerade));
        rules.add(rule("postrouting")
                .with(Match.sourceIn(SUBNETS4.name()))
                .with(Match.destinationNotIn(SUBNETS4.name()))
                .with(masquerade));
        rules.add(rule("postrouting")
                .with(Match.sourceIn6(SUBNETS6.name()))
                .with(Match.destinationNotIn6(SUBNETS6.name()))
                .with(masquerade));
    }

    private static void addForward(List<Rule> rules) {
        rules.add(rule("forward").with(Match.established()).decide(Verdict.ACCEPT));
        rules.add(rule("forward").with(Match.throughIn(SAME.name())).decide(Verdict.ACCEPT));
        rules.add(rule("forward").with(Match.inputIn(INTERNAL.name())).decide(Verdict.DROP));
        rules.add(rule("forward").with(Match.outputIn(INTERNAL.name())).decide(Verdict.DROP));
        rules.add(rule("forward").with(Match.destinationTranslated()).decide(Verdict.ACCEPT));
        rules.add(rule("forward").with(Match.outputIn(BRIDGES.name())).decide(Verdict.DROP));
    }

    /** What the sets have of a network. */
    static ElementsBySet ofNetwork(Network network) {
        var elements = new ElementsBySet();
        for (Pool pool : network.internal() ? List.<Pool>of() : network.pools()) {
            elements.addSubnet(pool.isV4() ? SUBNETS4 : SUBNETS6, pool.subnet(), network.bridge());
            elements.addOwn(pool.isV4() ? OWN4 : OWN6, pool.subnet(), network.bridge());
        }
        elements.addLink(BRIDGES, network.bridge());
        if (network.internal()) {
            elements.addLink(INTERNAL, network.bridge());
        }
        elements.addLink(SAME, network.bridge());
        return elements;
    }

    /**
     * What the maps have of a container. Each family leads to the first network that the outside has a way to; a family for which there is none
     * is left out.
     */
    static ElementsBySet ofPorts(String containerId, List<Endpoint> endpoints, List<PublishedPort> ports) {
        var elements = new ElementsBySet();
        IpAddress target4 = target(endpoints, true);
        IpAddress target6 = target(endpoints, false);
        for (PublishedPort port : ports) {
            if (target4 != null && port.isOf(true)) {
                elements.addPort(port.isAnywhere() ? PORTS4 : PORTS4_AT, port, target4, containerId);
            }
            if (target6 != null && port.isOf(false)) {
                elements.addPort(port.isAnywhere() ? PORTS6 : PORTS6_AT, port, target6, containerId);
            }
        }
        return elements;
    }

    private static IpAddress target(List<Endpoint> endpoints, boolean v4) {
        for (Endpoint endpoint : endpoints) {
            IpAddress address = endpoint.reachableAt(v4);
            if (address != null) {
                return address;
            }
        }
        return null;
    }
}
