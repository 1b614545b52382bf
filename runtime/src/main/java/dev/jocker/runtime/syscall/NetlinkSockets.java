package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.BIND;
import static dev.jocker.runtime.syscall.SystemCall.GETSOCKNAME;
import static dev.jocker.runtime.syscall.SystemCall.RECVFROM;
import static dev.jocker.runtime.syscall.SystemCall.SENDTO;
import static dev.jocker.runtime.syscall.SystemCall.SETSOCKOPT;
import static dev.jocker.runtime.syscall.SystemCall.SOCKET;

import dev.jocker.bindings.socket_h;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Sockets of the address family AF_NETLINK, {@code netlink(7)}: opened, bound, their options, whole datagrams. */
public final class NetlinkSockets {
    // struct sockaddr_nl: family (16 bits), padding, port and groups (32 bits each); NetlinkSocketsTest compares with
    // the bindings.
    static final int ADDRESS_BYTES = 12;
    static final int ADDRESS_PORT = 4;

    private static final Argument FAMILY = Argument.named(socket_h.AF_NETLINK(), "AF_NETLINK");
    private static final Argument TYPE =
            Argument.named(socket_h.SOCK_RAW() | socket_h.SOCK_CLOEXEC(), "SOCK_RAW|SOCK_CLOEXEC");

    private NetlinkSockets() {}

    /**
     * A datagram's size, which may be more than what fitted, and the port that it came from. The kernel's is 0; another process can
     * send to us too.
     */
    public record Datagram(int size, int senderPort) {}

    /** Opens a socket and binds it to a port that the kernel chooses. */
    public static Fd open(Argument protocol) throws SyscallException {
        Fd socket = Fd.owned((int) Downcall.call(SOCKET, FAMILY, TYPE, protocol), "netlink " + protocol);
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block address = memory.block(ADDRESS_BYTES);
            address.bytes().putShort(0, (short) socket_h.AF_NETLINK());
            Downcall.call(BIND, socket, address, Argument.number(ADDRESS_BYTES));
            return socket;
        } catch (SyscallException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The port that the socket is bound to, {@code getsockname(2)}: replies to it bear this number. */
    public static int port(Fd socket) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block address = memory.block(ADDRESS_BYTES);
            NativeMemory.Block length = memory.block(Integer.BYTES);
            length.bytes().putInt(0, ADDRESS_BYTES);
            Downcall.call(GETSOCKNAME, socket, address, length);
            return address.bytes().getInt(ADDRESS_PORT);
        }
    }

    /** Sets an option of netlink's own, {@code setsockopt(2)} SOL_NETLINK: NETLINK_EXT_ACK and the like. */
    public static void setOption(Fd socket, Argument option, int value) throws SyscallException {
        set(socket, Argument.named(socket_h.SOL_NETLINK(), "SOL_NETLINK"), option, value);
    }

    /** Sets how many bytes may wait to be received. More than the host's limit wants CAP_NET_ADMIN; without it, the limit it is. */
    public static void setReceiveBuffer(Fd socket, int bytes) throws SyscallException {
        setBuffer(
                socket,
                Argument.named(socket_h.SO_RCVBUFFORCE(), "SO_RCVBUFFORCE"),
                Argument.named(socket_h.SO_RCVBUF(), "SO_RCVBUF"),
                bytes);
    }

    /** Sets how large a datagram that is sent may be. More than the host's limit wants CAP_NET_ADMIN; without it, the limit it is. */
    public static void setSendBuffer(Fd socket, int bytes) throws SyscallException {
        setBuffer(
                socket,
                Argument.named(socket_h.SO_SNDBUFFORCE(), "SO_SNDBUFFORCE"),
                Argument.named(socket_h.SO_SNDBUF(), "SO_SNDBUF"),
                bytes);
    }

    private static void setBuffer(Fd socket, Argument force, Argument ask, int bytes) throws SyscallException {
        Argument level = Argument.named(socket_h.SOL_SOCKET(), "SOL_SOCKET");
        try {
            set(socket, level, force, bytes);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            set(socket, level, ask, bytes);
        }
    }

    /** Sets how long {@link #receive} waits before EAGAIN, {@code socket(7)} SO_RCVTIMEO. */
    public static void setReceiveTimeout(Fd socket, Duration timeout) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block time = memory.block(2L * Long.BYTES);
            time.bytes().putLong(0, timeout.toSeconds()).putLong(Long.BYTES, timeout.toNanosPart() / 1000);
            Downcall.call(
                    SETSOCKOPT,
                    socket,
                    Argument.named(socket_h.SOL_SOCKET(), "SOL_SOCKET"),
                    Argument.named(socket_h.SO_RCVTIMEO(), "SO_RCVTIMEO"),
                    time,
                    Argument.number(2L * Long.BYTES));
        }
    }

    private static void set(Fd socket, Argument level, Argument option, int value) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block number = memory.block(Integer.BYTES);
            number.bytes().putInt(0, value);
            Downcall.call(SETSOCKOPT, socket, level, option, number, Argument.number(Integer.BYTES));
        }
    }

    /** Sends one datagram to the kernel, which has worked through it when this returns, {@code sendto(2)}. */
    public static void send(Fd socket, byte[] datagram) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block data = memory.block(datagram.length);
            data.bytes().put(datagram);
            Downcall.call(SENDTO, socket, data, Argument.number(datagram.length));
        }
    }

    /** The size of the next datagram, which stays where it is, {@code recvfrom(2)} MSG_PEEK|MSG_TRUNC. Blocks until there is one. */
    public static int peek(Fd socket) throws SyscallException {
        int flags = socket_h.MSG_PEEK() | socket_h.MSG_TRUNC();
        return (int) Downcall.call(
                RECVFROM, socket, Argument.NULL, Argument.number(0), Argument.named(flags, "MSG_PEEK|MSG_TRUNC"));
    }

    /**
     * Receives one datagram into a direct buffer, from its start, {@code recvfrom(2)}. Blocks until there is one.
     *
     * @return its whole size; what did not fit is lost
     */
    public static Datagram receive(Fd socket, ByteBuffer direct) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block address = memory.block(ADDRESS_BYTES);
            NativeMemory.Block length = memory.block(Integer.BYTES);
            length.bytes().putInt(0, ADDRESS_BYTES);
            int size = (int) Downcall.call(
                    RECVFROM,
                    socket,
                    Argument.named(MemorySegment.ofBuffer(direct.clear()).address(), "buffer"),
                    Argument.number(direct.capacity()),
                    Argument.named(socket_h.MSG_TRUNC(), "MSG_TRUNC"),
                    address,
                    length);
            direct.limit(Math.min(size, direct.capacity()));
            return new Datagram(size, address.bytes().getInt(ADDRESS_PORT));
        }
    }
}
