package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Collector;
import dev.jocker.cli.Launcher.Result;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code jocker attach}, and {@code run} that stays with its container. */
final class AttachIT extends KeptTest {
    private static final String ECHO = "echo ready; while read x; do echo \"<$x>\"; [ \"$x\" = end ] && exit 6; done";

    @Test
    void theTerminalCanBeLeftAndComeBackTo() throws Exception {
        onATerminal("stty -g > " + scratch + "/before; $J run -it --name web host sh -c '" + ECHO
                + "'; echo status $?; stty -g > " + scratch + "/after");
        appears("ready");
        await("raw mode", this::isRaw);
        type("one\n");
        appears("<one>");
        type("\u0010\u0011");
        appears("status 0");
        ends();
        assertThat(scratch.resolve("after")).hasSameTextualContentAs(scratch.resolve("before"));
        assertThat(inspect("web", "{{.State.Running}}")).isEqualTo("true");

        onATerminal("$J attach web; echo status $?");
        await("raw mode", this::isRaw);
        type("two\n");
        appears("<two>");
        type("end\n");
        appears("status 6");
        ends();
        assertThat(good("logs", "web")).contains("<one>").contains("<two>");
    }

    @Test
    void oneThatIsRemovedAtItsEndCanBeLeftToo() throws Exception {
        onATerminal("$J run --rm -it --name web host sh -c '" + ECHO + "'; echo status $?");
        appears("ready");
        await("raw mode", this::isRaw);
        type("one\n");
        appears("<one>");
        type("\u0010\u0011");
        appears("status 0");
        ends();
        assertThat(inspect("web", "{{.State.Running}} {{.HostConfig.AutoRemove}} {{.HostConfig.ConsoleSize}}"))
                .isEqualTo("true true [33 99]");
        onATerminal("$J attach web; echo status $?");
        await("raw mode", this::isRaw);
        type("end\n");
        appears("status 6");
        ends();
        await("it is removed by its last act", () -> containers().isEmpty());
        assertThat(good("events", "--since", "1h", "--until", "0", "--format", "{{.Action}}")
                        .lines())
                .containsSubsequence("create", "start", "die", "destroy");
    }

    @Test
    void oneThatIsRemovedAtItsEndIsGoneWithTheCommandThatStaysToItsEnd() throws Exception {
        for (int i = 0; i < 3; i++) {
            onATerminal("$J run --rm -it --name web host sh -c 'stty size; exit 6'; echo status $?");
            appears("status 6");
            assertThat(containers()).isEmpty();
            assertThat(screen.text()).contains("33 99\r\n");
            ends();
        }
        onATerminal("$J run --rm -it --name web host no-such; echo status $?");
        appears("status 127");
        assertThat(containers()).isEmpty();
        ends();
    }

    @Test
    void oneThatIsRemovedAtItsEndGoesOnWhenJockerIsKilled() throws Exception {
        onATerminal("$J run --rm -it --name web host sh -c '" + SERVER.replace("'", "\"") + "'; echo status $?");
        appears("ready");
        await("raw mode", this::isRaw);
        new ProcessBuilder("kill", "-KILL", Long.toString(jockersPid())).start().waitFor();
        appears("status 137");
        ends();
        assertThat(inspect("web", "{{.State.Running}}")).isEqualTo("true");
        good("stop", "web");
        await("it is removed by its last act", () -> containers().isEmpty());
    }

    private List<String> containers() {
        String[] names = launcher.data().resolve("containers").toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    @Test
    void otherKeysCanBeChosen() throws Exception {
        onATerminal("$J run -it --detach-keys ctrl-a,x --name web host sh -c '" + ECHO + "'; echo status $?");
        appears("ready");
        type("\u0010\u0011\u0001x");
        appears("status 0");
        ends();
        assertThat(inspect("web", "{{.State.Running}}")).isEqualTo("true");
    }

    @Test
    void theWindowsSizeFollows() throws Exception {
        onATerminal(
                "(sleep 2; stty rows 40 cols 123 < /dev/tty) & "
                        + "$J run -it --name web host sh -c 'trap \"stty size\" WINCH; stty size; echo ready; while :; do sleep 0.1; done'; echo status $?");
        appears("33 99");
        appears("40 123");
        type("\u0003");
        appears("status 130");
        ends();
    }

    @Test
    void signalsArePassedOn() throws Exception {
        Process process = launcher.builder(List.of(), "run", "--name", "web", "host", "sh", "-c", SERVER)
                .start();
        var out = new Collector(process.getInputStream());
        await("ready", () -> out.text().contains("ready"));
        assertThat(new ProcessBuilder("kill", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        out.bytes();
        assertThat(out.text()).isEqualTo("ready\nbye\n");
    }

    @Test
    void signalsToAnAttachedProcessDoNotKillTheContainer() throws Exception {
        // A shell would end at SIGINT: it handles it.
        background("web", "while echo tick; do sleep 0.05; done & exec sleep 600");
        Process process = launcher.builder(List.of(), "attach", "web").start();
        var out = new Collector(process.getInputStream());
        await("it is attached", () -> out.text().contains("tick"));
        signal(process, "INT");
        signal(process, "TERM");
        signal(process, "HUP");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(129);
        assertThat(inspect("web", "{{.State.Running}}")).isEqualTo("true");
    }

    @Test
    void aHangUpLeavesTheContainerOfARunAlone() throws Exception {
        Process process = launcher.builder(
                        List.of(), "run", "--name", "web", "host", "sh", "-c", "echo ready; exec sleep 600")
                .start();
        var out = new Collector(process.getInputStream());
        await("ready", () -> out.text().contains("ready"));
        signal(process, "HUP");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(129);
        assertThat(inspect("web", "{{.State.Running}}")).isEqualTo("true");
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void attachingShowsWhatComesFromThenOn() throws Exception {
        background("web", "trap 'echo usr; exit 3' USR1; echo ready; while :; do sleep 0.05; done");
        awaitLog("web", "ready");
        Process process = launcher.builder(List.of(), "attach", "web").start();
        var out = new Collector(process.getInputStream());
        awaitThat("it is attached", () -> {
            good("kill", "-s", "USR1", "web");
            return true;
        });
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        out.bytes();
        assertThat(out.text()).doesNotContain("ready");
    }

    @Test
    void aContainerThatDoesNotRunCannotBeAttachedTo() throws Exception {
        good("create", "--name", "web", "host", "true");
        Result result = jocker("attach", "web");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines()).hasSize(1).first().asString().contains("start it first");
    }

    @Test
    void inputOfAPipeEnds() throws Exception {
        Result result = launcher.jockerReads(
                "x\ny\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "run",
                "-i",
                "--name",
                "web",
                "host",
                "cat");
        assertThat(result).isEqualTo(new Result(0, "x\ny\n", ""));
        assertThat(good("logs", "web")).isEqualTo("x\ny");
    }
}
