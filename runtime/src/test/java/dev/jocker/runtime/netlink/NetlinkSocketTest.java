package dev.jocker.runtime.netlink;

import static dev.jocker.runtime.netlink.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.bindings.netlink_h;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What the socket makes of answers, and of such as a kernel gives once in a year. The kernel is a list of datagrams. */
final class NetlinkSocketTest {
    private static final int PORT = 4711;
    private static final int SOME_TYPE = 16;
    private static final int MULTI = (int) MessageFlag.NLM_F_MULTI.bits();
    private static final int INTERRUPTED = MULTI | (int) MessageFlag.NLM_F_DUMP_INTR.bits();

    private final Deque<Object> answers = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final NetlinkSocket socket = new NetlinkSocket(new FakeWire(), PORT);

    private enum Type implements Code {
        RTM_NEWLINK,
        IFLA_MTU;

        @Override
        public int number() {
            return this == RTM_NEWLINK ? SOME_TYPE : 4;
        }
    }

    private final class FakeWire implements Wire {
        @Override
        public void send(byte[] datagram) {
            sent.add(datagram);
        }

        @Override
        public Bytes receive() throws IOException {
            Object answer = answers.poll();
            if (answer instanceof byte[] bytes) {
                return Bytes.of(bytes);
            }
            Errno errno = answer == null ? Errno.EAGAIN : (Errno) answer;
            throw new SyscallException(SystemCall.RECVFROM, List.of(Argument.NULL), errno.number());
        }
    }

    private static Request command(String subject) {
        var content = AttributeWriter.after(Bytes.of(new byte[16])).u32(Type.IFLA_MTU, 70_000);
        return Request.command(Type.RTM_NEWLINK, Flags.none(NewFlag.class), subject, content);
    }

    private static Request dump() {
        return Request.dump(Type.RTM_NEWLINK, "", AttributeWriter.after(Bytes.of(new byte[16])));
    }

    private static byte[] message(int type, int flags, int sequence, int port, byte[] payload) {
        ByteBuffer message = Bytes.struct(16 + Alignment.align(payload.length));
        message.putInt(16 + payload.length).putShort((short) type).putShort((short) flags);
        return Bytes.of(message.putInt(sequence).putInt(port).put(payload)).toArray();
    }

    private static byte[] link(int flags, int sequence, int marker) {
        return message(
                SOME_TYPE,
                flags,
                sequence,
                PORT,
                Bytes.of(Bytes.struct(4).putInt(marker)).toArray());
    }

    private static byte[] acknowledgement(int sequence, int error) {
        byte[] payload = Bytes.of(Bytes.struct(20).putInt(-error).putInt(36)).toArray();
        return message(netlink_h.NLMSG_ERROR(), (int) AckFlag.NLM_F_CAPPED.bits(), sequence, PORT, payload);
    }

    private static byte[] done(int sequence) {
        return message(netlink_h.NLMSG_DONE(), MULTI, sequence, PORT, new byte[4]);
    }

