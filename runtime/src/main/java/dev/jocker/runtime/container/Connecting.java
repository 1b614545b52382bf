package dev.jocker.runtime.container;

import dev.jocker.runtime.launch.Connection;
import dev.jocker.runtime.launch.HostsFiles;
import dev.jocker.runtime.launch.NetworkNote;
import dev.jocker.runtime.launch.UpClaims;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.network.Attachments;
import dev.jocker.runtime.network.Endpoint;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.Firewall;
import dev.jocker.runtime.network.Leases;
import dev.jocker.runtime.network.Network;
import dev.jocker.runtime.network.NetworkException;
import dev.jocker.runtime.network.Networks;
import dev.jocker.runtime.network.PublishedPort;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts containers on networks and takes them off, at once if they are up. What is changed stays: the record has it for the next start, and
 * the namespace for what its monitor starts again.
 */
final class Connecting {
    private final Kept container;
    private final Directories directories;
    private final Networks networks;
    private final Leases leases;
    private final EventJournal journal;

    Connecting(Kept container) {
        this.container = container;
        this.directories = container.directories();
        this.networks = new Networks(directories.data(), directories.run(), new UpClaims(directories));
        this.leases = networks.leases();
        this.journal = new EventJournal(directories);
    }

    void connect(EndpointRequest request) throws IOException {
        try (LockFile _ = container.lock()) {
            ContainerRecord record = container.record();
            requireOwnNamespace(record);
            if (Network.isWithoutLink(request.network())) {
                throw new ContainerException.WrongState("network "
                        .concat(request.network())
                        .concat(" is only for who is made with it: run --network ")
                        .concat(request.network()));
            }
            Network network = Connection.network(networks, request.network());
            List<EndpointRequest> requests = new ArrayList<>(DockerNetworks.requests(record));
            if (place(requests, network) >= 0) {
                throw new ContainerException.AlreadyExists(
                        "container " + record.name() + " is on network " + network.name() + " already");
            }
            requests.add(request.on(network.name()));
            ContainerState state = container.state(record);
            requireSettled(record, state);
            if (state.status().isUp()) {
                attach(record, state, network, request);
            }
            write(record, requests);
            journal.append(Kind.NETWORK_CONNECT, network, record.id());
        }
    }

    void disconnect(String word) throws IOException {
        try (LockFile _ = container.lock()) {
            ContainerRecord record = container.record();
            requireOwnNamespace(record);
            Network network = found(word);
            List<EndpointRequest> requests = new ArrayList<>(DockerNetworks.requests(record));
            int place = network == null ? named(requests, word) : place(requests, network);
            if (place < 0) {
                throw new ContainerException.WrongState("container " + record.name() + " is not on network "
                        + (network == null ? word : network.name()));
            }
            requests.remove(place);
            ContainerState state = container.state(record);
            requireSettled(record, state);
            if (state.status().isUp() && network != null) {
                detach(record, state, network);
            }
            write(record, requests);
            if (network != null) {
                journal.append(Kind.NETWORK_DISCONNECT, network, record.id());
            }
        }
    }

    /** Tells the others of a new name. The caller has the command lock. */
    void rename(String old, String name) throws IOException {
        NetworkNote note = NetworkNote.readable(container.path());
        if (note != null) {
            List<String> names = new ArrayList<>(note.names());
            names.set(names.indexOf(old), name);
            note.named(names).write(container.path());
            new HostsFiles(directories).refresh(note.networkIds());
        }
    }

    /** Null: it has been removed meanwhile. */
    private Network found(String word) throws IOException {
        try {
            return networks.find(word);
        } catch (NetworkException.NotFound e) {
            return null;
        }
    }

