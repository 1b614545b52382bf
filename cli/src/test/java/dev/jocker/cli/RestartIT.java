package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import org.junit.jupiter.api.Test;

/** {@code --restart}. */
final class RestartIT extends KeptTest {
    private static final String COUNTING = "echo run >> /root/runs; wc -l < /root/runs; ";

    @Test
    void aFailureIsTriedAgainSoOften() throws Exception {
        background("job", COUNTING + "exit 9", "--restart", "on-failure:2");
        awaitState("job", "{{.State.Status}} {{.RestartCount}}", "exited 2");
        assertThat(good("logs", "job")).isEqualTo("1\n2\n3");
        assertThat(inspect("job", "{{.State.ExitCode}}")).isEqualTo("9");
    }

    @Test
    void successIsNotTriedAgainOnFailure() throws Exception {
        background("job", COUNTING + "exit 0", "--restart", "on-failure");
        good("wait", "job");
        assertThat(inspect("job", "{{.State.Status}} {{.RestartCount}}")).isEqualTo("exited 0");
    }

    @Test
    void alwaysIsUntilItIsStopped() throws Exception {
        background("job", COUNTING + "sleep 0.2", "--restart", "always");
        awaitLog("job", "3");
        assertThat(good("stop", "job")).isEqualTo("job");
        assertThat(inspect("job", "{{.State.Status}}")).isEqualTo("exited");
        String log = good("logs", "job");
        Thread.sleep(1_500);
        assertThat(good("logs", "job")).isEqualTo(log);
    }

    @Test
    void oneThatIsBetweenTwoRunsIsStartedAlready() throws Exception {
        background("job", "exit 1", "--restart", "always");
        awaitThat("a long delay", () -> Integer.parseInt(inspect("job", "{{.RestartCount}}")) >= 6);
        awaitState("job", "{{.State.Status}}", "restarting");
        assertThat(good("start", "job")).isEqualTo("job");
        for (String[] words : new String[][] {{"start", "-a", "job"}, {"attach", "job"}}) {
            Result refused = jocker(words);
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("restarting").contains("wait until it is running");
        }
    }

    @Test
    void aKilledProcessIsStartedAgain() throws Exception {
        server("web", "--restart", "unless-stopped");
        String pid = inspect("web", "{{.State.Pid}}");
        assertThat(new ProcessBuilder("kill", "-9", pid).start().waitFor()).isZero();
        awaitThat("another process", () -> {
            String now = inspect("web", "{{.State.Pid}}");
            return !now.equals(pid) && !now.equals("0");
        });
        assertThat(inspect("web", "{{.RestartCount}}")).isEqualTo("1");
    }
}
