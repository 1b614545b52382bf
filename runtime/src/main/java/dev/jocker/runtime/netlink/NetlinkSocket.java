package dev.jocker.runtime.netlink;

import dev.jocker.bindings.netlink_h;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the kernel and waits for its answer, {@code netlink(7)}. An answer belongs to a request by its sequence number and to this
 * socket by its port; any other is passed over. One request at a time: who comes second waits.
 *
 * <p>It speaks of the network namespace in which it was opened, from whatever thread and however long.
 */
public final class NetlinkSocket implements AutoCloseable {
    /** Requests in one datagram at most, so that their acknowledgements fit into the receive buffer. */
    private static final int TOGETHER = 256;

    private static final int ATTEMPTS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Wire wire;
    private final int port;
    private int sequence;

    NetlinkSocket(Wire wire, int port) {
        this.wire = wire;
        this.port = port;
    }

    /** Opens a socket in the thread's network namespace. */
    public static NetlinkSocket open(NetlinkProtocol protocol) throws IOException {
        return open(protocol, null);
    }

    /**
     * Opens a socket in a network namespace, and works there from then on.
     *
     * @param namespace it stays the caller's, who can close it at once; null: the thread's own
     */
    public static NetlinkSocket open(NetlinkProtocol protocol, Fd namespace) throws IOException {
        KernelWire wire = KernelWire.open(protocol, namespace);
        try {
            // The kernel answers before send(2) returns; so this is met only by who is not answered at all.
            wire.setTimeout(PATIENCE);
            return new NetlinkSocket(wire, wire.port());
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    /** Does a command. Returns what the kernel sent before it acknowledged: nothing, unless asked to echo. */
    public List<Message> execute(Request command) throws IOException {
        return executeAll(List.of(command)).getFirst();
    }

    /** Asks a question that has one answer. */
    public Message ask(Request query) throws IOException {
        return executeAll(List.of(query)).getFirst().getFirst();
    }

    /**
     * Does commands and asks questions, in their order, many in one datagram. The kernel goes on behind one that fails.
     *
     * @return the answers to each
     * @throws NetlinkException the first that failed, with those that failed after it suppressed
     */
    public synchronized List<List<Message>> executeAll(List<Request> requests) throws IOException {
        var exchange = new Exchange(requests, sequence + 1);
        sequence += requests.size();
        var datagram = new ByteArrayOutputStream();
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i).isDump()) {
                throw new IllegalArgumentException(requests.get(i) + " is a dump");
            }
            datagram.writeBytes(requests.get(i).encode(exchange.sequence(i)));
            if (i == requests.size() - 1 || !exchange.isWhole() && (i + 1) % TOGETHER == 0) {
                exchange.expectUpTo(i);
                wire.send(datagram.toByteArray());
                datagram.reset();
                while (exchange.isOpen()) {
                    exchange.take(receive(requests.get(i).toString()));
                }
            }
        }
        exchange.throwFailures();
        return exchange.answers();
    }

    /**
     * Asks for all there are. When something changed meanwhile the answer may lack what was there all the time; then it is asked again.
     *
     * @throws NetlinkException EINTR if it changed each time
     */
    public synchronized List<Message> dump(Request request) throws IOException {
        if (!request.isDump()) {
            throw new IllegalArgumentException(request + " is no dump");
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            var dump = new Dump(request, ++sequence);
            wire.send(request.encode(sequence));
            while (!dump.isDone()) {
                dump.take(receive(request.toString()));
            }
            if (!dump.isInterrupted()) {
                return dump.messages();
            }
        }
        throw NetlinkException.unanswered(
                request.toString(), Errno.EINTR, "what is listed changed each of " + ATTEMPTS + " times");
    }

    /** The messages of the next datagram that are for this socket. */
    private List<Message> receive(String request) throws IOException {
        try {
            List<Message> ours = new ArrayList<>();
            for (Message message : Message.readAll(wire.receive())) {
                if (message.port() == port) {
                    ours.add(message);
                }
            }
            return ours;
        } catch (SyscallException e) {
            throw switch (e.errno()) {
                case ENOBUFS ->
                    NetlinkException.unanswered(
                            request, Errno.ENOBUFS, "answers were lost: the receive buffer is full");
                case EAGAIN ->
                    NetlinkException.unanswered(
                            request, Errno.ETIMEDOUT, "no answer in " + PATIENCE.toSeconds() + " seconds");
                default -> e;
            };
        }
    }

    @Override
    public void close() {
        wire.close();
    }

    /** One dump's answer as it comes in. */
    private static final class Dump {
        private final Request request;
        private final int sequence;
        private final List<Message> messages = new ArrayList<>();
        private boolean done;
        private boolean interrupted;

        Dump(Request request, int sequence) {
            this.request = request;
            this.sequence = sequence;
        }

        void take(List<Message> received) throws IOException {
            for (Message message : received) {
                if (message.sequence() == sequence && !done) {
                    take(message);
                }
            }
        }

        private void take(Message message) throws IOException {
            interrupted |= message.flags().has(MessageFlag.NLM_F_DUMP_INTR);
            if (message.type() == netlink_h.NLMSG_DONE()) {
                done = true;
                check(Acknowledgement.ofDone(message));
            } else if (message.type() == netlink_h.NLMSG_ERROR()) {
                done = true;
                check(Acknowledgement.ofError(message));
            } else if (message.type() != netlink_h.NLMSG_NOOP()) {
                messages.add(message);
            }
        }

        private void check(Acknowledgement acknowledgement) throws NetlinkException {
            if (acknowledgement.error() != 0) {
                throw NetlinkException.refused(request, acknowledgement, 0);
            }
        }

        boolean isDone() {
            return done;
        }

        boolean isInterrupted() {
            return interrupted;
        }

        List<Message> messages() {
            return messages;
        }
    }
}
