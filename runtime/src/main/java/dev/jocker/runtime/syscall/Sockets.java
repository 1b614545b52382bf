package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.RECVMSG;
import static dev.jocker.runtime.syscall.SystemCall.SENDMSG;
import static dev.jocker.runtime.syscall.SystemCall.SOCKETPAIR;

import dev.jocker.bindings.socket_h;
import java.nio.ByteBuffer;
import java.util.List;

/** Local sockets: pairs, and messages that carry descriptors, {@code unix(7)}. */
public final class Sockets {
    // struct msghdr and struct cmsghdr, socket(7); SocketsTest compares with the bindings.
    static final int MSGHDR_BYTES = 56;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int CMSG_LEVEL = 8;
    static final int CMSG_TYPE = 12;
    static final int CMSG_DATA = 16;
    static final int CONTROL_BYTES = 24;

    /** In one message: the kernel's SCM_MAX_FD. */
    public static final int MOST_DESCRIPTORS = 253;

    private Sockets() {}

    /** Two sockets that are connected with each other. */
    public record Pair(Fd ours, Fd theirs) implements AutoCloseable {
        @Override
        public void close() {
            ours.close();
            theirs.close();
        }
    }

    /** A message: how many bytes of the buffer it filled (0: the other end is closed), and the descriptor that came with it or null. */
    public record Message(int length, Fd descriptor) {}

    /** Makes a pair of sockets that keep message boundaries, {@code socketpair(2)} AF_UNIX, SOCK_SEQPACKET. */
    public static Pair pair() throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block both = memory.block(2L * Integer.BYTES);
            Downcall.call(
                    SOCKETPAIR,
                    Argument.named(socket_h.AF_UNIX(), "AF_UNIX"),
                    Argument.named(socket_h.SOCK_SEQPACKET() | socket_h.SOCK_CLOEXEC(), "SOCK_SEQPACKET|SOCK_CLOEXEC"),
                    Argument.number(0),
                    both);
            return new Pair(
                    Fd.owned(both.bytes().getInt(0), "socket"),
                    Fd.owned(both.bytes().getInt(Integer.BYTES), "socket"));
        }
    }

    /**
     * Sends a message of one byte with descriptors, {@code sendmsg(2)} SCM_RIGHTS. What they lead to stays open until the message is received,
     * or nobody can receive it any more.
     *
     * @param descriptors from 1 to {@link #MOST_DESCRIPTORS}; they stay the caller's
     */
    public static void send(Fd socket, List<Fd> descriptors) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            int length = CMSG_DATA + descriptors.size() * Integer.BYTES;
            NativeMemory.Block data = memory.block(1);
            NativeMemory.Block iovec = memory.block(2L * Long.BYTES);
            NativeMemory.Block control = memory.block(length);
            NativeMemory.Block header = memory.block(MSGHDR_BYTES);
            iovec.bytes().putLong(0, data.address()).putLong(Long.BYTES, 1);
            control.bytes().putLong(0, length).putInt(CMSG_LEVEL, socket_h.SOL_SOCKET());
            control.bytes().putInt(CMSG_TYPE, socket_h.SCM_RIGHTS());
            for (int i = 0; i < descriptors.size(); i++) {
                control.bytes()
                        .putInt(
                                CMSG_DATA + i * Integer.BYTES,
                                descriptors.get(i).number());
            }
            header.bytes().putLong(MSG_IOV, iovec.address()).putLong(MSG_IOVLEN, 1);
            header.bytes().putLong(MSG_CONTROL, control.address()).putLong(MSG_CONTROLLEN, length);
            Downcall.call(SENDMSG, socket, header, Argument.number(0));
        }
    }

    /**
     * Receives one message and at most one descriptor with it, {@code recvmsg(2)}. Blocks until there is one.
     *
     * @param into a direct buffer; the message stands from its position on, cut off at its limit
     */
    public static Message receive(Fd socket, ByteBuffer into) throws SyscallException {
        return receive(socket, into, Argument.named(socket_h.MSG_CMSG_CLOEXEC(), "MSG_CMSG_CLOEXEC"));
    }

    /** As {@link #receive(Fd, ByteBuffer)}, but null where there is no message at this moment. */
    public static Message receiveNow(Fd socket, ByteBuffer into) throws SyscallException {
        int flags = socket_h.MSG_CMSG_CLOEXEC() | socket_h.MSG_DONTWAIT();
        try {
            return receive(socket, into, Argument.named(flags, "MSG_CMSG_CLOEXEC|MSG_DONTWAIT"));
        } catch (SyscallException e) {
            if (e.errno() == Errno.EAGAIN) {
                return null;
            }
            throw e;
        }
    }

    private static Message receive(Fd socket, ByteBuffer into, Argument flags) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block iovec = memory.block(2L * Long.BYTES);
            NativeMemory.Block control = memory.block(CONTROL_BYTES);
            NativeMemory.Block header = memory.block(MSGHDR_BYTES);
            NativeMemory.Block data = memory.block(into.remaining());
            iovec.bytes().putLong(0, data.address()).putLong(Long.BYTES, into.remaining());
            header.bytes().putLong(MSG_IOV, iovec.address()).putLong(MSG_IOVLEN, 1);
            header.bytes().putLong(MSG_CONTROL, control.address()).putLong(MSG_CONTROLLEN, CONTROL_BYTES);
            int length = (int) Downcall.call(RECVMSG, socket, header, flags);
            into.put(data.bytes().slice(0, length));
            boolean carries = header.bytes().getLong(MSG_CONTROLLEN) > CMSG_DATA;
            return new Message(
                    length, carries ? Fd.owned(control.bytes().getInt(CMSG_DATA), "passed descriptor") : null);
        }
    }
}
