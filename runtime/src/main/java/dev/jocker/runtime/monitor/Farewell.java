package dev.jocker.runtime.monitor;

import dev.jocker.bindings.socket_h;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.List;

/**
 * What a monitor tells the kernel when its container has ended for good, before it says so: others can take then what it had. Nobody
 * minds if the kernel will not have it.
 */
public final class Farewell {
    private final int protocol;
    private final byte[] message;
    private final Argument held;

    /**
     * The words of one container.
     *
     * @param protocol of {@code netlink(7)}: NETLINK_NETFILTER
     * @param message whole, with its headers
     * @param held a descriptor that keeps something for the container, which it has closed then
     */
    public Farewell(int protocol, byte[] message, Argument held) {
        this.protocol = protocol;
        this.message = message.clone();
        this.held = held;
    }

    List<Instruction> steps() {
        Datum socket = Datum.cell("netlink");
        return List.of(
                Call.of(
                                "take back what others sent its way: by netlink",
                                SystemCall.SOCKET,
                                Operand.named(socket_h.AF_NETLINK(), "AF_NETLINK"),
                                Operand.named(socket_h.SOCK_RAW() | socket_h.SOCK_CLOEXEC(), "SOCK_RAW|SOCK_CLOEXEC"),
                                Operand.of(protocol))
                        .into(socket)
                        .ignoringErrors(),
                Call.of(
                                "all at once",
                                SystemCall.SENDTO,
                                Operand.contents(socket),
                                Operand.address(Datum.of("{batch}", message)),
                                Operand.of(message.length),
                                Operand.of(0),
                                Operand.NULL,
                                Operand.of(0))
                        .ignoringErrors(),
                Scratch.close("that is all", Operand.contents(socket)),
                Scratch.close("its ports are free", Operand.of(held)));
    }
}
