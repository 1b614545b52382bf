package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.record.LockFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who has which address: symbolic links {@code RUN/networks/NETWORK/ADDRESS}, to containers' ids.
 *
 * <p>A link counts as long as its container is up ({@link Claims}), so nothing has to be undone after a crash. The search goes on behind the
 * address that was given last: one that was freed is not given again soon, while others remember who had it.
 */
public final class Leases {
    /** Links of those who ended without a word are deleted when an address is given whose last byte is a multiple of this. */
    private static final int SWEEP_EACH = 64;

    private static final String LAST_V4 = "last4";
    private static final String LAST_V6 = "last6";

    private final Path run;
    private final NetworkStore store;
    private final Claims claims;

    Leases(Path run, NetworkStore store, Claims claims) {
        this.run = run;
        this.store = store;
        this.claims = claims;
    }

    /**
     * Takes addresses for a container, which has to count as up already: an address that it had is its own to take again.
     *
     * @param index which of the container's networks it is, from 0
     * @throws NetworkException if the network is gone, or has not what is asked for
     */
    public Endpoint take(Network network, String containerId, EndpointRequest request, int index) throws IOException {
        Path place = place(network);
        Files.createDirectories(place);
        try (LockFile _ = lock(network)) {
            Network kept = store.named(network.name());
            if (kept == null || !kept.id().equals(network.id())) {
                throw new NetworkException.NotFound("network " + network.name() + " not found");
            }
            IpAddress ip4 = choose(network, network.pool4(), containerId, request.ip4(), "IPv4");
            IpAddress ip6 = choose(network, network.pool6(), containerId, request.ip6(), "IPv6");
            List<Cidr> addresses = new ArrayList<>();
            if (ip4 != null) {
                link(place, ip4, containerId, request.ip4() == null ? LAST_V4 : null);
                addresses.add(network.pool4().onLink(ip4));
            }
            if (ip6 != null) {
                link(place, ip6, containerId, request.ip6() == null ? LAST_V6 : null);
                addresses.add(network.pool6().onLink(ip6));
            }
            return endpoint(network, request, index, addresses);
        }
    }

    private static Endpoint endpoint(Network network, EndpointRequest request, int index, List<Cidr> addresses) {
        List<IpAddress> gateways = new ArrayList<>();
        for (Pool pool : network.internal() ? List.<Pool>of() : network.pools()) {
            gateways.add(pool.gateway());
        }
        return new Endpoint(
                network.id(),
                network.name(),
                network.bridge(),
                hostLink(network.id(), addresses.getFirst()),
                request.linkName() == null ? "eth".concat(Integer.toString(index)) : request.linkName(),
                request.mac() == null ? Bridges.macOf(addresses.getFirst().address()) : request.mac(),
                addresses,
                gateways,
                network.mtu(),
                request.aliases());
    }

    /**
     * The name that a link to this address has on this network, and no other: 52 bits of what both make (FNV-1a). Who gets the address after
     * another finds the other's link by it, should that still be there.
     */
    static String hostLink(String networkId, Cidr address) {
        long hash = 0xcbf29ce484222325L;
        String both = networkId.concat(address.address().toString());
        for (int i = 0; i < both.length(); i++) {
            hash = (hash ^ both.charAt(i)) * 0x100000001b3L;
        }
        String digits = Long.toHexString(hash >>> 12 | 1L << 52);
        return "jk".concat(digits.substring(digits.length() - 13));
    }

    /** Null where the network has no such addresses, and none is asked for. */
    private IpAddress choose(Network network, Pool pool, String containerId, IpAddress wanted, String family)
            throws IOException {
        if (pool == null) {
            if (wanted != null) {
                throw new NetworkException.NoAddress(
                        "network " + network.name() + " has no " + family + ": " + wanted + " cannot be on it");
            }
            return null;
        }
        return wanted == null ? next(network, pool, containerId) : asked(network, pool, containerId, wanted);
    }

    private IpAddress asked(Network network, Pool pool, String containerId, IpAddress wanted) throws IOException {
        if (!pool.isFor(wanted)) {
            String why = wanted.equals(pool.gateway()) ? " is the gateway of " : " is no address of a container in ";
            throw new NetworkException.NoAddress(wanted + why + pool.subnet() + ", network " + network.name());
        }
        String owner = owner(place(network), wanted);
        if (owner != null && !owner.equals(containerId) && claims.isUp(owner)) {
            throw new NetworkException.InUse("address " + wanted + " is in use by container " + shortId(owner));
        }
        return wanted;
    }

