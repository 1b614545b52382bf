package dev.jocker.runtime.syscall;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.cmsghdr;
import dev.jocker.bindings.iovec;
import dev.jocker.bindings.msghdr;
import dev.jocker.bindings.sockaddr_in;
import dev.jocker.bindings.sockaddr_in6;
import dev.jocker.bindings.socket_h;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SocketsTest {
    @Test
    void messageHeadersAreThoseOfTheBindings() {
        assertThat(new long[] {
                    msghdr.msg_iov$offset(),
                    msghdr.msg_iovlen$offset(),
                    msghdr.msg_control$offset(),
                    msghdr.msg_controllen$offset(),
                    msghdr.sizeof()
                })
                .containsExactly(
                        Sockets.MSG_IOV,
                        Sockets.MSG_IOVLEN,
                        Sockets.MSG_CONTROL,
                        Sockets.MSG_CONTROLLEN,
                        Sockets.MSGHDR_BYTES);
        assertThat(cmsghdr.sizeof()).isEqualTo(Sockets.CMSG_DATA);
        assertThat(cmsghdr.cmsg_level$offset()).isEqualTo(Sockets.CMSG_LEVEL);
        assertThat(cmsghdr.cmsg_type$offset()).isEqualTo(Sockets.CMSG_TYPE);
        assertThat(Sockets.CONTROL_BYTES).isEqualTo(Sockets.CMSG_DATA + Long.BYTES); // CMSG_SPACE(sizeof(int))
        assertThat(new long[] {iovec.iov_base$offset(), iovec.iov_len$offset(), iovec.sizeof()})
                .containsExactly(0, Long.BYTES, 2 * Long.BYTES);
    }

    @Test
    void addressesAreThoseOfTheBindings() {
        assertThat(sockaddr_in.sizeof()).isEqualTo(InternetSockets.ADDRESS_BYTES_V4);
        assertThat(sockaddr_in.sin_port$offset()).isEqualTo(InternetSockets.ADDRESS_PORT);
        assertThat(sockaddr_in.sin_addr$offset()).isEqualTo(InternetSockets.ADDRESS_V4);
        assertThat(sockaddr_in6.sizeof()).isEqualTo(InternetSockets.ADDRESS_BYTES_V6);
        assertThat(sockaddr_in6.sin6_port$offset()).isEqualTo(InternetSockets.ADDRESS_PORT);
        assertThat(sockaddr_in6.sin6_addr$offset()).isEqualTo(InternetSockets.ADDRESS_V6);
    }

    /** A pipe whose write end is only in a message has a writer until nobody can receive the message. */
    @Test
    void whatIsInAMessageStaysOpen() throws IOException {
        Sockets.Pair pair = Sockets.pair();
        try (pair;
                Fd end = send(pair)) {
            pair.ours().close();
            assertThat(Descriptors.poll(end, Descriptors.pollIn(), 0)).isZero();
            pair.theirs().close();
            assertThat(Descriptors.poll(end, Descriptors.pollIn(), 0))
                    .as("hung up")
                    .isNotZero();
        }
    }

    private static Fd send(Sockets.Pair pair) throws IOException {
        Descriptors.Pipe pipe = Descriptors.pipe();
        try (Fd write = pipe.writeEnd()) {
            Sockets.send(pair.ours(), List.of(write, write));
            return pipe.readEnd();
        }
    }

    @Test
    void messagesKeepTheirBoundaries() throws IOException {
        try (Sockets.Pair pair = Sockets.pair()) {
            Descriptors.write(pair.theirs(), "one".getBytes(US_ASCII));
            Descriptors.write(pair.theirs(), "three".getBytes(US_ASCII));

            assertThat(text(pair.ours(), 16)).isEqualTo("one");
            assertThat(text(pair.ours(), 16)).isEqualTo("three");
        }
    }

    @Test
    void whatDoesNotFitIsCutOff() throws IOException {
        try (Sockets.Pair pair = Sockets.pair()) {
            Descriptors.write(pair.theirs(), "abcdef".getBytes(US_ASCII));
            Descriptors.write(pair.theirs(), "next".getBytes(US_ASCII));

            assertThat(text(pair.ours(), 3)).isEqualTo("abc");
            assertThat(text(pair.ours(), 16)).isEqualTo("next");
        }
    }

    @Test
    void theOtherEndClosedIsAnEmptyMessage() throws IOException {
        try (Sockets.Pair pair = Sockets.pair()) {
            pair.theirs().close();
            Sockets.Message message = Sockets.receive(pair.ours(), Descriptors.buffer(4));

            assertThat(message.length()).isZero();
            assertThat(message.descriptor()).isNull();
        }
    }

    @Test
    void aDescriptorComesWithItsMessage() throws IOException {
        try (Sockets.Pair pair = Sockets.pair();
                Fd sent = Descriptors.open(Path.of("/dev/full"), Flags.none(OpenFlag.class))) {
            send(pair.theirs(), sent);
            Sockets.Message message = Sockets.receive(pair.ours(), Descriptors.buffer(4));
            try (Fd received = message.descriptor()) {
                assertThat(message.length()).isEqualTo(1);
                assertThat(received.number()).isNotEqualTo(sent.number());
                assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + received.number())))
                        .isEqualTo(Path.of("/dev/full"));
                assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + received.number())))
                        .containsPattern("flags:\\s+0[1-7]?2[0-7]{6}"); // close-on-exec
            }
        }
    }

    /** {@code sendmsg(2)} with one descriptor, SCM_RIGHTS, as a child's program does it. */
    private static void send(Fd socket, Fd descriptor) throws IOException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block text = memory.block(1);
            NativeMemory.Block vector = memory.block(iovec.sizeof());
            vector.bytes().putLong(0, text.address()).putLong(8, 1);
            NativeMemory.Block control = memory.block(24);
            control.bytes().putLong(0, 20).putInt(8, socket_h.SOL_SOCKET()).putInt(12, socket_h.SCM_RIGHTS());
            control.bytes().putInt(16, descriptor.number());
            NativeMemory.Block header = memory.block(msghdr.sizeof());
            header.bytes().putLong(16, vector.address()).putLong(24, 1);
            header.bytes().putLong(32, control.address()).putLong(40, 24);
            Downcall.call(SystemCall.SENDMSG, socket, header, Argument.number(0));
        }
    }

    private static String text(Fd socket, int room) throws IOException {
        ByteBuffer buffer = Descriptors.buffer(room);
        int length = Sockets.receive(socket, buffer).length();
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return new String(bytes, US_ASCII);
    }
}
