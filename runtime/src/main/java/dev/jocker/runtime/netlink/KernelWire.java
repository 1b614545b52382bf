package dev.jocker.runtime.netlink;

import static dev.jocker.runtime.syscall.CloneFlag.CLONE_NEWNET;

import dev.jocker.bindings.netlink_h;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Namespaces;
import dev.jocker.runtime.syscall.NetlinkSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A socket of the kernel's, {@code netlink(7)}, with all that it tells in errors and all that it checks in requests. */
final class KernelWire implements Wire {
    /** What the kernel puts into one datagram of a dump at most, where no single message is larger. */
    private static final int DUMP_BYTES = 32 * 1024;

    private static final int KERNEL = 0;
    private static final int SEND_BYTES =
            200 * 1024; // less than what a socket has from the start, net.core.wmem_default
    private static final int RECEIVE_BYTES = 4 * 1024 * 1024;

    private final Fd socket;
    private ByteBuffer buffer = Descriptors.buffer(DUMP_BYTES);
    private int sendBytes = SEND_BYTES;

    private KernelWire(Fd socket) {
        this.socket = socket;
    }

    /**
     * Opens a socket.
     *
     * @param namespace the network namespace that it is to be in, which the caller keeps; null: the thread's own
     */
    static KernelWire open(NetlinkProtocol protocol, Fd namespace) throws IOException {
        Fd socket = namespace == null
                ? NetlinkSockets.open(argument(protocol))
                : Namespaces.inside(namespace, CLONE_NEWNET, () -> NetlinkSockets.open(argument(protocol)));
        try {
            set(socket, netlink_h.NETLINK_EXT_ACK(), "NETLINK_EXT_ACK", 1);
            // Without it an error quotes the whole request, and that of a large one would not fit into the buffer.
            set(socket, netlink_h.NETLINK_CAP_ACK(), "NETLINK_CAP_ACK", 1);
            set(socket, netlink_h.NETLINK_GET_STRICT_CHK(), "NETLINK_GET_STRICT_CHK", 1);
            NetlinkSockets.setReceiveBuffer(socket, RECEIVE_BYTES);
            return new KernelWire(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Argument argument(Code code) {
        return Argument.named(code.number(), code.name());
    }

    private static void set(Fd socket, int option, String name, int value) throws IOException {
        NetlinkSockets.setOption(socket, Argument.named(option, name), value);
    }

    /** Lets the socket receive what a group is told. */
    void join(Code group) throws IOException {
        set(socket, netlink_h.NETLINK_ADD_MEMBERSHIP(), "NETLINK_ADD_MEMBERSHIP", group.number());
    }

    /** How long {@link #receive} waits at most. */
    void setTimeout(Duration timeout) throws IOException {
        NetlinkSockets.setReceiveTimeout(socket, timeout);
    }

    /** Waits until there is something to receive; false: not within that time. */
    boolean await(Duration timeout) throws IOException {
        return Descriptors.poll(socket, Descriptors.pollIn(), timeout.toMillis()) != 0;
    }

    int port() throws IOException {
        return NetlinkSockets.port(socket);
    }

    @Override
    public void send(byte[] datagram) throws IOException {
        if (datagram.length > sendBytes) {
            sendBytes = 2 * datagram.length;
            NetlinkSockets.setSendBuffer(socket, sendBytes);
        }
        NetlinkSockets.send(socket, datagram);
    }

    @Override
    public Bytes receive() throws IOException {
        while (true) {
            int size = NetlinkSockets.peek(socket);
            if (size > buffer.capacity()) {
                buffer = Descriptors.buffer(size);
            }
            if (NetlinkSockets.receive(socket, buffer).senderPort() == KERNEL) {
                return Bytes.of(buffer);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
