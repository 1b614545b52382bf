package dev.jocker.runtime.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class SendingTest {
    /** More than sockets keep for each other. */
    private static final int LARGE = 1 << 28;

    @Test
    @Timeout(30)
    void aPeerThatReadsNothingIsGivenUp() throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) { // nobody ever accepts
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/")
                    .toURL()
                    .openConnection(Proxy.NO_PROXY);
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(LARGE);

            assertThatThrownBy(() -> new Sending(connection, new Zeros(), 500).run())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("it takes nothing any more");
        }
    }

    private record Zeros() implements Request.Body {
        @Override
        public long size() {
            return LARGE;
        }

        @Override
        public void writeTo(OutputStream stream) throws IOException {
            byte[] zeros = new byte[1 << 16];
            for (int i = 0; i < LARGE / zeros.length; i++) {
                stream.write(zeros, 0, zeros.length);
            }
        }
    }
}
