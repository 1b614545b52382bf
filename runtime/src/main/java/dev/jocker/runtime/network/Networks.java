package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.nftables.Nftables;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.RouteSocket;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The networks of a host, as they are kept, and as they are there: links, addresses and rules of the calling thread's network namespace.
 * Several processes may change them at a time.
 */
public final class Networks {
    private static final int ID_BYTES = 32;
    private static final int BRIDGE_DIGITS = 12; // with "jk-" as long as a link's name can be
    private static final int LONGEST_LINK = 15;

    private final Path run;
    private final NetworkStore store;
    private final Leases leases;

    /**
     * @param data where records are kept, across restarts of the machine
     * @param run where is kept what ends with it
     * @param claims tells which containers are up
     */
    public Networks(Path data, Path run, Claims claims) {
        this.run = run;
        this.store = new NetworkStore(data);
        this.leases = new Leases(run, store, claims);
    }

    /** Who has which address. */
    public Leases leases() {
        return leases;
    }

    /**
     * The network of that name, or whose id begins so.
     *
     * @throws NetworkException.NotFound if there is none, or several
     */
    public Network find(String nameOrId) throws IOException {
        return store.find(nameOrId);
    }

    /** All that are kept, by their names. */
    public List<Network> list() throws IOException {
        return store.list();
    }

    /**
     * Makes a network and has it up.
     *
     * @throws NetworkException if the name is taken, or addresses lead elsewhere already
     */
    public Network create(NetworkRequest request) throws IOException {
        if (request.name().equals(Network.DEFAULT)) {
            throw new NetworkException.AlreadyExists("network " + request.name() + " is there without being made");
        }
        try (LockFile _ = lock();
                RouteSocket host = RouteSocket.open()) {
            if (store.named(request.name()) != null) {
                throw new NetworkException.AlreadyExists("a network of the name " + request.name() + " is there");
            }
            String id = newId();
            String bridge = request.bridge() == null ? "jk-".concat(id.substring(0, BRIDGE_DIGITS)) : request.bridge();
            checkBridge(host, bridge);
            List<Pool> pools = pools(request, id, host);
            var network = new Network(
                    id,
                    request.name(),
                    Instant.now(),
                    bridge,
                    pools,
                    request.internal(),
                    request.mtu(),
                    request.labels(),
                    request.options());
            store.write(network);
            try {
                setUp(host, network);
            } catch (IOException | RuntimeException e) {
                undo(host, network, e);
                throw e;
            }
            return network;
        }
    }

