package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Collector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code jocker events}. */
final class EventsIT extends KeptTest {
    @Test
    void aLifeIsTold() throws Exception {
        server("web", "--label", "stage=dev");
        good("rename", "web", "neu");
        good("stop", "neu");
        good("rm", "neu");
        assertThat(good("events", "--since", "1h", "--until", "0", "--format", "{{.Action}}")
                        .lines())
                .containsSubsequence("create", "start", "rename", "die", "stop", "destroy");
        assertThat(good("events", "--since", "1h", "--until", "0", "--filter", "event=die"))
                .matches("\\S+Z container die [0-9a-f]{64} \\(.*exitCode=0.*\\)");
    }

    @Test
    void whatComesIsToldAsItComes() throws Exception {
        Process process = launcher.builder(List.of(), "events", "--filter", "container=web", "--format", "{{.Action}}")
                .start();
        var out = new Collector(process.getInputStream());
        awaitThat("a start is told", () -> {
            good("create", "--name", "web", "host", "true");
            good("rm", "web");
            return out.text().contains("create\ndestroy\n"); // it may have begun between the two
        });
        assertThat(new ProcessBuilder("kill", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        out.bytes();
        assertThat(out.text()).contains("create\ndestroy\n");
    }

    @Test
    void theEndOfOneThatIsRemovedThenIsTold() throws Exception {
        good("run", "--rm", "--name", "fleeting", "host", "true");
        String told = "container=fleeting";
        assertThat(good("events", "--since", "1h", "--until", "0", "--filter", told, "--format", "{{.Action}}"))
                .isEqualTo("create\nstart\ndie\ndestroy");
    }
}