    private IpAddress next(Network network, Pool pool, String containerId) throws IOException {
        Path place = place(network);
        Cidr range = pool.range() == null ? pool.subnet() : pool.range();
        IpAddress last = last(place, pool.isV4());
        IpAddress start = last != null && range.contains(last) ? after(last, range) : range.first();
        IpAddress address = start;
        do {
            if (pool.isFor(address)) {
                String owner = owner(place, address);
                if (owner == null || owner.equals(containerId) || !claims.isUp(owner)) {
                    return address;
                }
            }
            address = after(address, range);
        } while (!address.equals(start));
        throw new NetworkException.NoAddress(
                "network " + network.name() + ": all addresses of " + range + " are in use");
    }

    private static IpAddress after(IpAddress address, Cidr range) {
        return address.equals(range.last()) ? range.first() : address.plus(1);
    }

    private static IpAddress last(Path place, boolean v4) throws IOException {
        String text = read(place.resolve(v4 ? LAST_V4 : LAST_V6));
        return text == null ? null : IpAddress.parse(text);
    }

    private void link(Path place, IpAddress address, String containerId, String last) throws IOException {
        byte[] bytes = address.bytes();
        if (last != null && bytes[bytes.length - 1] % SWEEP_EACH == 0) {
            sweep(place);
        }
        replace(place.resolve(address.toString()), containerId);
        if (last != null) {
            replace(place.resolve(last), address.toString());
        }
    }

    private static void replace(Path link, String target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }

    private static String owner(Path place, IpAddress address) throws IOException {
        return read(place.resolve(address.toString()));
    }

    private static String read(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Gives a container's addresses back. Those that are another's by now stay his. */
    public void release(Endpoint endpoint, String containerId) throws IOException {
        Path place = place(endpoint.networkId());
        if (!Files.exists(place)) {
            return;
        }
        try (LockFile _ = lock(endpoint.networkId())) {
            for (Cidr address : endpoint.addresses()) {
                if (containerId.equals(owner(place, address.address()))) {
                    Files.deleteIfExists(place.resolve(address.address().toString()));
                }
            }
        }
    }

    /** The addresses that containers have that are up. */
    public List<Lease> of(Network network) throws IOException {
        List<Lease> leases = new ArrayList<>();
        for (Lease lease : all(place(network))) {
            if (claims.isUp(lease.containerId())) {
                leases.add(lease);
            }
        }
        leases.sort((one, other) -> one.address().compareTo(other.address()));
        return leases;
    }

    private static List<Lease> all(Path place) throws IOException {
        List<Lease> leases = new ArrayList<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(place)) {
            for (Path link : links) {
                String name = link.getFileName().toString();
                String owner = name.startsWith("last") ? null : read(link);
                if (owner != null) {
                    leases.add(new Lease(IpAddress.parse(name), owner));
                }
            }
        } catch (NoSuchFileException e) {
            // nobody was on it yet
        }
        return leases;
    }

    private void sweep(Path place) throws IOException {
        for (Lease lease : all(place)) {
            if (!claims.isUp(lease.containerId())) {
                Files.deleteIfExists(place.resolve(lease.address().toString()));
            }
        }
    }

    /** Deletes what is kept of a network that is no more. Its lock is the caller's. */
    void forget(Network network) throws IOException {
        Path place = place(network);
        for (Lease lease : all(place)) {
            Files.deleteIfExists(place.resolve(lease.address().toString()));
        }
        Files.deleteIfExists(place.resolve(LAST_V4));
        Files.deleteIfExists(place.resolve(LAST_V6));
        Files.deleteIfExists(place);
    }

    LockFile lock(Network network) throws IOException {
        return lock(network.id());
    }

    private LockFile lock(String networkId) throws IOException {
        Path locks = run.resolve("locks");
        Files.createDirectories(locks);
        return LockFile.take(locks.resolve("network-".concat(networkId)));
    }

    private Path place(Network network) {
        return place(network.id());
    }

    private Path place(String networkId) {
        return run.resolve("networks").resolve(networkId);
    }

    private static String shortId(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }
}
