package dev.jocker.cli.bench;

import dev.jocker.runtime.network.Endpoint;
import dev.jocker.runtime.network.PublishedPort;
import dev.jocker.runtime.syscall.Mounts;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A container's network by the commands of {@code ip(8)} and {@code nft(8)}, one for each step, as somebody types them: lines for a shell that
 * runs already, so that no start of a process by the JVM is counted.
 */
final class NetCommands implements NetBenchmark.Way, AutoCloseable {
    private static final String NAME = "bench"; // of the namespace, for ip -n

    private final Process shell;
    private final BufferedReader answers;
    private final Path errors;
    private final String attaching;
    private final String detaching;

    private NetCommands(Process shell, Path errors, String attaching, String detaching) {
        this.shell = shell;
        this.answers = shell.inputReader(StandardCharsets.UTF_8);
        this.errors = errors;
        this.attaching = attaching;
        this.detaching = detaching;
    }

    /**
     * Looks whether the commands are there.
     *
     * @throws IOException if one is not
     */
    static void require() throws IOException {
        for (String program : List.of("ip", "nft")) {
            if (!isThere(program)) {
                throw new IOException(
                        "bench net compares with the commands ip and nft: there is no " + program + " here");
            }
        }
    }

    static boolean isThere(String program) {
        String path = System.getenv("PATH");
        for (String directory : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Starts the shell, in the calling thread's namespaces: network, and mount, where {@code /run} becomes its own, so that nobody else sees
     * the namespace's name.
     *
     * @param place where the commands put the namespace
     */
    static NetCommands start(Path scratch, Endpoint place, PublishedPort port) throws IOException {
        Mounts.makeTreePrivate(Path.of("/"));
        Path names = Files.createDirectories(scratch.resolve("names"));
        Mounts.bindTree(names, Path.of("/var/run").toRealPath());
        Path errors = scratch.resolve("errors");
        Process shell = new ProcessBuilder("sh")
                .directory(new File("/"))
                .redirectError(errors.toFile())
                .start();
        return new NetCommands(shell, errors, attaching(place, port), detaching(place, port));
    }

    private static String attaching(Endpoint place, PublishedPort port) {
        String link = place.hostLink();
        return line(
                "ip netns add " + NAME,
                "ip link add " + link + " type veth peer name eth0 address " + place.mac() + " netns " + NAME,
                "ip link set " + link + " master " + place.bridge() + " up",
                "ip -n " + NAME + " addr add " + place.ip4() + " dev eth0",
                "ip -n " + NAME + " link set eth0 up",
                "ip -n " + NAME + " link set lo up",
                "ip -n " + NAME + " route add default via " + place.gateway(true),
                "nft add element inet jocker ports4 " + element(place, port));
    }

    private static String detaching(Endpoint place, PublishedPort port) {
        return line("nft delete element inet jocker ports4 " + element(place, port), "ip netns del " + NAME);
    }

    private static String element(Endpoint place, PublishedPort port) {
        return "'{ " + port.protocol() + " . " + port.hostPort() + " : "
                + place.ip4().address() + " . " + port.containerPort() + " }'";
    }

    private static String line(String... commands) {
        return String.join(" && ", commands) + "; echo $?\n";
    }

    @Override
    public void attach() throws IOException {
        run(attaching);
    }

    @Override
    public void detach() throws IOException {
        run(detaching);
    }

    private void run(String line) throws IOException {
        shell.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().flush();
        String status = answers.readLine();
        if (!"0".equals(status)) {
            throw new IOException(
                    "a command failed: " + Files.readString(errors).strip());
        }
    }

    /** The shell ends with its input. */
    @Override
    public void close() throws IOException {
        shell.getOutputStream().close();
        try {
            shell.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answers.close();
        }
    }
}
