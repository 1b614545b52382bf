package dev.jocker.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the tests of the verbs share: a command line as someone would type it, and what came of it. */
abstract class CommandLineTest {
    final RecordingEngine engine = new RecordingEngine();
    byte[] input = {};
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Runs {@code jocker} with the words of the line; returns its exit status. */
    int jocker(String line) {
        return jocker(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    int jocker(List<String> words) {
        out.reset();
        err.reset();
        var console = new Console(
                new ByteArrayInputStream(input),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return new Main(console, engine).run(words);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
