package dev.jocker.runtime.launch;

import dev.jocker.runtime.monitor.Farewell;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.namespace.UserNamespaces;
import dev.jocker.runtime.network.Attachments;
import dev.jocker.runtime.network.Claims;
import dev.jocker.runtime.network.Endpoint;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.Firewall;
import dev.jocker.runtime.network.HeldPorts;
import dev.jocker.runtime.network.Leases;
import dev.jocker.runtime.network.Network;
import dev.jocker.runtime.network.NetworkException;
import dev.jocker.runtime.network.Networks;
import dev.jocker.runtime.network.PublishedPort;
import dev.jocker.runtime.oci.Linux;
import dev.jocker.runtime.oci.Namespace;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.PortMapping;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.Resources;
import dev.jocker.runtime.record.WholeFile;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Connects one container with its networks, for the time that it is up.
 *
 * <pre>
 *   begin     ports of the host are held; addresses are taken             before anything is made for the start
 *   start     namespace and pipe; a thread makes bridge, links, rules     beside the child, which waits at the pipe
 *   handOver  a monitor has namespace, pipe and ports by now
 *   end       or all is freed
 * </pre>
 *
 * <p>What is not freed, since we were killed, is nobody's: an address counts as long as the container's lock is held, a port as long as
 * its socket is open, links go with the namespace, and rules bear the container's id.
 */
public final class Connection {
    private final Directories directories;
    private final String id;
    private final NetworkPlan plan;
    private final Networks networks;
    private final Leases leases;
    private final List<Network> joined = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private HeldPorts held;
    private Thread thread;
    private Exception failure;

    private Connection(Directories directories, String id, NetworkPlan plan) {
        this.directories = directories;
        this.id = id;
        this.plan = plan;
        this.networks = networks(directories);
        this.leases = networks.leases();
    }

    private static Networks networks(Directories directories) {
        return new Networks(directories.data(), directories.run(), new UpClaims(directories));
    }

    /**
     * What a start gets; all of it becomes the caller's.
     *
     * @param users a new user namespace, which owns the network's; or null
     * @param namespace in which the links will be
     * @param ready where the child sees that they are
     */
    record Started(Fd users, Fd namespace, Fd ready) {}

    /**
     * Takes what others could have: ports and addresses. The caller has the container's lock.
     *
     * @param names of the container, its host name first
     * @param resolution for its files in /etc, where its addresses are written
     */
    public static Connection begin(
            Directories directories, Plan plan, List<String> names, RunOptions.Resolution resolution)
            throws IOException {
        var connection = new Connection(directories, plan.id(), plan.network());
        try {
            connection.begin(plan.directory(), names, resolution);
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.endAfter(e);
            throw e;
        }
    }

    private void begin(Path directory, List<String> names, RunOptions.Resolution resolution) throws IOException {
        for (EndpointRequest request : plan.endpoints()) {
            joined.add(network(networks, request.network()));
        }
        held = HeldPorts.bind(chosen());
        for (Network network : joined) {
            int index = endpoints.size();
            endpoints.add(leases.take(network, id, plan.endpoints().get(index), index));
        }
        var note = new NetworkNote(names, endpoints, held.ports());
        // Before others know of it, and write their names there.
        EtcFiles.write(directory.resolve("etc"), resolution, names.getFirst(), note);
        note.write(directory);
    }

    /** The network of that name; the default one is made when it is first wanted. */
    public static Network network(Networks networks, String name) throws IOException {
        return name.equals(Network.DEFAULT) ? networks.ensureDefault() : networks.find(name);
    }

    /** Where one of several will do, the first that is free. */
    private List<PublishedPort> chosen() throws IOException {
        List<PublishedPort> chosen = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (PortMapping mapping : plan.ports()) {
            if (!mapping.isOpen()) {
                taken.add(place(mapping.published(mapping.first())));
            }
        }
        for (PortMapping mapping : plan.ports()) {
            PublishedPort port = mapping.published(mapping.first());
            while (mapping.isOpen() && mapping.first() != 0 && !(taken.add(place(port)) && isFree(port))) {
                if (port.hostPort() == mapping.last()) {
                    throw new NetworkException.PortInUse(
                            "all ports from " + mapping.first() + " to " + mapping.last() + " are in use", null);
                }
                port = mapping.published(port.hostPort() + 1);
            }
            chosen.add(port);
        }
        return chosen;
    }

    /** Of whatever address: one that is taken at one of them is passed over at all. */
    private static String place(PublishedPort port) {
        return port.hostPort() + "/" + port.protocol();
    }

    private static boolean isFree(PublishedPort port) throws IOException {
        try (HeldPorts _ = HeldPorts.bind(List.of(port))) {
            return true;
        } catch (NetworkException.PortInUse e) {
            return false;
        }
    }

    /** What keeps the host's ports; it stays ours. */
    Fd heldPorts() {
        return held.fd();
    }

    /** Leaves word for the monitor how the published ports are taken back. */
    public void writeFarewell() throws IOException {
        writeFarewell(directories.container(id), id, endpoints, held.ports());
    }

    /** The same anew, of a container that is on other networks now; {@code directory}: its own. */
    public static void writeFarewell(Path directory, String id, List<Endpoint> endpoints, List<PublishedPort> ports)
            throws IOException {
        byte[] message = Firewall.unpublishing(id, endpoints, ports);
        WholeFile.writeLightly(directory.resolve(Farewell.FILE), message);
    }

