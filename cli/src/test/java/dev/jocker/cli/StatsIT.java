package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import org.junit.jupiter.api.Test;

/** {@code jocker stats}. */
final class StatsIT extends KeptTest {
    @Test
    void aBusyLoopIsSeen() throws Exception {
        background("busy", "echo ready; while :; do :; done");
        awaitLog("busy", "ready");
        Result result = jocker("stats", "--no-stream");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.lines()).hasSize(2);
        assertThat(result.lines().getFirst())
                .matches("CONTAINER ID +NAME +CPU % +MEM USAGE / LIMIT +MEM % +NET I/O +BLOCK I/O +PIDS");
        String percent = good("stats", "--no-stream", "--format", "{{.CPUPerc}}", "busy");
        assertThat(Double.parseDouble(percent.replace("%", ""))).isBetween(1.0, 150.0);
        assertThat(good("stats", "--no-stream", "--format", "{{.PIDs}} {{.MemUsage}}", "busy"))
                .matches("1 [0-9.]+[KMG]iB / [0-9.]+[GT]iB");
    }

    @Test
    void theTableIsRepaintedOnATerminal() throws Exception {
        server("web");
        onATerminal("trap : INT; $J stats; echo status $?");
        appears("web");
        appears("\033[2A"); // up to the heading again
        type("\u0003");
        appears("status 0");
        ends();
        assertThat(screen.text()).contains("\033[K");
    }

    @Test
    void elsewhereTablesFollowEachOther() throws Exception {
        server("web");
        background("job", "true");
        Result result = launcher.jockerUnder(java.util.List.of("timeout", "-s", "INT", "5"), "stats", "-a");
        assertThat(result.out()).doesNotContain("\033");
        assertThat(result.lines().stream()
                        .filter(line -> line.startsWith("CONTAINER ID"))
                        .count())
                .isGreaterThan(1);
        assertThat(result.lines()).anyMatch(line -> line.contains("job") && line.contains("--"));
    }
}
