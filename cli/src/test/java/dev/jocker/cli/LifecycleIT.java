package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Collector;
import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.HostSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code run -d create start stop restart kill pause unpause wait rm rename}. */
final class LifecycleIT extends KeptTest {
    @Test
    void aDetachedContainerRunsUntilItIsStopped() throws Exception {
        String id = server("web");
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(inspect("web", "{{.Id}} {{.State.Status}} {{.State.Running}}"))
                .isEqualTo(id + " running true");
        Path proc = Path.of("/proc", inspect(id.substring(0, 12), "{{.State.Pid}}"));
        assertThat(proc.resolve("cmdline")).content().contains("while");
        assertThat(good("stop", "web")).isEqualTo("web");
        assertThat(proc).doesNotExist();
        assertThat(inspect("web", "{{.State.Status}} {{.State.ExitCode}} {{.State.Pid}}"))
                .isEqualTo("exited 0 0");
        assertThat(good("logs", "web")).isEqualTo("ready\nbye");
        assertThat(good("rm", "web")).isEqualTo("web");
        assertThat(jocker("inspect", "web").status()).isEqualTo(1);
    }

    @Test
    void noJockerIsLeftBesideIt() throws Exception {
        server("web");
        assertThat(HostSnapshot.of(directory).processes()).noneMatch(each -> each.contains("java"));
    }

    @Test
    void isCreatedThenStartedAgainAndAgain() throws Exception {
        String id = good(
                "create", "--name", "job", "host", "sh", "-c", "echo run >> /root/runs; wc -l < /root/runs; exit 4");
        assertThat(inspect("job", "{{.State.Status}}")).isEqualTo("created");
        assertThat(good("start", "job")).isEqualTo("job");
        assertThat(good("wait", id)).isEqualTo("4");
        Result again = jocker("start", "-a", "job");
        assertThat(again.out()).isEqualTo("2\n"); // what it wrote stays, and only this run is shown
        assertThat(again.status()).isEqualTo(4);
        assertThat(good("wait", "job")).isEqualTo("4");
    }

    @Test
    void whatDoesNotEndIsKilled() throws Exception {
        background("deaf", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        awaitLog("deaf", "ready");
        assertThat(good("stop", "-t", "0", "deaf")).isEqualTo("deaf");
        assertThat(inspect("deaf", "{{.State.ExitCode}}")).isEqualTo("137");
        assertThat(good("stop", "deaf")).isEqualTo("deaf"); // as docker: it does not run, and that was wanted
    }

    @Test
    void aBadNameDoesNotKeepTheOthers() throws Exception {
        server("one");
        server("two");
        for (String verb : List.of("pause", "unpause", "restart", "stop", "start", "kill", "wait", "rm")) {
            Result result = jocker(verb, "one", "nobody", "two");
            assertThat(result.status()).as(verb).isEqualTo(1);
            assertThat(result.err()).as(verb).isEqualTo("jocker: no such container: nobody\n");
            assertThat(result.lines())
                    .as(verb)
                    .isEqualTo(verb.equals("wait") ? List.of("137", "137") : List.of("one", "two"));
        }
        assertThat(good("ps", "-aq")).isEmpty();
    }

    @Test
    void stopAsksWithTheSignalThatTheContainerWants() throws Exception {
        background("web", "trap 'exit 7' USR1; echo ready; while :; do sleep 0.05; done", "--stop-signal", "USR1");
        awaitLog("web", "ready");
        good("stop", "web");
        assertThat(inspect("web", "{{.State.ExitCode}}")).isEqualTo("7");
    }

    @Test
    void killSendsAnySignal() throws Exception {
        background("web", "trap 'echo hup' HUP; echo ready; while :; do sleep 0.05; done");
        awaitLog("web", "ready");
        assertThat(good("kill", "-s", "HUP", "web")).isEqualTo("web");
        awaitLog("web", "hup");
        good("kill", "web");
        assertThat(good("wait", "web")).isEqualTo("137");
        Result ended = jocker("kill", "web");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("not running").startsWith("jocker: ");
    }

    @Test
    void restartIsAnotherProcessOfTheSameContainer() throws Exception {
        String id = server("web");
        String pid = inspect("web", "{{.State.Pid}}");
        assertThat(good("restart", "web")).isEqualTo("web");
        assertThat(inspect("web", "{{.Id}} {{.State.Running}}")).isEqualTo(id + " true");
        assertThat(inspect("web", "{{.State.Pid}}")).isNotEqualTo(pid);
    }

    @Test
    void pausedItDoesNothing() throws Exception {
        background("busy", "while :; do echo tick; sleep 0.02; done");
        awaitLog("busy", "tick");
        assertThat(good("pause", "busy")).isEqualTo("busy");
        assertThat(inspect("busy", "{{.State.Status}} {{.State.Paused}} {{.State.Running}}"))
                .isEqualTo("paused true true");
        assertThat(good("ps")).contains("(Paused)");
        String log = good("logs", "busy");
        assertThat(good("logs", "busy")).isEqualTo(log);
        assertThat(good("unpause", "busy")).isEqualTo("busy");
        awaitThat("more ticks", () -> good("logs", "busy").length() > log.length());
        Result again = jocker("unpause", "busy");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("not paused");
    }

    @Test
    void whatRunsIsNotRemovedUnlessForced() throws Exception {
        server("web");
        Result refused = jocker("rm", "web");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err().lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("jocker: ")
                .contains("running");
        Result some = jocker("rm", "-f", "web", "nothing");
        assertThat(some.out()).isEqualTo("web\n");
        assertThat(good("ps", "-aq")).isEmpty();
        Result nothing = jocker("rm", "nothing");
        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.err()).isEqualTo("jocker: no such container: nothing\n");
    }

