package dev.jocker.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Debian's docker-registry on a port of its own of 127.0.0.1, with what it keeps in a directory of the test. */
public final class LocalRegistry implements AutoCloseable {
    /** Who may do what in one {@linkplain #withPassword with a password}. */
    public static final String USER = "somebody";

    public static final String PASSWORD = "secret";

    private static final String BCRYPT = "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";
    private static final int START_SECONDS = 20;

    private final Path directory;
    private final int port;
    private final Process process;

    private LocalRegistry(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** One that everybody may use, by http. The directory is made. */
    public static LocalRegistry open(Path directory) throws IOException, InterruptedException {
        return start(directory, "", "");
    }

    /** One that wants a password. */
    public static LocalRegistry withPassword(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path users = Files.writeString(directory.resolve("users"), USER + ":" + BCRYPT + "\n");
        return start(directory, "", "auth: {htpasswd: {realm: test, path: " + users + "}}\n");
    }

    /** One that takes tokens. */
    public static LocalRegistry withTokens(Path directory, String realm, Path certificate)
            throws IOException, InterruptedException {
        return start(
                directory,
                "",
                "auth: {token: {realm: \"" + realm + "\", service: registry, issuer: test, rootcertbundle: "
                        + certificate + "}}\n");
    }

    /** One that speaks https. */
    public static LocalRegistry withTls(Path directory, Certificates certificates)
            throws IOException, InterruptedException {
        String tls = ", tls: {certificate: " + certificates.certificate() + ", key: " + certificates.key() + "}";
        return start(directory, tls, "");
    }

    private static LocalRegistry start(Path directory, String tls, String auth)
            throws IOException, InterruptedException {
        Path program = Witness.require("docker-registry");
        Files.createDirectories(directory);
        int port = freePort();
        Path config = Files.writeString(
                directory.resolve("config.yml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: 127.0.0.1:%d%s}
                %s""".formatted(directory.resolve("data"), port, tls, auth));
        Process process = new ProcessBuilder(program.toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        var registry = new LocalRegistry(directory, port, process);
        registry.awaitStart();
        return registry;
    }

    private void awaitStart() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new IOException("docker-registry has not started: " + Files.readString(directory.resolve("log")));
            }
            Thread.sleep(20);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** As names of images have it. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    /** Runs skopeo, a peer of ours, without asking it for certificates. */
    public static String skopeo(String... words) throws IOException, InterruptedException {
        return run(Witness.require("skopeo").toString(), words);
    }

    /** Runs a program, whose output is returned, and which may not fail. */
    public static String run(String program, String... words) throws IOException, InterruptedException {
        String[] command = new String[words.length + 1];
        command[0] = program;
        System.arraycopy(words, 0, command, 1, words.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(Arrays.toString(command) + ": " + output);
        }
        return output;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
