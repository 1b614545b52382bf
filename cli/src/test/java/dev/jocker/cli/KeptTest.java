package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Containers that stay: what a test leaves of them is removed, and that has to leave nothing. */
abstract class KeptTest extends TerminalTest {
    /** Handles SIGTERM, so that to stop it takes no time, and says when it does. */
    static final String SERVER = "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done";

    @AfterEach
    void removeContainers() throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("rm", "-f"));
        words.addAll(jocker("ps", "-aq").lines());
        if (words.size() > 2) {
            Result result = jocker(words.toArray(new String[0]));
            assertThat(result.status()).as(result.err()).isZero();
        }
    }

    /** {@code jocker WORDS…}, which has to succeed: its output without the last line end. */
    String good(String... words) throws IOException, InterruptedException {
        Result result = jocker(words);
        assertThat(result.status())
                .as("status of %s; %s", List.of(words), result.err())
                .isZero();
        return result.out().stripTrailing();
    }

    /** {@code jocker run -d --name NAME OPTIONS… host sh -c SCRIPT}: its id. */
    String background(String name, String script, String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("run", "-d", "--name", name));
        words.addAll(List.of(options));
        words.addAll(List.of("host", "sh", "-c", script));
        return good(words.toArray(new String[0]));
    }

    /** A server that has begun to serve. */
    String server(String name, String... options) throws IOException, InterruptedException {
        String id = background(name, SERVER, options);
        awaitLog(name, "ready");
        return id;
    }

    String inspect(String name, String template) throws IOException, InterruptedException {
        return good("inspect", "-f", template, name);
    }

    void awaitLog(String name, String text) throws InterruptedException {
        awaitThat(
                text + " in the log of " + name,
                () -> jocker("logs", name).out().contains(text));
    }

    void awaitState(String name, String template, String value) throws InterruptedException {
        awaitThat(
                name + " " + template + " " + value,
                () -> inspect(name, template).equals(value));
    }

    /** Something that a jocker command tells. */
    interface Question {
        boolean isSo() throws IOException, InterruptedException;
    }

    static void awaitThat(String what, Question question) throws InterruptedException {
        await(what, () -> {
            try {
                return question.isSo();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