    @Test
    void namesAreUniqueAndCanBeChanged() throws Exception {
        good("create", "--name", "web", "host", "true");
        Result taken = jocker("run", "-d", "--name", "web", "host", "true");
        assertThat(taken.status()).isEqualTo(125);
        assertThat(taken.err()).contains("\"/web\" is already in use").contains("rename");
        good("rename", "web", "old");
        good("create", "--name", "web", "host", "true");
        assertThat(good("ps", "-a", "--format", "{{.Names}}").lines()).containsExactly("web", "old");
    }

    @Test
    void withRmItIsGoneWhenItEnds() throws Exception {
        background("short", "echo ready; sleep 0.5", "--rm");
        awaitThat("its end", () -> good("ps", "-aq").isEmpty());
    }

    @Test
    void inTheForegroundItStaysWithItsLogAndStatus() throws Exception {
        Result result = jocker("run", "--name", "job", "host", "sh", "-c", "echo out; echo err >&2; exit 3");
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).isEqualTo("err\n");
        assertThat(result.status()).isEqualTo(3);
        assertThat(good("ps", "-a")).contains("Exited (3) ");
        assertThat(jocker("logs", "job")).isEqualTo(new Result(0, "out\n", "err\n"));
    }

    @Test
    void inTheForegroundItReadsOurInput() throws Exception {
        Result result = launcher.jockerReads(
                "a\nb\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "run", "-i", "host", "sort", "-r");
        assertThat(result.out()).isEqualTo("b\na\n");
        assertThat(result.status()).as(result.err()).isZero();
    }

    @Test
    void itOutlivesAKilledJocker() throws Exception {
        Process process = launcher.builder(List.of(), "run", "--name", "web", "host", "sh", "-c", SERVER)
                .start();
        var out = new Collector(process.getInputStream());
        await("ready", () -> out.text().contains("ready"));
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(inspect("web", "{{.State.Running}}")).isEqualTo("true");
        good("stop", "web");
        assertThat(good("logs", "web")).isEqualTo("ready\nbye");
    }

    @Test
    void theIdIsWrittenToAFile() throws Exception {
        Path file = scratch.resolve("id");
        String id = server("web", "--cidfile", file.toString());
        assertThat(file).hasContent(id);
        assertThat(jocker("run", "-d", "--cidfile", file.toString(), "host", "true")
                        .status())
                .isEqualTo(125);
        assertThat(Files.readString(file)).isEqualTo(id);
    }

    @Test
    void aCommandThatIsNotThereIsSaidAtOnce() throws Exception {
        Result result = jocker("run", "-d", "--name", "bad", "host", "no-such-command");
        assertThat(result.status()).isEqualTo(127);
        assertThat(result.err()).contains("no-such-command: command not found");
        assertThat(inspect("bad", "{{.State.Status}}")).isIn("created", "exited"); // docker's: created
    }

    @Test
    void aForegroundRunIsSeenAndStoppedFromElsewhere() throws Exception {
        Process process = launcher.builder(List.of(), "run", "--rm", "--name", "fore", "host", "sh", "-c", SERVER)
                .start();
        var out = new Collector(process.getInputStream());
        await("ready", () -> out.text().contains("ready"));
        assertThat(good("ps", "--format", "{{.Names}} {{.State}}")).isEqualTo("fore running");
        good("stop", "fore");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(good("ps", "-aq")).isEmpty();
    }

    @Test
    void whoStartsItTogetherWithOthersHasStartedItToo() throws Exception {
        good("create", "--name", "web", "host", "sh", "-c", SERVER);
        List<Process> together = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            together.add(launcher.builder(List.of(), "start", "web")
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process each : together) {
            assertThat(new Collector(each.getInputStream()).bytes()).asString().isEqualTo("web\n");
            assertThat(each.waitFor()).isZero();
        }
    }
}
