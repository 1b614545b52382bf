package dev.jocker.cli.bench;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code jocker bench pull}: brings an image from a registry on the loopback link and unpacks it, by {@code jocker pull} with nothing in its
 * store, in turns with {@code skopeo copy} and {@code umoci unpack}. Whole commands, from their start to their end.
 *
 * <p>Ours has all of it on the disk when it ends, {@code syncfs(2)}; the others leave that to the kernel. What they left is waited for before
 * the next, and not measured.
 */
public final class PullBenchmark {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String launcher;
    private final int rounds;
    private final long bytes;
    private final StartBenchmark.Progress progress;

    /**
     * @param launcher the command that starts Jocker
     * @param rounds how many times to measure each
     * @param bytes of the image's files
     * @param progress told of each round
     */
    public PullBenchmark(String launcher, int rounds, long bytes, StartBenchmark.Progress progress) {
        this.launcher = launcher;
        this.rounds = rounds;
        this.bytes = bytes;
        this.progress = progress;
    }

    /** Measures; nothing is left of it. */
    public PullReport run() throws IOException {
        for (String program : List.of("docker-registry", "skopeo", "umoci")) {
            if (!NetCommands.isThere(program)) {
                throw new IOException(
                        "bench pull wants docker-registry, skopeo and umoci: there is no " + program + " here");
            }
        }
        Path scratch = Files.createTempDirectory("jocker-bench-");
        try {
            int port = freePort();
            Process registry = registry(scratch, port);
            try {
                return measure(scratch, "127.0.0.1:" + port + "/bench:1");
            } finally {
                registry.destroyForcibly();
                await(registry);
            }
        } finally {
            StartBenchmark.delete(scratch);
        }
    }

    private PullReport measure(Path scratch, String image) throws IOException {
        progress.at("making an image");
        Path context = Files.createDirectory(scratch.resolve("context"));
        int files = PullImage.make(context, bytes);
        Path own = scratch.resolve("own");
        jocker(own, "build", "-q", "-t", image, context.toString());
        jocker(own, "push", "-q", image);
        StartBenchmark.delete(context);
        StartBenchmark.delete(own);
        List<PullSample> samples = new ArrayList<>();
        for (int i = -1; i < rounds; i++) { // the first of each finds nothing in the page cache
            progress.at(i < 0 ? "warming up" : "round " + (i + 1) + " of " + rounds);
            long ours = i % 2 == 0 ? ours(scratch, image) : 0;
            long[] theirs = theirs(scratch, image);
            ours = i % 2 == 0 ? ours : ours(scratch, image);
            if (i >= 0) {
                samples.add(new PullSample(ours, theirs[0], theirs[1]));
            }
        }
        return new PullReport(samples, files, bytes);
    }

    private long ours(Path scratch, String image) throws IOException {
        Path own = scratch.resolve("own");
        settle(scratch);
        long begun = System.nanoTime();
        jocker(own, "pull", "-q", image);
        long took = System.nanoTime() - begun;
        StartBenchmark.delete(own);
        return took;
    }

    private long[] theirs(Path scratch, String image) throws IOException {
        Path layout = scratch.resolve("layout");
        Path bundle = scratch.resolve("bundle");
        settle(scratch);
        long begun = System.nanoTime();
        command(
                Map.of(),
                "skopeo",
                "copy",
                "-q",
                "--src-tls-verify=false",
                "docker://" + image,
                "oci:" + layout + ":bench");
        long copied = System.nanoTime();
        command(Map.of(), "umoci", "unpack", "--image", layout + ":bench", bundle.toString());
        long[] took = {copied - begun, System.nanoTime() - copied};
        StartBenchmark.delete(layout);
        StartBenchmark.delete(bundle);
        return took;
    }

    /** Waits until the disk has all that was written, so that the next is not kept waiting by it. */
    private static void settle(Path scratch) throws IOException {
        try (Fd directory = Descriptors.open(scratch, Flags.of(OpenFlag.O_DIRECTORY))) {
            FileContents.syncfs(directory);
        }
    }

    private void jocker(Path directory, String... words) throws IOException {
        String[] command = new String[words.length + 1];
        command[0] = launcher;
        System.arraycopy(words, 0, command, 1, words.length);
        command(
                Map.of(
                        "JOCKER_DATA", directory.resolve("data").toString(),
                        "JOCKER_RUN", directory.resolve("run").toString()),
                command);
    }

    private static void command(Map<String, String> environment, String... words) throws IOException {
        Path said = Files.createTempFile("jocker-bench-", "");
        try {
            var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (await(process) != 0) {
                throw new IOException(words[0] + " " + words[1] + " has failed: "
                        + Files.readString(said).strip());
            }
        } finally {
            Files.delete(said);
        }
    }

    private static Process registry(Path scratch, int port) throws IOException {
        Path log = scratch.resolve("log");
        Path config =
                Files.writeString(scratch.resolve("config.yml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"}
                """.formatted(scratch.resolve("registry"), port));
        Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long begun = System.nanoTime();
        while (!answers(port)) {
            if (!process.isAlive() || System.nanoTime() - begun > START_NANOS) {
                process.destroyForcibly();
                throw new IOException("docker-registry does not start: "
                        + Files.readString(log).strip());
            }
            LockSupport.parkNanos(NAP_NANOS);
        }
        return process;
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
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

    private static int await(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
