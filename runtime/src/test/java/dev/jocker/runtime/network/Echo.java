package dev.jocker.runtime.network;

import dev.jocker.runtime.namespace.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server in a namespace, by TCP and UDP and of both families, that tells whoever asks what his address is, and its own. */
final class Echo implements AutoCloseable {
    private static final int PATIENCE = 5000;

    private final ServerSocket stream;
    private final DatagramSocket datagrams;

    private Echo(ServerSocket stream, DatagramSocket datagrams) {
        this.stream = stream;
        this.datagrams = datagrams;
    }

    static Echo start(NetworkNamespace namespace, int port) throws IOException {
        Echo echo = namespace.inside(() -> new Echo(new ServerSocket(port), new DatagramSocket(port)));
        Thread.ofPlatform().daemon().name("echo tcp").start(echo::serveStreams);
        Thread.ofPlatform().daemon().name("echo udp").start(echo::serveDatagrams);
        return echo;
    }

    private void serveStreams() {
        try {
            while (true) {
                try (Socket client = stream.accept()) {
                    client.getOutputStream().write(bytes(client.getInetAddress()));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serveDatagrams() {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[1], 1);
                datagrams.receive(packet);
                byte[] answer = bytes(packet.getAddress());
                datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static byte[] bytes(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return (zone < 0 ? text : text.substring(0, zone)).getBytes(StandardCharsets.US_ASCII);
    }

    /** As whom the server sees the asker. */
    static String ask(NetworkNamespace from, String address, int port) throws IOException {
        return ask(from, address, port, PATIENCE);
    }

    static String ask(NetworkNamespace from, String address, int port, int patience) throws IOException {
        return from.inside(() -> {
            try (var socket = new Socket()) {
                socket.setSoTimeout(patience);
                socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), patience);
                return normal(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            }
        });
    }

    static String askByDatagram(NetworkNamespace from, String address, int port) throws IOException {
        return from.inside(() -> {
            try (var socket = new DatagramSocket()) {
                socket.setSoTimeout(PATIENCE);
                socket.connect(new InetSocketAddress(InetAddress.getByName(address), port));
                socket.send(new DatagramPacket(new byte[1], 1));
                var packet = new DatagramPacket(new byte[64], 64);
                socket.receive(packet);
                return normal(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII));
            }
        });
    }

    /** As we write addresses. */
    private static String normal(String address) {
        return dev.jocker.runtime.inet.IpAddress.parse(address).toString();
    }

    @Override
    public void close() throws IOException {
        stream.close();
        datagrams.close();
    }
}