    private static byte[] together(byte[]... messages) {
        var all = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            all.writeBytes(message);
        }
        return all.toByteArray();
    }

    private static List<Integer> markers(List<Message> messages) {
        return messages.stream()
                .map(message -> message.payload().view().getInt(0))
                .toList();
    }

    @Test
    void passesOverWhatAnswersAnotherRequestOrSocket() throws IOException {
        answers.add(acknowledgement(77, Errno.EPERM.number()));
        answers.add(message(
                netlink_h.NLMSG_ERROR(),
                0,
                1,
                PORT + 1,
                Bytes.of(Bytes.struct(20).putInt(-1)).toArray()));
        answers.add(message(SOME_TYPE, 0, 0, PORT, new byte[4]));
        answers.add(acknowledgement(1, 0));
        assertThat(socket.execute(command("br0"))).isEmpty();
        assertThat(answers).isEmpty();
    }

    @Test
    void anErrorHasTheKernelsWordsAndTheAttribute() {
        byte[] extended = hex("""
                eaffffff 28000000 1000 0500 01000000 00000000   -EINVAL, the request's header
                0e00 0100 746f6f206c6172676500 0000            NLMSGERR_ATTR_MSG "too large"
                0800 0200 20000000                             NLMSGERR_ATTR_OFFS 32
                """);
        int flags = (int) Flags.of(AckFlag.NLM_F_CAPPED, AckFlag.NLM_F_ACK_TLVS).bits();
        answers.add(message(netlink_h.NLMSG_ERROR(), flags, 1, PORT, extended));
        assertThatThrownBy(() -> socket.execute(command("br0")))
                .isInstanceOfSatisfying(NetlinkException.class, e -> {
                    assertThat(e.errno()).isEqualTo(Errno.EINVAL);
                    assertThat(e.text()).isEqualTo("too large");
                    assertThat(e.attribute()).isEqualTo("IFLA_MTU");
                })
                .hasMessage("netlink RTM_NEWLINK br0: EINVAL, too large (IFLA_MTU)");
    }

    @Test
    void anErrorMayTellOfAMissingAttribute() {
        byte[] extended = hex("""
                eaffffff 28000000 1000 0500 01000000 00000000   -EINVAL, the request's header
                0800 0500 03000000                             NLMSGERR_ATTR_MISS_TYPE 3
                """);
        int flags = (int) Flags.of(AckFlag.NLM_F_CAPPED, AckFlag.NLM_F_ACK_TLVS).bits();
        answers.add(message(netlink_h.NLMSG_ERROR(), flags, 1, PORT, extended));
        assertThatThrownBy(() -> socket.execute(command("br0")))
                .hasMessage("netlink RTM_NEWLINK br0: EINVAL (Invalid argument) (missing attribute 3)");
    }

    @Test
    void anErrorMayQuoteTheRequest() {
        byte[] quoting = Bytes.of(
                        Bytes.struct(20 + 24).putInt(-Errno.EPERM.number()).putInt(40))
                .toArray();
        answers.add(message(netlink_h.NLMSG_ERROR(), 0, 1, PORT, quoting));
        assertThatThrownBy(() -> socket.execute(command("br0")))
                .hasMessage("netlink RTM_NEWLINK br0: EPERM (Operation not permitted)");
    }

    @Test
    void matchesTheAnswersOfABatchOneByOne() {
        answers.add(together(acknowledgement(1, 0), acknowledgement(3, Errno.EPERM.number())));
        answers.add(together(acknowledgement(2, Errno.EEXIST.number())));
        assertThatThrownBy(() -> socket.executeAll(List.of(command("a"), command("b"), command("c"))))
                .hasMessageStartingWith("netlink RTM_NEWLINK b: EEXIST")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(
                                second -> assertThat(second).hasMessageStartingWith("netlink RTM_NEWLINK c: EPERM")));
        assertThat(sent).hasSize(1);
    }

    @Test
    void sendsManyInPiecesWhoseAnswersFit() throws IOException {
        List<Request> requests = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            requests.add(command("x"));
            answers.add(acknowledgement(i, 0));
        }
        socket.executeAll(requests);
        assertThat(sent).hasSize(2);
    }

    @Test
    void waitsForTheEndOfADump() throws IOException {
        answers.add(together(link(MULTI, 1, 10), link(MULTI, 1, 11)));
        answers.add(link(MULTI, 1, 12));
        answers.add(done(1));
        assertThat(markers(socket.dump(dump()))).containsExactly(10, 11, 12);
    }

    @Test
    void asksAgainWhenADumpWasInterrupted() throws IOException {
        answers.add(link(MULTI, 1, 10));
        answers.add(together(link(INTERRUPTED, 1, 11), done(1)));
        answers.add(together(link(MULTI, 2, 10), link(MULTI, 2, 11), link(MULTI, 2, 12), done(2)));
        assertThat(markers(socket.dump(dump()))).containsExactly(10, 11, 12);
        assertThat(sent).hasSize(2);
    }

    @Test
    void saysSoWhenEveryDumpIsInterrupted() {
        for (int i = 1; i <= 100; i++) {
            answers.add(together(link(INTERRUPTED, i, 10), done(i)));
        }
        assertThatThrownBy(() -> socket.dump(dump()))
                .hasMessage("netlink RTM_NEWLINK: EINTR, what is listed changed each of 16 times");
    }

    @Test
    void theEndOfADumpMayBeAnError() {
        byte[] payload =
                Bytes.of(Bytes.struct(4).putInt(-Errno.ENODEV.number())).toArray();
        answers.add(together(link(MULTI, 1, 10), message(netlink_h.NLMSG_DONE(), MULTI, 1, PORT, payload)));
        assertThatThrownBy(() -> socket.dump(dump())).hasMessage("netlink RTM_NEWLINK: ENODEV (No such device)");
        answers.add(acknowledgement(2, Errno.EOPNOTSUPP.number()));
        assertThatThrownBy(() -> socket.dump(dump())).hasMessageContaining("EOPNOTSUPP");
    }

    @Test
    void saysSoWhenAnswersWereLostOrDoNotCome() {
        answers.add(Errno.ENOBUFS);
        assertThatThrownBy(() -> socket.execute(command("br0")))
                .hasMessage("netlink RTM_NEWLINK br0: ENOBUFS, answers were lost: the receive buffer is full");
        assertThatThrownBy(() -> socket.execute(command("br0")))
                .hasMessage("netlink RTM_NEWLINK br0: ETIMEDOUT, no answer in 10 seconds");
    }

    @Test
    void whatOpensATransactionEndsItWhenRefused() {
        var begin = Request.opening(Type.RTM_NEWLINK, "begin", AttributeWriter.after(Bytes.NONE));
        answers.add(acknowledgement(1, Errno.EPERM.number()));
        assertThatThrownBy(() -> socket.executeAll(List.of(begin, command("a"))))
                .hasMessage("netlink RTM_NEWLINK begin: EPERM (Operation not permitted)");
    }

    @Property(tries = 1000)
    void anyAnswerEndsInAResultOrOneKindOfException(@ForAll @Size(max = 60) byte[] payload, @ForAll boolean multi) {
        answers.clear();
        var socketOfThis = new NetlinkSocket(new FakeWire(), PORT);
        answers.add(message(netlink_h.NLMSG_ERROR(), multi ? 0x302 : 0x300, 1, PORT, payload));
        answers.add(payload);
        try {
            socketOfThis.execute(command("br0"));
        } catch (NetlinkException | MalformedMessageException e) {
            assertThat(e.getMessage()).contains("netlink");
        } catch (IOException e) {
            throw new AssertionError("another exception", e);
        }
    }
}
