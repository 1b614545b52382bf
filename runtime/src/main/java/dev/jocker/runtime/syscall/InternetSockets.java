package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.BIND;
import static dev.jocker.runtime.syscall.SystemCall.GETSOCKNAME;
import static dev.jocker.runtime.syscall.SystemCall.LISTEN;
import static dev.jocker.runtime.syscall.SystemCall.SETSOCKOPT;
import static dev.jocker.runtime.syscall.SystemCall.SHUTDOWN;
import static dev.jocker.runtime.syscall.SystemCall.SOCKET;

import dev.jocker.bindings.in_h;
import dev.jocker.bindings.socket_h;
import dev.jocker.runtime.inet.IpAddress;

/** Sockets of IPv4 and IPv6, {@code ip(7)} and {@code ipv6(7)}, as far as it takes to have a port for oneself. They are in the thread's network namespace. */
public final class InternetSockets {
    // struct sockaddr_in: family (16 bits), port (16 bits, big-endian), address, padding; struct sockaddr_in6: family,
    // port, flow, address,
    // scope. SocketsTest compares with the bindings.
    static final int ADDRESS_BYTES_V4 = 16;
    static final int ADDRESS_BYTES_V6 = 28;
    static final int ADDRESS_PORT = 2;
    static final int ADDRESS_V4 = 4;
    static final int ADDRESS_V6 = 8;

    private InternetSockets() {}

    /** Opens a socket of connections, {@code tcp(7)} and the like. One of IPv6 is of IPv6 only. */
    public static Fd stream(boolean v4, Argument protocol) throws SyscallException {
        return open(
                v4,
                Argument.named(socket_h.SOCK_STREAM() | socket_h.SOCK_CLOEXEC(), "SOCK_STREAM|SOCK_CLOEXEC"),
                protocol);
    }

    /** Opens a socket of datagrams, {@code udp(7)}. One of IPv6 is of IPv6 only. */
    public static Fd datagram(boolean v4, Argument protocol) throws SyscallException {
        return open(
                v4,
                Argument.named(socket_h.SOCK_DGRAM() | socket_h.SOCK_CLOEXEC(), "SOCK_DGRAM|SOCK_CLOEXEC"),
                protocol);
    }

    private static Fd open(boolean v4, Argument type, Argument protocol) throws SyscallException {
        Argument family =
                v4 ? Argument.named(socket_h.AF_INET(), "AF_INET") : Argument.named(socket_h.AF_INET6(), "AF_INET6");
        Fd socket = Fd.owned((int) Downcall.call(SOCKET, family, type, protocol), "socket " + protocol);
        try {
            if (!v4) {
                Argument level = Argument.named(in_h.IPPROTO_IPV6(), "IPPROTO_IPV6");
                set(socket, level, Argument.named(in_h.IPV6_V6ONLY(), "IPV6_V6ONLY"), 1);
            }
            return socket;
        } catch (SyscallException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Gives a socket its address and port, {@code bind(2)}; for port 0 the kernel chooses one. */
    public static void bind(Fd socket, IpAddress address, int port) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            boolean v4 = address.isV4();
            NativeMemory.Block name = memory.block(v4 ? ADDRESS_BYTES_V4 : ADDRESS_BYTES_V6);
            name.bytes().putShort(0, (short) (v4 ? socket_h.AF_INET() : socket_h.AF_INET6()));
            name.bytes().put(ADDRESS_PORT, (byte) (port >> Byte.SIZE)).put(ADDRESS_PORT + 1, (byte) port);
            name.bytes().put(v4 ? ADDRESS_V4 : ADDRESS_V6, address.bytes());
            Downcall.call(BIND, socket, name, Argument.number(v4 ? ADDRESS_BYTES_V4 : ADDRESS_BYTES_V6));
        }
    }

    /** The port that a socket has, {@code getsockname(2)}. */
    public static int port(Fd socket) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block name = memory.block(ADDRESS_BYTES_V6);
            NativeMemory.Block length = memory.block(Integer.BYTES);
            length.bytes().putInt(0, ADDRESS_BYTES_V6);
            Downcall.call(GETSOCKNAME, socket, name, length);
            return Byte.toUnsignedInt(name.bytes().get(ADDRESS_PORT)) << Byte.SIZE
                    | Byte.toUnsignedInt(name.bytes().get(ADDRESS_PORT + 1));
        }
    }

    /** Lets a socket share its port, or no longer, with others that do, as long as none listens: {@code socket(7)} SO_REUSEADDR. */
    public static void setReuseAddress(Fd socket, boolean on) throws SyscallException {
        Argument level = Argument.named(socket_h.SOL_SOCKET(), "SOL_SOCKET");
        set(socket, level, Argument.named(socket_h.SO_REUSEADDR(), "SO_REUSEADDR"), on ? 1 : 0);
    }

    /** Lets others connect, {@code listen(2)}. */
    public static void listen(Fd socket) throws SyscallException {
        Downcall.call(LISTEN, socket, Argument.number(1));
    }

    /** Listens no longer, {@code shutdown(2)} SHUT_RD; the port stays the socket's. */
    public static void stopListening(Fd socket) throws SyscallException {
        Downcall.call(SHUTDOWN, socket, Argument.named(socket_h.SHUT_RD(), "SHUT_RD"));
    }

    private static void set(Fd socket, Argument level, Argument option, int value) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block number = memory.block(Integer.BYTES);
            number.bytes().putInt(0, value);
            Downcall.call(SETSOCKOPT, socket, level, option, number, Argument.number(Integer.BYTES));
        }
    }
}
