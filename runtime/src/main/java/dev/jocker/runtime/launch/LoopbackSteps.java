package dev.jocker.runtime.launch;

import dev.jocker.bindings.netlink_h;
import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.bindings.socket_h;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.List;

/**
 * Sets the loopback link of a new network namespace up: the kernel makes it, down. {@code rtnetlink(7)}.
 *
 * <pre>
 *    0  u32 32   u16 RTM_NEWLINK   u16 NLM_F_REQUEST   u32 0   u32 0        nlmsghdr
 *   16  u8 0 u8 0 u16 0   s32 1   u32 IFF_UP   u32 IFF_UP                   ifinfomsg: index, flags, which of them
 * </pre>
 */
final class LoopbackSteps {
    private static final int MESSAGE_BYTES = 32;
    private static final int TYPE = 4;
    private static final int FLAGS = 6;
    private static final int LINK_INDEX = 20;
    private static final int LINK_FLAGS = 24;
    private static final int LINK_CHANGE = 28;
    private static final int LOOPBACK = 1; // LOOPBACK_IFINDEX of the kernel's net/net_namespace.h

    private LoopbackSteps() {}

    static List<Instruction> steps() {
        Datum socket = Datum.cell("netlink");
        Datum message = Datum.structure("{RTM_NEWLINK, lo, IFF_UP}", MESSAGE_BYTES)
                .set32(0, MESSAGE_BYTES)
                .set16(TYPE, rtnetlink_h.RTM_NEWLINK())
                .set16(FLAGS, netlink_h.NLM_F_REQUEST())
                .set32(LINK_INDEX, LOOPBACK)
                .set32(LINK_FLAGS, rtnetlink_h.IFF_UP())
                .set32(LINK_CHANGE, rtnetlink_h.IFF_UP());
        return List.of(
                Call.of(
                                "ask the kernel about links",
                                SystemCall.SOCKET,
                                Operand.named(socket_h.AF_NETLINK(), "AF_NETLINK"),
                                Operand.named(socket_h.SOCK_RAW() | socket_h.SOCK_CLOEXEC(), "SOCK_RAW|SOCK_CLOEXEC"),
                                Operand.named(netlink_h.NETLINK_ROUTE(), "NETLINK_ROUTE"))
                        .into(socket),
                Call.of(
                        "its own loopback link is up",
                        SystemCall.SENDTO,
                        Operand.contents(socket),
                        Operand.address(message),
                        Operand.of(MESSAGE_BYTES),
                        Operand.of(0),
                        Operand.NULL,
                        Operand.of(0)),
                Call.of("that is all", SystemCall.CLOSE, Operand.contents(socket)));
    }
}