    private void undo(RouteSocket host, Network network, Exception cause) {
        try {
            Bridges.delete(host, network.bridge());
            Firewall.exclude(network);
            store.delete(network);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void checkBridge(RouteSocket host, String bridge) throws IOException {
        if (bridge.isEmpty() || bridge.length() > LONGEST_LINK) {
            throw new NetworkException.Malformed(
                    "bridge name \"" + bridge + "\": from 1 to " + LONGEST_LINK + " letters");
        }
        boolean taken;
        try {
            taken = host.links().find(bridge).isPresent();
        } catch (IllegalArgumentException e) {
            throw new NetworkException.Malformed("bridge: " + e.getMessage());
        }
        if (taken) {
            throw new NetworkException.AlreadyExists("a link of the name " + bridge + " is there");
        }
    }

    private List<Pool> pools(NetworkRequest request, String id, RouteSocket host) throws IOException {
        Pool pool4 = null;
        Pool pool6 = null;
        List<Cidr> onHost = HostNetworks.list(host, null);
        for (PoolRequest each : request.pools()) {
            Pool pool = each.pool();
            checkFree(pool.subnet(), onHost);
            if ((pool.isV4() ? pool4 : pool6) != null) {
                throw new NetworkException.Malformed("two subnets of " + (pool.isV4() ? "IPv4" : "IPv6")
                        + ": a bridge network has one of each family");
            }
            if (pool.isV4()) {
                pool4 = pool;
            } else {
                pool6 = pool;
            }
        }
        if (pool4 == null) {
            pool4 = Pool.of(Subnets.free4(taken(onHost, null)));
        }
        if (pool6 == null && request.ip6()) {
            pool6 = Pool.of(Subnets.unique6(id));
        }
        return pool6 == null ? List.of(pool4) : List.of(pool4, pool6);
    }

    private void checkFree(Cidr subnet, List<Cidr> onHost) throws IOException {
        for (Network other : store.list()) {
            for (Pool pool : other.pools()) {
                if (pool.subnet().overlaps(subnet)) {
                    throw new NetworkException.Overlaps(
                            "subnet " + subnet + " overlaps " + pool.subnet() + " of network " + other.name());
                }
            }
        }
        Cidr found = Subnets.find(onHost, subnet);
        if (found != null) {
            throw new NetworkException.Overlaps(
                    "subnet " + subnet + " overlaps " + found + ", to which this host has a way");
        }
    }

    private List<Cidr> taken(List<Cidr> onHost, Network except) throws IOException {
        List<Cidr> taken = new ArrayList<>(onHost);
        for (Network other : store.list()) {
            if (except == null || !other.id().equals(except.id())) {
                for (Pool pool : other.pools()) {
                    taken.add(pool.subnet());
                }
            }
        }
        return taken;
    }

    /**
     * The network that is there without being made. Its subnet is chosen when it is first asked for, and again when its link is gone and the
     * host has come to use it.
     */
    public Network ensureDefault() throws IOException {
        Network kept = store.named(Network.DEFAULT);
        try (RouteSocket host = RouteSocket.open()) {
            if (kept != null && host.links().find(kept.bridge()).isPresent()) {
                return kept;
            }
            try (LockFile _ = lock()) {
                kept = store.named(Network.DEFAULT);
                return kept == null ? makeDefault(host) : moveDefault(host, kept);
            }
        }
    }

    private Network makeDefault(RouteSocket host) throws IOException {
        String id = newId();
        List<Pool> pools = new ArrayList<>();
        pools.add(Pool.of(Subnets.free4(taken(HostNetworks.list(host, null), null))));
        if (Sysctl.hasIp6()) {
            pools.add(Pool.of(Subnets.unique6(id))); // without it ::1 would lead to no published port
        }
        var network = new Network(
                id,
                Network.DEFAULT,
                Instant.now(),
                freeLink(host),
                pools,
                false,
                0,
                java.util.Map.of(),
                java.util.Map.of());
        store.write(network);
        return network;
    }

    /** {@code jocker0}, or, where another data directory's network has that, the next. */
    private static String freeLink(RouteSocket host) throws IOException {
        for (int number = 0; ; number++) {
            String link = Network.DEFAULT_LINK + number;
            if (host.links().find(link).isEmpty()) {
                return link;
            }
        }
    }

    private Network moveDefault(RouteSocket host, Network kept) throws IOException {
        Link own = host.links().find(kept.bridge()).orElse(null);
        List<Cidr> taken = taken(HostNetworks.list(host, own), kept);
        if (own != null
                || Subnets.find(taken, kept.pool4().subnet()) == null
                || !leases.of(kept).isEmpty()) {
            return kept;
        }
        List<Pool> pools = new ArrayList<>(kept.pools());
        pools.set(0, Pool.of(Subnets.free4(taken)));
        Network moved = kept.withPools(pools);
        store.write(moved);
        return moved;
    }

    /**
     * Has the network's link, addresses and rules there, and packets passed on. Who is to be on it has taken a lease before.
     *
     * @throws NetworkException.Overlaps if its addresses have come to lead elsewhere since it was last up
     */
    public void up(Network network) throws IOException {
        try (RouteSocket host = RouteSocket.open()) {
            if (isUp(host, network)) {
                return;
            }
            try (LockFile _ = lock()) {
                setUp(host, network);
            }
        }
    }

    private static boolean isUp(RouteSocket host, Network network) throws IOException {
        if (Bridges.findUp(host, network) == null || !Sysctl.isForwarding(network)) {
            return false;
        }
        try (Nftables nftables = Nftables.open()) {
            return Firewall.includes(nftables, network);
        }
    }

    private static void setUp(RouteSocket host, Network network) throws IOException {
        Link own = host.links().find(network.bridge()).orElse(null);
        for (Pool pool : own == null ? network.pools() : List.<Pool>of()) {
            Cidr found = Subnets.find(HostNetworks.list(host, null), pool.subnet());
            if (found != null) {
                throw new NetworkException.Overlaps("network " + network.name() + ": its subnet " + pool.subnet()
                        + " overlaps " + found + ", to which this host has a way now");
            }
        }
        Firewall.include(host, network); // before packets are passed on
        Bridges.setUp(host, network);
        Sysctl.forward(network);
    }

    /**
     * Takes link, addresses and rules away, and the table with those of the last network. The record stays.
     *
     * @throws NetworkException.InUse if containers are on it
     */
    public void takeDown(Network network) throws IOException {
        try (LockFile _ = lock();
                LockFile _ = leases.lock(network)) {
            takeDownLocked(network);
        }
    }

    private void takeDownLocked(Network network) throws IOException {
        List<Lease> there = leases.of(network);
        if (!there.isEmpty()) {
            String first = there.getFirst().containerId();
            boolean alone =
                    there.stream().allMatch(each -> each.containerId().equals(first)); // one may have two addresses
            throw new NetworkException.InUse(
                    "network " + network.name() + " is in use by container " + first + (alone ? "" : " and others"));
        }
        try (RouteSocket host = RouteSocket.open()) {
            Bridges.delete(host, network.bridge());
        }
        Firewall.exclude(network);
    }

    /**
     * Takes a network down and forgets it.
     *
     * @throws NetworkException.InUse if containers are on it, or if it is the default one
     */
    public void remove(Network network) throws IOException {
        if (network.isBuiltIn()) {
            throw new NetworkException.InUse("network " + network.name() + " is always there and cannot be removed");
        }
        try (LockFile _ = lock();
                LockFile _ = leases.lock(network)) {
            takeDownLocked(network);
            leases.forget(network);
            store.delete(network);
        }
    }

    private LockFile lock() throws IOException {
        Path locks = run.resolve("locks");
        Files.createDirectories(locks);
        return LockFile.take(locks.resolve("networks"));
    }

    private static String newId() throws IOException {
        try (var random = new FileInputStream("/dev/urandom")) {
            return HexFormat.of().formatHex(random.readNBytes(ID_BYTES));
        }
    }
}