    private static int named(List<EndpointRequest> requests, String word) {
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i).network().equals(word)) {
                return i;
            }
        }
        return -1;
    }

    /** Which of them is for that network; it may have been named by its id. */
    private static int place(List<EndpointRequest> requests, Network network) {
        int byName = named(requests, network.name());
        for (int i = 0; byName < 0 && i < requests.size(); i++) {
            if (network.id().startsWith(requests.get(i).network())) {
                return i;
            }
        }
        return byName;
    }

    private static void requireOwnNamespace(ContainerRecord record) {
        String mode = record.hostConfig().text("NetworkMode");
        if (mode.equals("none") || mode.equals("host") || mode.startsWith("container:") || mode.startsWith("ns:")) {
            throw new ContainerException.WrongState("container "
                    .concat(record.name())
                    .concat(" was made with --network ")
                    .concat(mode)
                    .concat(", which does not go with networks"));
        }
    }

    private static void requireSettled(ContainerRecord record, ContainerState state) {
        if (state.status() == ContainerStatus.RESTARTING) {
            throw new ContainerException.WrongState("container "
                    .concat(record.name())
                    .concat(" is just waiting to be started again: stop it, or try again"));
        }
    }

    private void write(ContainerRecord record, List<EndpointRequest> requests) throws IOException {
        DockerNetworks.putRequests(requests, record.own());
        record.write(container.path());
    }

    private void attach(ContainerRecord record, ContainerState state, Network network, EndpointRequest request)
            throws IOException {
        NetworkNote note = note(record);
        Endpoint endpoint = leases.take(network, container.id(), request, freeIndex(note.endpoints()));
        List<Endpoint> all = new ArrayList<>(note.endpoints());
        all.add(endpoint);
        try (NetworkNamespace namespace = namespace(record, state)) {
            networks.up(network);
            Attachments.attach(namespace.fd(), List.of(endpoint), false);
            republishOrDetach(note, endpoint, all);
        } catch (IOException | RuntimeException e) {
            leases.release(endpoint, container.id());
            throw e;
        }
        note.with(all).write(container.path());
        new HostsFiles(directories).refresh(Set.of(network.id()));
    }

    private void detach(ContainerRecord record, ContainerState state, Network network) throws IOException {
        NetworkNote note = note(record);
        Endpoint endpoint = note.on(network.id());
        if (endpoint == null) {
            return;
        }
        List<Endpoint> others = new ArrayList<>(note.endpoints());
        others.remove(endpoint);
        try (NetworkNamespace namespace = namespace(record, state)) {
            republish(note, others);
            Attachments.detach(namespace.fd(), endpoint, others);
        }
        note.with(others).write(container.path());
        leases.release(endpoint, container.id());
        Set<String> told = new LinkedHashSet<>(note.networkIds());
        new HostsFiles(directories).refresh(told);
        new HostsFiles(directories).write(container.path(), note.with(others)); // which may be on none of them any more
    }

    /** Its address is not given away as long as the link is there. */
    private void republishOrDetach(NetworkNote note, Endpoint endpoint, List<Endpoint> all) throws IOException {
        try {
            republish(note, all);
        } catch (IOException | RuntimeException e) {
            try {
                Attachments.detach(endpoint);
                publish(note.endpoints(), note.ports());
            } catch (IOException | RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** The ports lead to the first network that reaches out, which may be another now. */
    private void republish(NetworkNote note, List<Endpoint> endpoints) throws IOException {
        List<PublishedPort> ports = note.ports();
        if (!ports.isEmpty()) {
            Firewall.unpublish(container.id(), note.endpoints(), ports);
            publish(endpoints, ports);
        }
    }

    private void publish(List<Endpoint> endpoints, List<PublishedPort> ports) throws IOException {
        Connection.publish(directories, container.id(), endpoints, ports);
        Connection.writeFarewell(container.path(), container.id(), endpoints, ports);
    }

    private NetworkNote note(ContainerRecord record) throws IOException {
        NetworkNote note = NetworkNote.read(container.path());
        if (note != null) {
            return note;
        }
        String hostname = record.config().text("Hostname");
        String own = hostname == null || hostname.isEmpty() ? record.name() : hostname;
        return new NetworkNote(NetworkNote.names(own, record.name(), record.id()), List.of(), List.of());
    }

    private static int freeIndex(List<Endpoint> endpoints) {
        int index = 0;
        while (hasLink(endpoints, "eth".concat(Integer.toString(index)))) {
            index++;
        }
        return index;
    }

    private static boolean hasLink(List<Endpoint> endpoints, String name) {
        for (Endpoint each : endpoints) {
            if (each.link().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** A second look, with a pidfd in hand, tells whether the process still is the container's. */
    private NetworkNamespace namespace(ContainerRecord record, ContainerState state) throws IOException {
        try (Fd process = new Stopping(container).process(record, state)) {
            if (process == null) {
                throw new ContainerException.WrongState(
                        "container ".concat(record.name()).concat(" has just ended"));
            }
            return NetworkNamespace.of(state.pid());
        }
    }
}
