package dev.jocker.runtime.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.bindings.netlink_h;
import dev.jocker.bindings.sockaddr_nl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class NetlinkSocketsTest {
    private static final Argument ROUTE = Argument.named(netlink_h.NETLINK_ROUTE(), "NETLINK_ROUTE");

    @Test
    void theAddressIsThatOfTheBindings() {
        assertThat(sockaddr_nl.nl_family$offset()).isZero();
        assertThat(sockaddr_nl.nl_pid$offset()).isEqualTo(NetlinkSockets.ADDRESS_PORT);
        assertThat(sockaddr_nl.sizeof()).isEqualTo(NetlinkSockets.ADDRESS_BYTES);
    }

    @Test
    void eachSocketHasAPortOfItsOwn() throws IOException {
        try (Fd one = NetlinkSockets.open(ROUTE);
                Fd two = NetlinkSockets.open(ROUTE)) {
            assertThat(NetlinkSockets.port(one)).isNotZero().isNotEqualTo(NetlinkSockets.port(two));
        }
    }

    @Test
    void aDatagramIsSeenBeforeItIsReceived() throws IOException {
        try (Fd socket = NetlinkSockets.open(ROUTE)) {
            // NLMSG_NOOP with NLM_F_ACK: acknowledged, 36 bytes
            NetlinkSockets.send(socket, new byte[] {16, 0, 0, 0, 1, 0, 5, 0, 9, 0, 0, 0, 0, 0, 0, 0});
            assertThat(NetlinkSockets.peek(socket)).isEqualTo(36);
            ByteBuffer small = Descriptors.buffer(20);
            assertThat(NetlinkSockets.receive(socket, small)).isEqualTo(new NetlinkSockets.Datagram(36, 0));
            assertThat(small.remaining()).isEqualTo(20);
        }
    }

    @Test
    void waitingEnds() throws IOException {
        try (Fd socket = NetlinkSockets.open(ROUTE)) {
            NetlinkSockets.setReceiveTimeout(socket, Duration.ofMillis(20));
            assertThatThrownBy(() -> NetlinkSockets.peek(socket))
                    .isInstanceOfSatisfying(
                            SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
        }
    }
}
