package dev.jocker.runtime.container;

import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.SETNS;

import dev.jocker.bindings.poll_h;
import dev.jocker.runtime.network.EndpointRequest;
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
record NetworkPlan(List<EndpointRequest> endpoints, List<PortMapping> ports, Handle namespace, Handle ready) {
    /** In the pipe when all is there. */
    static final byte THERE = 'n';

    /** Null where there are no networks. */
    static NetworkPlan of(List<EndpointRequest> endpoints, List<PortMapping> ports) {
        return endpoints.isEmpty()
                ? null
                : new NetworkPlan(endpoints, ports, new Handle("network namespace"), new Handle("network"));
    }

    /** What {@code -p} says, and with {@code -P} for each other exposed port whichever of the host's is free. */
    static List<PortMapping> ports(List<PortMapping> published, boolean all, List<ContainerPort> exposed) {
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
        Datum polled =
                Datum.structure("{network}", CommandSteps.POLLFD_BYTES).set32(0, ready).set32(Integer.BYTES, events);
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