    /** Publishes a container's ports, which lead to where it is on its networks. */
    public static void publish(Directories directories, String id, List<Endpoint> endpoints, List<PublishedPort> ports)
            throws IOException {
        Firewall.publish(id, endpoints, ports, new Published(directories, null));
    }

    /** Makes the namespace, and begins to make what is in it. */
    Started start(Plan start) throws IOException {
        Linux linux = start.spec().linux();
        Namespace users = linux.namespace(Namespace.Type.USER);
        Fd owner = null;
        Fd namespace;
        if (users != null && users.path() == null) {
            UserNamespaces.WithNetwork both =
                    UserNamespaces.createWithNetwork(Start.maps(linux.uidMappings()), Start.maps(linux.gidMappings()));
            owner = both.users();
            namespace = both.network();
        } else {
            namespace = NetworkNamespace.create().fd();
        }
        Descriptors.Pipe pipe = pipe(owner, namespace);
        thread = Thread.ofPlatform()
                .daemon()
                .name("jocker-network")
                .unstarted(new Attaching(namespace, pipe.writeEnd()));
        thread.start();
        return new Started(owner, namespace, pipe.readEnd());
    }

    private static Descriptors.Pipe pipe(Fd owner, Fd namespace) throws IOException {
        try {
            return Descriptors.pipe();
        } catch (IOException | RuntimeException e) {
            if (owner != null) {
                owner.close();
            }
            namespace.close();
            throw e;
        }
    }

    /** Makes everything outside and inside the namespace, and says so; or closes the pipe, by which the child ends. */
    private final class Attaching implements Runnable {
        private final Fd namespace;
        private final Fd pipe;

        Attaching(Fd namespace, Fd pipe) {
            this.namespace = namespace;
            this.pipe = pipe;
        }

        @Override
        public void run() {
            try (pipe) {
                attach(namespace);
                Descriptors.write(pipe, new byte[] {NetworkPlan.THERE});
            } catch (IOException | RuntimeException e) {
                failure = e;
            }
        }
    }

    private void attach(Fd namespace) throws IOException {
        for (Network network : joined) {
            networks.up(network);
        }
        Attachments.attach(namespace, endpoints, true);
        // Before another gets the address that it leads to; and what an earlier run of ours has left is nobody's, too.
        sweep(directories, id);
        if (!held.ports().isEmpty()) {
            publish(directories, id, endpoints, held.ports());
        }
        new HostsFiles(directories).refresh(networkIds(endpoints));
    }

    /**
     * Whose ports stay published: of those who are up, and of those who are none of ours, but kept in another directory.
     *
     * @param except one whose lock we have, and that is not up for all that; or null
     */
    private record Published(Directories directories, String except) implements Claims {
        @Override
        public boolean isUp(String containerId) throws IOException {
            boolean ours = containerId.equals(except) || Files.exists(directories.container(containerId));
            return !ours || !containerId.equals(except) && new UpClaims(directories).isUp(containerId);
        }
    }

    /** Takes back the ports of those who ended without a word; {@code ended}: one who did, or null. Returns their ids. */
    public static List<String> sweep(Directories directories, String ended) throws IOException {
        return Firewall.sweep(new Published(directories, ended));
    }

    private static Set<String> networkIds(List<Endpoint> endpoints) {
        return new NetworkNote(List.of(), endpoints, List.of()).networkIds();
    }

    /** Waits until the thread is done, if there is one. */
    void awaitThread() {
        boolean interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws what went wrong here, which is why the child could not start; returns if nothing did. */
    void throwFailure() throws IOException {
        awaitThread();
        if (failure != null) {
            if (failure instanceof IOException e) {
                throw e;
            }
            throw (RuntimeException) failure;
        }
    }

    /** The monitor has its own descriptors by now. */
    public void handOver() {
        held.close();
    }

    /** Frees all but the links, which go with the namespace, and tells the others. */
    public void end() throws IOException {
        awaitThread();
        var resources = new Resources();
        NetworkNote note = NetworkNote.readable(directories.container(id));
        List<Endpoint> last = note == null ? endpoints : note.endpoints(); // it may have come to others meanwhile
        resources.add(() -> new HostsFiles(directories).refresh(networkIds(last)));
        for (Endpoint endpoint : last) {
            resources.add(() -> leases.release(endpoint, id));
        }
        if (held != null) {
            HeldPorts ports = held;
            resources.add(ports::close);
            if (thread != null && !ports.ports().isEmpty()) {
                resources.add(() -> Firewall.unpublish(id, last, ports.ports()));
            }
        }
        NetworkNote.forget(directories.container(id));
        resources.free();
    }

    /** As {@link #end}, because of {@code because}. */
    public void endAfter(Exception because) {
        try {
            end();
        } catch (IOException | RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    /** Tells those who are on the networks of a container that is not up any more, and takes back what its end did not. */
    public static void left(Directories directories, String id) throws IOException {
        left(directories, id, NetworkNote.readable(directories.container(id)));
    }

    /** The same of one that may be gone by now; {@code note}: where it was, or null. */
    public static void left(Directories directories, String id, NetworkNote note) throws IOException {
        if (note != null) {
            NetworkNote.forget(directories.container(id));
            Leases leases = networks(directories).leases();
            for (Endpoint endpoint : note.endpoints()) {
                leases.release(endpoint, id); // or it would count as taken in the next run, too
            }
            if (!note.ports().isEmpty()) {
                sweep(directories, id);
            }
            new HostsFiles(directories).refresh(note.networkIds());
        }
    }
}
