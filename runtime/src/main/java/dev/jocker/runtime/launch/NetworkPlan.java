package dev.jocker.runtime.launch;

import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.SETNS;

import dev.jocker.bindings.poll_h;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.options.ContainerPort;
import dev.jocker.runtime.options.PortMapping;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.CloneFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks of a container that is to start. Its network namespace is made before the clone, so that the links can be made while the
 * child mounts; that they are there it sees by a pipe:
 *
 * <pre>
 *   jocker ── a byte ──► pipe      the network is there; it stays in the pipe, for the next start by the monitor
 *   jocker ── end ─────► pipe      there will be none: the start fails
 * </pre>
 *
 * @param endpoints at least one; the first has the default route
 * @param ports to be published
 * @param namespace what the child joins
 * @param ready the reading end of the pipe
 */
public record NetworkPlan(List<EndpointRequest> endpoints, List<PortMapping> ports, Handle namespace, Handle ready) {
    /** In the pipe when all is there. */
    static final byte THERE = 'n';

    /** Null where there are no networks. */
    public static NetworkPlan of(List<EndpointRequest> endpoints, List<PortMapping> ports) {
        return endpoints.isEmpty()
                ? null
                : new NetworkPlan(endpoints, ports, new Handle("network namespace"), new Handle("network"));
    }

    /** What {@code -p} says, and with {@code -P} for each other exposed port whichever of the host's is free. */
    public static List<PortMapping> ports(List<PortMapping> published, boolean all, List<ContainerPort> exposed) {
        List<PortMapping> mappings = new ArrayList<>(published);
        if (all) {
            for (ContainerPort port : exposed) {
                if (!isPublished(port, published)) {
                    mappings.add(PortMapping.anywhere(port));
                }
            }
        }
        return mappings;
    }

    private static boolean isPublished(ContainerPort port, List<PortMapping> published) {
        for (PortMapping mapping : published) {
            if (mapping.port().equals(port)) {
                return true;
            }
        }
        return false;
    }

    /** What is done for it outside of the programs, for a reader: in the words of {@code ip(8)} and {@code nft(8)}, as far as they have some. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (PortMapping port : ports) {
            lines.add("hold " + outside(port) + ": bind, and keep the socket");
        }
        for (EndpointRequest each : endpoints) {
            lines.add("take an address on network " + each.network() + asked(each));
        }
        lines.add("ip netns add " + namespace);
        for (int i = 0; i < endpoints.size(); i++) {
            EndpointRequest each = endpoints.get(i);
            String link = each.linkName() == null ? "eth" + i : each.linkName();
            lines.add("network " + each.network() + " up: bridge, addresses, forwarding, rules, if they are not there");
            lines.add("ip link add type veth peer name " + link + " netns " + namespace
                    + ", the other end in the bridge");
        }
        lines.add("ip -n " + namespace + " address add, link set up, route add default");
        for (PortMapping port : ports) {
            lines.add("nft add element inet jocker ports { " + outside(port) + " : its address, port "
                    + port.port().port() + " }");
        }
        lines.add("tell the others on its networks by what names it is found: /etc/hosts");
        lines.add("write " + ready + ": the network is there");
        return lines;
    }

    private static String outside(PortMapping port) {
        String address = port.host() == null ? "" : port.host() + " . ";
        String number = port.hostPort().isEmpty() ? "any free port" : port.hostPort();
        return port.port().protocol() + " . " + address + number;
    }

    private static String asked(EndpointRequest request) {
        var text = new StringBuilder();
        for (IpAddress each : new IpAddress[] {request.ip4(), request.ip6()}) {
            if (each != null) {
                text.append(text.isEmpty() ? ": " : ", ").append(each);
            }
        }
        return text.toString();
    }

    Call join() {
        return Call.of(
                "join its network",
                SETNS,
                Operand.of(namespace),
                Operand.named(CloneFlag.CLONE_NEWNET.bits(), CloneFlag.CLONE_NEWNET.name()));
    }

    /** The last thing that a child waits for: the links are made while it mounts. */
    List<Instruction> await() {
        Label there = Label.named("the network is there");
        int events = poll_h.POLLIN();
        Datum polled = Datum.structure("{network}", CommandSteps.POLLFD_BYTES)
                .set32(0, ready)
                .set32(Integer.BYTES, events);
        return List.of(
                Call.of(
                        "wait until the network is there",
                        PPOLL,
                        Operand.address(polled),
                        Operand.of(1),
                        Operand.NULL,
                        Operand.NULL,
                        Operand.of(CommandSteps.SIGSET_BYTES)),
                // revents is the upper half of the int at events
                new Branch(
                        "it is",
                        Operand.contents32(polled, Integer.BYTES),
                        Condition.ANY_BIT,
                        Operand.named(poll_h.POLLIN() << Short.SIZE, "POLLIN"),
                        there),
                Call.of("fail: jocker could not make it", CLOSE, Operand.named(-1, "-1")),
                there);
    }
}
