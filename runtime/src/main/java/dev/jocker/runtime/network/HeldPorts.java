package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.InternetSockets;
import dev.jocker.runtime.syscall.Sockets;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports of this host that nobody else can have: sockets that are bound, and receive nothing, since their packets are translated before. They
 * are messages in flight, {@code unix(7)} SCM_RIGHTS, so that one descriptor holds them all: closed by its last owner, they are free.
 *
 * <pre>
 *   socket ─ bind ─ send ──► [ ours ]═══ sockets in flight ═══[ theirs ]     fd(): theirs, all that is kept
 * </pre>
 */
public final class HeldPorts implements AutoCloseable {
    private static final int TRIES = 16;

    private final Fd fd;
    private final List<PublishedPort> ports;

    private HeldPorts(Fd fd, List<PublishedPort> ports) {
        this.fd = fd;
        this.ports = List.copyOf(ports);
    }

    /**
     * Binds ports, all or none.
     *
     * @param ports those of an unspecified address are of IPv4 and of IPv6, by which the container may come to be reached later
     * @throws NetworkException.PortInUse if somebody has one of them
     */
    public static HeldPorts bind(List<PublishedPort> ports) throws IOException {
        try (Sockets.Pair pair = Sockets.pair()) {
            List<PublishedPort> bound = new ArrayList<>();
            List<Fd> open = new ArrayList<>();
            try {
                for (PublishedPort port : ports) {
                    if (open.size() + 2 > Sockets.MOST_DESCRIPTORS) {
                        dispatch(pair.ours(), open);
                    }
                    bound.add(bind(port, open));
                }
                dispatch(pair.ours(), open);
            } finally {
                close(open);
            }
            Fd theirs = pair.theirs();
            return new HeldPorts(Fd.owned(theirs.release(), "held ports"), bound);
        }
    }

    private static void dispatch(Fd socket, List<Fd> open) throws SyscallException {
        if (!open.isEmpty()) {
            Sockets.send(socket, open);
            close(open);
        }
    }

    private static void close(List<Fd> open) {
        for (Fd each : open) {
            each.close();
        }
        open.clear();
    }

    /** The port with its number: where the kernel chose it for one family, the other may have it taken, and it chooses again. */
    private static PublishedPort bind(PublishedPort port, List<Fd> open) throws IOException {
        int before = open.size();
        for (int i = 1; ; i++) {
            try {
                PublishedPort bound = port;
                if (port.isOf(true)) {
                    bound = bind(bound, port.host() == null ? IpAddress.anyV4() : port.host(), open);
                }
                if (port.isOf(false)) {
                    bound = bind(bound, port.host() == null ? IpAddress.anyV6() : port.host(), open);
                }
                return bound;
            } catch (NetworkException.PortInUse e) {
                close(open.subList(before, open.size()));
                if (port.hostPort() != 0 || i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static PublishedPort bind(PublishedPort port, IpAddress address, List<Fd> open) throws IOException {
        Fd socket;
        try {
            socket = open(port.protocol(), address.isV4());
        } catch (SyscallException e) {
            if (isUnknown(e.errno())) {
                return port; // what this kernel does not speak, nobody else has
            }
            throw e;
        }
        open.add(socket);
        try {
            bind(socket, port, address);
            return port.hostPort() == 0 ? port.at(InternetSockets.port(socket)) : port;
        } catch (SyscallException e) {
            throw failure(e, port);
        }
    }

    private static Fd open(IpProtocol protocol, boolean v4) throws SyscallException {
        Argument number = Argument.named(protocol.number(), "IPPROTO_".concat(protocol.name()));
        return protocol == IpProtocol.UDP ? InternetSockets.datagram(v4, number) : InternetSockets.stream(v4, number);
    }

    private static boolean isUnknown(Errno errno) {
        return errno == Errno.EPROTONOSUPPORT || errno == Errno.ESOCKTNOSUPPORT || errno == Errno.EAFNOSUPPORT;
    }

    private static void bind(Fd socket, PublishedPort port, IpAddress address) throws SyscallException {
        try {
            InternetSockets.bind(socket, address, port.hostPort());
        } catch (SyscallException e) {
            if (e.errno() != Errno.EADDRINUSE || port.protocol() != IpProtocol.TCP) {
                throw e;
            }
            bindBesideTheDead(socket, port, address);
        }
    }

    /**
     * A server that ended leaves connections that wait to be forgotten (TIME-WAIT), beside which only a socket with SO_REUSEADDR can be
     * bound; but such sockets share the port with each other until one listens. So it does, for a moment, and then shares no longer.
     */
    private static void bindBesideTheDead(Fd socket, PublishedPort port, IpAddress address) throws SyscallException {
        InternetSockets.setReuseAddress(socket, true);
        InternetSockets.bind(socket, address, port.hostPort());
        InternetSockets.listen(socket);
        InternetSockets.setReuseAddress(socket, false);
        InternetSockets.stopListening(socket);
    }

    private static IOException failure(SyscallException e, PublishedPort port) {
        if (e.errno() == Errno.EADDRINUSE) {
            throw new NetworkException.PortInUse("port " + port.hostSide() + " is in use already", e);
        }
        if (e.errno() == Errno.EADDRNOTAVAIL) {
            throw new NetworkException.NoAddress("port " + port.hostSide() + ": this host has no such address");
        }
        return e;
    }

    /** What holds them: whoever has it open. It stays this object's. */
    public Fd fd() {
        return fd;
    }

    /** The ports, with numbers where the kernel was to choose. */
    public List<PublishedPort> ports() {
        return ports;
    }

    /** Lets go of them, unless somebody else was given the descriptor. */
    @Override
    public void close() {
        fd.close();
    }
}
