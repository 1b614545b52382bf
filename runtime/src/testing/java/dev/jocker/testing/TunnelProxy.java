package dev.jocker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that takes {@code CONNECT} from who shows a password, and leads to one server of this machine whatever is asked for. */
public final class TunnelProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private TunnelProxy(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    public static TunnelProxy to(int port) throws IOException {
        var proxy = new TunnelProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** What it was asked, with all headers. */
    public List<String> heads() {
        return heads;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                sockets.add(near);
                threads.execute(() -> tunnel(near));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void tunnel(Socket near) {
        try {
            String head = head(near.getInputStream());
            heads.add(head);
            if (!head.toLowerCase(Locale.ROOT).contains("proxy-authorization: ")) {
                near.getOutputStream()
                        .write(
                                "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                near.close();
                return;
            }
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(far);
            near.getOutputStream()
                    .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            threads.execute(() -> carry(far, near));
            carry(near, far);
        } catch (IOException e) {
            // one side has ended
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no head: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // the other direction has ended
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket each : sockets) {
            each.close();
        }
        threads.shutdownNow();
    }
}
