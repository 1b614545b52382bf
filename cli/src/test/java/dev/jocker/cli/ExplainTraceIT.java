package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code jocker explain} and {@code run --trace}: the calls of a start, before and after. */
final class ExplainTraceIT extends ContainerTest {
    @Test
    void explainPrintsTheCallsAndMakesNothing() throws Exception {
        Path volume = Files.createDirectory(scratch.resolve("volume"));
        assertThat(sh("true")).isEmpty(); // the host image's skeleton is there now
        String before = Launcher.finish(
                        new ProcessBuilder("find", directory.toString(), "-printf", "%p %s %T@\n"), new byte[0])
                .out();
        Result result = jocker(
                "explain",
                "run",
                "-it",
                "--hostname",
                "box",
                "--userns",
                "auto",
                "-v",
                volume + ":/data:ro",
                "--init",
                "host",
                "echo",
                "hello");
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains(
                        "clone3(",
                        "CLONE_NEWPID",
                        "pivot_root(",
                        "sethostname(\"box\"",
                        "execve(\"/usr/bin/echo\", [\"echo\", \"hello\"]");
        assertThat(Launcher.finish(
                                new ProcessBuilder("find", directory.toString(), "-printf", "%p %s %T@\n"), new byte[0])
                        .out())
                .isEqualTo(before);
    }

    @Test
    void traceShowsResultsAndTimesOnStandardError() throws Exception {
        Result result = jocker("run", "--rm", "--trace", "host", "/usr/bin/echo", "hello");
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.err()).containsPattern("\\d+\\.\\d +\\d+\\.\\d +clone3\\(.*\\) = \\d+");
        assertThat(result.err())
                .containsPattern("pivot_root\\(\"\\.\", \"\\.\"\\) = 0")
                .contains("the command runs");
    }

    @Test
    void traceAsJsonHasEveryCallInOrder() throws Exception {
        Path file = scratch.resolve("trace.json");
        Result result = jocker("run", "--rm", "--trace=" + file, "host", "/usr/bin/true");
        assertThat(result.err()).isEmpty();
        JsonNode trace = JsonMapper.shared().readTree(Files.readString(file));
        assertThat(trace.get("container").asString()).matches("[0-9a-f]{64}");
        assertThat(trace.get("executedNanos").asLong()).isPositive();
        JsonNode steps = trace.get("programs").get(1).get("steps");
        assertThat(steps.size()).isGreaterThan(50);
        long last = 0;
        for (JsonNode step : steps) {
            assertThat(step.get("endNanos").asLong()).isGreaterThanOrEqualTo(last);
            last = step.get("endNanos").asLong();
            assertThat(step.get("reason").asString()).isNotBlank();
        }
    }

    @Test
    void aFailedStepSaysCallArgumentsErrorAndRemedy() throws Exception {
        Result result = shell("true", "--sysctl", "net.ipv4.no_such_thing=1");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.err())
                .hasLineCount(1)
                .contains(
                        "openat(",
                        "\"/proc/sys/net/ipv4/no_such_thing\"",
                        "ENOENT",
                        "net.ipv4.no_such_thing",
                        "no such parameter");
    }
}
