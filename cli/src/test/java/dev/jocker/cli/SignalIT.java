package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Collector;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.Soak;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signals to jocker, and its sudden end. */
final class SignalIT extends ContainerTest {
    private static void send(Process process, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private Process start(String... words) throws IOException {
        return launcher.builder(List.of(), words).start();
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ended").isTrue();
        return process.exitValue();
    }

    @Test
    void signalsGoToACommandThatHandlesThem() throws Exception {
        for (String signal : List.of("TERM", "INT", "HUP", "USR1")) {
            String script =
                    "trap 'echo got " + signal + "; exit 9' " + signal + "; echo ready; while :; do sleep 0.05; done";
            Process process = start(shellWords(script));
            var out = new Collector(process.getInputStream());
            await("ready", () -> out.text().contains("ready"));
            send(process, signal);
            assertThat(end(process)).as(signal).isEqualTo(9);
            assertThat(out.text()).isEqualTo("ready\ngot " + signal + "\n");
        }
    }

    @Test
    void aCommandWithoutAHandlerEnds() throws Exception {
        for (String[] each : new String[][] {{"TERM", "143"}, {"INT", "130"}, {"HUP", "129"}}) {
            Process process = start("run", "--rm", "host", "sh", "-c", "echo ready; exec sleep 60");
            var out = new Collector(process.getInputStream());
            await("ready", () -> out.text().contains("ready"));
            send(process, each[0]);
            assertThat(end(process)).as(each[0]).isEqualTo(Integer.parseInt(each[1]));
        }
    }

    @Test
    void initPassesSignalsOn() throws Exception {
        Process process = start("run", "--rm", "--init", "host", "sh", "-c", "echo ready; exec sleep 60");
        var out = new Collector(process.getInputStream());
        await("ready", () -> out.text().contains("ready"));
        send(process, "TERM");
        assertThat(end(process)).isEqualTo(143);
    }

    @Test
    void theContainerEndsWithAKilledJocker() throws Exception {
        for (List<String> user : List.of(List.of("0"), List.of("1000"))) {
            Process process =
                    start("run", "--rm", "-u", user.getFirst(), "host", "sh", "-c", "echo ready; sleep 60 & sleep 60");
            var out = new Collector(process.getInputStream());
            await("ready", () -> out.text().contains("ready"));
            send(process, "KILL");
            assertThat(end(process)).isEqualTo(137);
            // Its end of the pipe is closed when the last process of the container has ended.
            out.bytes();
            assertThat(HostSnapshot.of(directory).processes()).isEmpty();
        }
        // The next command takes away what the dead could not.
        assertThat(HostSnapshot.of(directory).files()).isNotEmpty();
        assertThat(sh("echo fine")).isEqualTo("fine\n");
    }

    @Test
    @Tag("soak")
    void aStartThatIsKilledAtAnyMomentLeavesNothing() throws Exception {
        var random = new Random(20);
        for (int i = 0; i < Soak.times(20, 500); i++) {
            Process process = start("run", "--rm", "--userns", i % 4 == 0 ? "auto" : "host", "host", "sleep", "5");
            // A start takes a few tenths of a second, most of it Java's.
            boolean ended = process.waitFor(100 + random.nextInt(700), TimeUnit.MILLISECONDS);
            assertThat(ended).as("sleeps still").isFalse();
            send(process, "KILL");
            end(process);
        }
        await("the containers to end", () -> {
            try {
                return HostSnapshot.of(directory).processes().isEmpty();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(sh("echo fine")).isEqualTo("fine\n");
    }
}
