package dev.jocker.runtime.container;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.launch.Connection;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.launch.NetworkNote;
import dev.jocker.runtime.launch.UpClaims;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.network.Endpoint;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.Network;
import dev.jocker.runtime.network.NetworkException;
import dev.jocker.runtime.network.NetworkRequest;
import dev.jocker.runtime.network.Networks;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.route.RouteSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The networks of a host, and which containers are on them. Links, addresses and rules are made in the network namespace of this process.
 *
 * <p>Methods throw {@link NetworkException} with one line where something cannot be as it is asked; nothing is changed then.
 */
public final class ContainerNetworks {
    private final Directories directories;
    private final Host host;
    private final Networks networks;
    private final EventJournal journal;

    ContainerNetworks(Directories directories, Host host) {
        this.directories = directories;
        this.host = host;
        this.networks = new Networks(directories.data(), directories.run(), new UpClaims(directories));
        this.journal = new EventJournal(directories);
    }

    /** Makes a network. */
    public Network create(NetworkRequest request) throws IOException {
        Network made = networks.create(request);
        journal.append(Kind.NETWORK_CREATE, made, null);
        return made;
    }

    /** The network of that name, or whose id begins so; {@code bridge}, {@code host} and {@code none} are always there. */
    public Network find(String nameOrId) throws IOException {
        for (Network each : Network.withoutLink()) {
            if (nameOrId.equals(each.name()) || nameOrId.equals(each.id())) {
                return each;
            }
        }
        return Connection.network(networks, nameOrId);
    }

    /** All, by their names; {@code bridge}, {@code host} and {@code none} are always among them. */
    public List<Network> list() throws IOException {
        networks.ensureDefault();
        List<Network> all = new ArrayList<>(networks.list());
        all.addAll(Network.withoutLink());
        all.sort(Comparator.comparing(Network::name));
        return all;
    }

    /** Removes a network on which nobody is. */
    public void remove(Network network) throws IOException {
        networks.remove(network);
        journal.append(Kind.NETWORK_DESTROY, network, null);
    }

    /** Removes those that are meant and that no container wants, whether it is up or not; their names. {@code bridge} stays. */
    public List<String> prune(PruneRequest request) throws IOException {
        Set<String> wanted = wanted();
        List<String> removed = new ArrayList<>();
        for (Network network : networks.list()) {
            if (!network.isDefault()
                    && !wanted.contains(network.name())
                    && request.means(network.created(), network.labels())) {
                try {
                    remove(network);
                    removed.add(network.name());
                } catch (NetworkException.InUse e) {
                    // somebody has come to it meanwhile
                }
            }
        }
        return removed;
    }

    private Set<String> wanted() throws IOException {
        Set<String> wanted = new HashSet<>();
        for (String id : new ContainerIndex(directories).newestFirst()) {
            try {
                for (EndpointRequest request : DockerNetworks.requests(new Kept(directories, host, id).record())) {
                    addTo(wanted, request.network());
                }
            } catch (ContainerException.NotFound e) {
                // it has been removed
            }
        }
        return wanted;
    }

    private void addTo(Set<String> wanted, String network) throws IOException {
        try {
            wanted.add(networks.find(network).name());
        } catch (NetworkException.NotFound e) {
            // that one is gone, and its container will be told when it starts
        }
    }

    /** As {@code docker network inspect} shows it, with the containers on it that are up. */
    public String inspectJson(Network network) throws IOException {
        var containers = new JsonObject();
        for (String id : new ContainerIndex(directories).newestFirst()) {
            var kept = new Kept(directories, host, id);
            NetworkNote note = new UpClaims(directories).isUp(id) ? NetworkNote.readable(kept.path()) : null;
            Endpoint endpoint = note == null ? null : note.on(network.id());
            if (endpoint != null) {
                containers.put(id, container(kept.record(), endpoint));
            }
        }
        return network.toJson().put("Containers", containers).indented();
    }

    private static JsonObject container(ContainerRecord record, Endpoint endpoint) {
        return new JsonObject()
                .put("Name", record.name())
                .put("EndpointID", endpoint.hostLink())
                .put("MacAddress", endpoint.mac().toString())
                .put("IPv4Address", text(endpoint.ip4()))
                .put("IPv6Address", text(endpoint.ip6()));
    }

    private static String text(Cidr address) {
        return address == null ? "" : address.toString();
    }

    /** Takes the default network's link and rules away, if it is there and nobody is on it. */
    void takeDownDefault() throws IOException {
        try (RouteSocket host = RouteSocket.open()) {
            Network usual = networks.find(Network.DEFAULT);
            if (host.links().find(usual.bridge()).isPresent()) {
                networks.takeDown(usual);
            }
        } catch (NetworkException.NotFound | NetworkException.InUse e) {
            // then there is nothing to take down
        }
    }
}
