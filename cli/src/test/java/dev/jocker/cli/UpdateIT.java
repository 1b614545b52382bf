package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import org.junit.jupiter.api.Test;

/** {@code jocker update}. */
final class UpdateIT extends KeptTest {
    private static final String LIMITS = "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.NanoCpus}}";

    private double cpu(String name) throws Exception {
        return Double.parseDouble(
                good("stats", "--no-stream", "--format", "{{.CPUPerc}}", name).replace("%", ""));
    }

    @Test
    void limitsChangeWhileItRuns() throws Exception {
        background("busy", "echo ready; while :; do :; done");
        awaitLog("busy", "ready");
        assertThat(good("update", "--cpus", "0.2", "busy")).isEqualTo("busy");
        awaitThat("a fifth of a processor at most", () -> {
            try {
                return cpu("busy") < 35;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(inspect("busy", "{{.HostConfig.NanoCpus}}")).isEqualTo("200000000");
    }

    @Test
    void aMemoryLimitIsInTheReadings() throws Exception {
        server("web", "-m", "64m");
        assertThat(good("stats", "--no-stream", "--format", "{{.MemUsage}}", "web"))
                .endsWith("/ 64MiB");
        good("update", "-m", "128m", "--memory-swap", "-1", "web");
        assertThat(good("stats", "--no-stream", "--format", "{{.MemUsage}}", "web"))
                .endsWith("/ 128MiB");
        Result wrong = jocker("update", "-m", "lots", "web");
        assertThat(wrong.status()).isEqualTo(125);
        assertThat(wrong.err()).startsWith("jocker update: --memory \"lots\"");
    }

    @Test
    void memoryAboveMemoryAndSwapIsRefusedAndNothingChanges() throws Exception {
        server("web", "-m", "64m");
        assertThat(inspect("web", LIMITS)).isEqualTo("67108864 134217728 0");
        Result refused = jocker("update", "-m", "129m", "--cpus", "0.5", "web");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .isEqualTo("jocker: cannot update container web: Memory limit should be smaller than already set"
                        + " memoryswap limit, update the memoryswap at the same time\n");
        assertThat(inspect("web", LIMITS)).isEqualTo("67108864 134217728 0");
        assertThat(good("stats", "--no-stream", "--format", "{{.MemUsage}}", "web"))
                .endsWith("/ 64MiB");
        good("update", "-m", "129m", "--memory-swap", "200m", "web");
        assertThat(good("stats", "--no-stream", "--format", "{{.MemUsage}}", "web"))
                .endsWith("/ 129MiB");
    }

    @Test
    void noneTakesALimitAway() throws Exception {
        server("web", "-m", "64m", "--cpus", "0.5");
        good("update", "-m", "0", "--cpus", "0", "web");
        assertThat(inspect("web", LIMITS)).isEqualTo("0 0 0");
        assertThat(good("stats", "--no-stream", "--format", "{{.MemUsage}}", "web"))
                .doesNotEndWith("/ 64MiB");
        good("update", "-m", "128m", "web");
        assertThat(inspect("web", LIMITS)).isEqualTo("134217728 268435456 0");
    }

    @Test
    void runningOutOfMemoryIsTold() throws Exception {
        background("fat", "tail /dev/zero", "-m", "32m");
        assertThat(good("wait", "fat")).isEqualTo("137");
        assertThat(inspect("fat", "{{.State.OOMKilled}}")).isEqualTo("true");
        assertThat(good("ps", "-a", "--format", "{{.Status}}"))
                .startsWith("Exited (137) ")
                .endsWith("(out of memory)");
        String[] ofIt = {
            "events", "--filter", "container=fat", "--since", "1h", "--until", "0s", "--format", "{{.Action}}"
        };
        assertThat(good(ofIt)).startsWith("create\nstart\noom\n").endsWith("oom\ndie");
    }

    @Test
    void theRestartPolicyChangesToo() throws Exception {
        server("web", "--restart", "always");
        good("update", "--restart", "no", "web");
        good("kill", "-s", "KILL", "web");
        good("wait", "web");
        awaitState("web", "{{.State.Status}}", "exited");
    }
}
