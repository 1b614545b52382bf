package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jocker.testing.Witness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts {@code cli/bin/jocker} as a user does, with directories of its own, and collects what comes back. */
final class Launcher {
    /** No command takes that long, but on an emulated machine. */
    private static final int SECONDS = Integer.getInteger("jocker.seconds", 60);

    private final Path data;
    private final Path run;
    private final List<String> machine;

    /** What a command said; {@code raw} is its standard output, a character for each byte. */
    record Result(int status, String raw, String err) {
        byte[] bytes() {
            return raw.getBytes(ISO_8859_1);
        }

        String out() {
            return new String(bytes(), UTF_8);
        }

        List<String> lines() {
            return out().lines().toList();
        }
    }

    Launcher(Path directory) {
        this(directory, List.of());
    }

    /** {@code machine}: what begins each command line, to execute it elsewhere; there containers are on networks. */
    Launcher(Path directory, List<String> machine) {
        data = directory.resolve("data");
        run = directory.resolve("run");
        this.machine = machine;
    }

    Path data() {
        return data;
    }

    Path runDirectory() {
        return run;
    }

    static String script() {
        return Witness.checkout().resolve("cli/bin/jocker").toString();
    }

    /** {@code jocker WORDS…} with an empty standard input. */
    Result jocker(String... words) throws IOException, InterruptedException {
        return finish(builder(List.of(), words), new byte[0]);
    }

    /** {@code jocker WORDS…} that reads {@code input}. */
    Result jockerReads(byte[] input, String... words) throws IOException, InterruptedException {
        return finish(builder(List.of(), words), input);
    }

    /** {@code jocker WORDS…}, started by another program: {@code unshare -m}, {@code setpriv}. */
    Result jockerUnder(List<String> prefix, String... words) throws IOException, InterruptedException {
        return finish(builder(prefix, words), new byte[0]);
    }

    /** A command line to go on with. */
    ProcessBuilder builder(List<String> prefix, String... words) {
        List<String> command = new ArrayList<>(machine);
        command.addAll(prefix);
        command.add(script());
        command.addAll(List.of(words));
        return with(new ProcessBuilder(command));
    }

    /** Gives a command our directories, and no trace of the environment of whoever runs the tests. */
    ProcessBuilder with(ProcessBuilder builder) {
        builder.environment().remove("JOCKER_DEBUG");
        builder.environment().put("JOCKER_DATA", data.toString());
        builder.environment().put("JOCKER_RUN", run.toString());
        builder.environment().put("JOCKER_NETWORK", machine.isEmpty() ? "none" : "bridge"); // no links on the host
        return builder;
    }

    /** Runs a command to its end: both its outputs are read while it is fed, however much there is. */
    static Result finish(ProcessBuilder builder, byte[] input) throws IOException, InterruptedException {
        Process process = builder.start();
        var out = new Collector(process.getInputStream());
        var err = new Collector(process.getErrorStream());
        try (var stdin = process.getOutputStream()) {
            stdin.write(input);
        } catch (IOException e) {
            // it does not read all of it, which is its own affair
        }
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("not ended after " + SECONDS + " s: " + builder.command());
        }
        return new Result(process.exitValue(), new String(out.bytes(), ISO_8859_1), new String(err.bytes(), UTF_8));
    }

    /** Reads a stream to its end on a thread of its own. */
    static final class Collector {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final Thread thread;

        Collector(InputStream stream) {
            thread = Thread.ofPlatform().daemon().start(() -> {
                try (stream) {
                    stream.transferTo(read);
                } catch (IOException e) {
                    // its process was ended
                }
            });
        }

        byte[] bytes() throws InterruptedException {
            thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
            return read.toByteArray();
        }

        /** What has come so far. */
        String text() {
            return read.toString(UTF_8);
        }
    }
}
