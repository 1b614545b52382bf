package dev.jocker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a server on this machine that breaks, or changes what comes along. */
public final class BadWire implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final Fault down;
    private final Fault up;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicLong carried = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();

    /** What becomes of bytes that come from the server, or go there. */
    public interface Fault {
        /**
         * May change what comes.
         *
         * @param connection the how manieth, from 1 on
         * @param position of the first byte in what that has carried
         * @return how many of the bytes get through; fewer than there are, and the connection breaks
         */
        int pass(int connection, long position, byte[] bytes, int count);
    }

    private BadWire(ServerSocket listening, int target, Fault down, Fault up) {
        this.listening = listening;
        this.target = target;
        this.down = down;
        this.up = up;
    }

    /** To the server that listens on {@code port}; what comes from there is at risk. */
    public static BadWire to(int port, Fault fault) throws IOException {
        return started(port, fault, none());
    }

    /** The same, but what goes there is at risk. */
    public static BadWire up(int port, Fault fault) throws IOException {
        return started(port, none(), fault);
    }

    private static BadWire started(int port, Fault down, Fault up) throws IOException {
        var wire = new BadWire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port, down, up);
        wire.threads.execute(wire::accept);
        return wire;
    }

    /** Each connection breaks after so many bytes. */
    public static Fault breaksAfter(long bytes) {
        return (connection, position, buffer, count) -> Math.clamp(bytes - position, 0, count);
    }

    /** Nothing is wrong. */
    public static Fault none() {
        return (connection, position, buffer, count) -> count;
    }

    /** As names of images have it. */
    public String host() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** How many bytes have come from the server. */
    public long carried() {
        return carried.get();
    }

    /** How many connections there were. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = opened(listening.accept());
                int number = connections.incrementAndGet();
                connect(near, number);
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void connect(Socket near, int number) throws IOException {
        try {
            Socket far = opened(new Socket(InetAddress.getLoopbackAddress(), target));
            threads.execute(() -> carry(near, far, up, number, new AtomicLong()));
            threads.execute(() -> carry(far, near, down, number, carried));
        } catch (IOException e) {
            near.close(); // nobody is there
        }
    }

    private Socket opened(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private void carry(Socket from, Socket to, Fault fault, int number, AtomicLong count) {
        byte[] bytes = new byte[1 << 14];
        long position = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                int passing = fault.pass(number, position, bytes, read);
                out.write(bytes, 0, passing);
                count.addAndGet(passing);
                if (passing < read) {
                    return;
                }
                position += read;
            }
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
