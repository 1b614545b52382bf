package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code --health-cmd}. */
final class HealthIT extends KeptTest {
    @Test
    void healthFollowsTheCommand() throws Exception {
        server(
                "web",
                "--health-cmd",
                "test -e /tmp/well && echo fine",
                "--health-interval",
                "200ms",
                "--health-retries",
                "2");
        awaitState("web", "{{.State.Health.Status}}", "unhealthy");
        assertThat(good("ps", "--format", "{{.Status}}")).endsWith("(unhealthy)");
        good("exec", "web", "touch", "/tmp/well");
        awaitState("web", "{{.State.Health.Status}}", "healthy");
        assertThat(inspect("web", "{{.State.Health.FailingStreak}} {{(index .State.Health.Log 0).ExitCode}}"))
                .startsWith("0 ");
        assertThat(inspect("web", "{{json .State.Health.Log}}")).contains("fine");
        assertThat(good("ps", "--filter", "health=healthy", "--format", "{{.Names}}"))
                .isEqualTo("web");
    }

    @Test
    void theStartPeriodForgives() throws Exception {
        server(
                "web",
                "--health-cmd",
                "false",
                "--health-interval",
                "100ms",
                "--health-retries",
                "1",
                "--health-start-period",
                "1h",
                "--health-start-interval",
                "100ms");
        assertThat(inspect("web", "{{.State.Health.Status}}")).isEqualTo("starting");
        assertThat(good("ps", "--format", "{{.Status}}")).endsWith("(health: starting)");
    }
}
