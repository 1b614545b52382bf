package dev.jocker.runtime.monitor;

import dev.jocker.bindings.fs_h;
import dev.jocker.bindings.mman_h;
import dev.jocker.bindings.socket_h;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.List;

/**
 * What a monitor tells the kernel when its container has ended for good, before it says so: others can take then what it had. Nobody
 * minds if the kernel will not have it.
 *
 * <p>The words stand in a file, since they change with what the container has come to have meanwhile.
 */
public final class Farewell {
    /** The file in the container's directory that has the message, whole, with its headers. Whoever changes it puts another in its place. */
    public static final String FILE = "farewell";

    private static final int ANY_SIZE = 1 << 30; // of a message: the socket's own limit is some thousand ports

    private final int protocol;
    private final Argument held;

    /**
     * The words of one container.
     *
     * @param protocol of {@code netlink(7)}: NETLINK_NETFILTER
     * @param held a descriptor that keeps something for the container, which it has closed then
     */
    public Farewell(int protocol, Argument held) {
        this.protocol = protocol;
        this.held = held;
    }

    /** The socket stays open until the monitor ends: {@code close(2)} waits until no processor can look at what was deleted, some 20 ms. */
    List<Instruction> steps() {
        Datum file = Datum.cell(FILE);
        Datum length = Datum.cell("length");
        Datum words = Datum.cell("words");
        Datum socket = Datum.cell("netlink");
        Label said = Label.named("said");
        return List.of(
                Scratch.openToRead("what is to be taken back", FILE).into(file).onErrorGoTo(said),
                Call.of(
                                "how much that is",
                                SystemCall.LSEEK,
                                Operand.contents(file),
                                Operand.of(0),
                                Operand.named(fs_h.SEEK_END(), "SEEK_END"))
                        .into(length)
                        .onErrorGoTo(said),
                Call.of(
                                "have it in memory",
                                SystemCall.MMAP,
                                Operand.NULL,
                                Operand.contents(length),
                                Operand.named(mman_h.PROT_READ(), "PROT_READ"),
                                Operand.named(mman_h.MAP_PRIVATE(), "MAP_PRIVATE"),
                                Operand.contents(file),
                                Operand.of(0))
                        .into(words)
                        .onErrorGoTo(said),
                Call.of(
                                "take back what others sent its way: by netlink",
                                SystemCall.SOCKET,
                                Operand.named(socket_h.AF_NETLINK(), "AF_NETLINK"),
                                Operand.named(socket_h.SOCK_RAW() | socket_h.SOCK_CLOEXEC(), "SOCK_RAW|SOCK_CLOEXEC"),
                                Operand.of(protocol))
                        .into(socket)
                        .onErrorGoTo(said),
                Call.of(
                                "however long it is",
                                SystemCall.SETSOCKOPT,
                                Operand.contents(socket),
                                Operand.named(socket_h.SOL_SOCKET(), "SOL_SOCKET"),
                                Operand.named(socket_h.SO_SNDBUFFORCE(), "SO_SNDBUFFORCE"),
                                Operand.address(Datum.structure("{bytes}", Integer.BYTES)
                                        .set32(0, ANY_SIZE)),
                                Operand.of(Integer.BYTES))
                        .ignoringErrors(),
                Call.of(
                                "all at once",
                                SystemCall.SENDTO,
                                Operand.contents(socket),
                                Operand.contents(words),
                                Operand.contents(length),
                                Operand.of(0),
                                Operand.NULL,
                                Operand.of(0))
                        .ignoringErrors(),
                said,
                Scratch.close("its ports are free", Operand.of(held)));
    }
}
