package dev.jocker.cli.bench;

import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.network.Attachments;
import dev.jocker.runtime.network.Claims;
import dev.jocker.runtime.network.Endpoint;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.Firewall;
import dev.jocker.runtime.network.HeldPorts;
import dev.jocker.runtime.network.IpProtocol;
import dev.jocker.runtime.network.Network;
import dev.jocker.runtime.network.NetworkRequest;
import dev.jocker.runtime.network.Networks;
import dev.jocker.runtime.network.PublishedPort;
import dev.jocker.runtime.nftables.Nftables;
import dev.jocker.runtime.route.RouteSocket;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Namespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code jocker bench net}: makes a network namespace on a network, with one port published, and ends it again, in turns with the commands
 * {@code ip(8)} and {@code nft(8)} that do the same.
 *
 * <p>Ours is all that a start does: it has the address leased, the port held, the network seen to be up and ports of the dead swept too. Both
 * leave the pair of links to the kernel, which takes it away behind the namespace's end; that is waited for before the next, and not
 * measured. The host of both is a namespace of its own, which goes with the thread.
 */
public final class NetBenchmark {
    private static final String OURS = "0".repeat(64);
    private static final String THEIRS = "1".repeat(64);
    private static final long NAP_NANOS = 1_000_000;
    private static final PublishedPort PORT = new PublishedPort(null, 8080, IpProtocol.TCP, 80);

    private final int rounds;
    private final int warmUp;
    private final StartBenchmark.Progress progress;

    /** A way to do it; what it makes is gone from the processes' sight when {@link #detach} returns. */
    interface Way {
        void attach() throws IOException;

        void detach() throws IOException;
    }

    /**
     * @param rounds how many times to measure each
     * @param warmUp how many times to do it before
     * @param progress told of each round
     */
    public NetBenchmark(int rounds, int warmUp, StartBenchmark.Progress progress) {
        this.rounds = rounds;
        this.warmUp = warmUp;
        this.progress = progress;
    }

    /** Measures; nothing is left of it. */
    public NetReport run() throws IOException {
        NetCommands.require();
        Path scratch = Files.createTempDirectory("jocker-bench-");
        try {
            return Namespaces.unshared(Flags.of(CloneFlag.CLONE_NEWNET, CloneFlag.CLONE_NEWNS), () -> measure(scratch));
        } finally {
            StartBenchmark.delete(scratch);
        }
    }

    private NetReport measure(Path scratch) throws IOException {
        Claims claims = _ -> true;
        var networks = new Networks(scratch.resolve("data"), scratch.resolve("run"), claims);
        Network network = networks.create(NetworkRequest.named("bench"));
        Endpoint theirs = networks.leases().take(network, THEIRS, EndpointRequest.of(network.name()), 0);
        try (NetCommands commands = NetCommands.start(scratch, theirs, PORT)) {
            Way library = new Library(networks, network, claims);
            List<NetSample> ours = new ArrayList<>();
            List<NetSample> others = new ArrayList<>();
            for (int i = -warmUp; i < rounds; i++) {
                progress.at(i < 0 ? "warming up" : "round " + (i + 1) + " of " + rounds);
                // Who is first changes: what the kernel puts off meets both.
                NetSample first = sample(i % 2 == 0 ? library : commands);
                NetSample second = sample(i % 2 == 0 ? commands : library);
                if (i >= 0) {
                    ours.add(i % 2 == 0 ? first : second);
                    others.add(i % 2 == 0 ? second : first);
                }
            }
            return new NetReport(ours, others, warmUp);
        }
    }

    private static NetSample sample(Way way) throws IOException {
        long begun = System.nanoTime();
        way.attach();
        long attached = System.nanoTime();
        way.detach();
        var sample = new NetSample(attached - begun, System.nanoTime() - attached);
        settle();
        return sample;
    }

    /** Waits until the kernel has taken away what it was left, links and elements, so that the next is not kept waiting by it. */
    private static void settle() throws IOException {
        try (RouteSocket host = RouteSocket.open()) {
            while (!host.links().ofKind("veth").isEmpty()) {
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
        try (Nftables nftables = Nftables.open()) {
            nftables.generation(); // such a socket is not closed before what was deleted is gone
        }
    }

    /** What {@code jocker run} does. */
    private static final class Library implements Way {
        private final Networks networks;
        private final Network network;
        private final Claims claims;
        private NetworkNamespace container;
        private List<Endpoint> endpoints = List.of();
        private HeldPorts held;

        Library(Networks networks, Network network, Claims claims) {
            this.networks = networks;
            this.network = network;
            this.claims = claims;
        }

        @Override
        public void attach() throws IOException {
            held = HeldPorts.bind(List.of(PORT));
            endpoints = List.of(networks.leases().take(network, OURS, EndpointRequest.of(network.name()), 0));
            container = NetworkNamespace.create();
            networks.up(network);
            Attachments.attach(container.fd(), endpoints, true);
            Firewall.sweep(claims);
            Firewall.publish(OURS, endpoints, held.ports(), claims);
        }

        @Override
        public void detach() throws IOException {
            container.close();
            Firewall.unpublish(OURS, endpoints, held.ports());
            held.close();
            networks.leases().release(endpoints.getFirst(), OURS);
        }
    }
}
