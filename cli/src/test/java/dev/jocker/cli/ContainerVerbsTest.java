package dev.jocker.cli;

import static dev.jocker.cli.FakeContainers.container;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.container.ContainerEvent;
import dev.jocker.runtime.container.ContainerStatus;
import dev.jocker.runtime.container.LogEntry;
import dev.jocker.runtime.container.LogQuery;
import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.container.Stats;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.RestartPolicy;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.process.ContainerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command lines of the verbs for kept containers, and what they ask the library for. */
final class ContainerVerbsTest extends CommandLineTest {
    private final FakeContainers containers = engine.containers;

    @BeforeEach
    void twoContainers() {
        containers.all.add(container("ab", "web", ContainerStatus.RUNNING));
        containers.all.add(container("cd", "db", ContainerStatus.RUNNING));
    }

    @ParameterizedTest
    @CsvSource({
        "stop web,                       stop web null null",
        "stop -t 3 -s INT web,           stop web PT3S 2",
        "stop --time=0 web,              stop web PT0S null",
        "stop --timeout -1 web,          stop web PT876000H null",
        "restart --signal SIGUSR1 abab,  restart web null 10",
        "kill web,                       kill web 9",
        "kill -s hup web,                kill web 1",
        "kill --signal 15 web,           kill web 15",
        "kill -s RTMIN+1 web,            kill web 35",
        "pause web,                      pause web",
        "unpause web,                    unpause web",
        "rm -fv web,                     rm web true true",
        "rm web,                         rm web false false",
        "container rm web,               rm web false false",
        "container stop web,             stop web null null",
    })
    void doesItAndPrintsTheReference(String line, String call) {
        assertThat(jocker(line)).as(err()).isZero();
        assertThat(containers.calls).containsExactly(call);
        assertThat(out().lines()).containsExactly(line.substring(line.lastIndexOf(' ') + 1));
    }

    @Test
    void oneThatIsNotThereDoesNotKeepTheOthers() {
        assertThat(jocker("stop web nothing db")).isEqualTo(1);
        assertThat(containers.calls).containsExactly("stop web null null", "stop db null null");
        assertThat(out().lines()).containsExactly("web", "db");
        assertThat(err().lines()).containsExactly("jocker: no such container: nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "logs nothing",
        "attach nothing",
        "rename nothing x1",
        "top nothing",
        "diff nothing",
        "cp nothing:/a -",
        "port nothing",
        "stats --no-stream nothing",
        "start nothing",
        "wait nothing",
        "restart nothing",
        "kill nothing",
        "pause nothing",
        "unpause nothing",
        "rm nothing",
        "start -a nothing"
    })
    void whatIsNotThereIsStatusOne(String line) {
        assertThat(jocker(line)).isEqualTo(1);
        assertThat(out()).isEmpty();
        assertThat(err().lines()).containsExactly("jocker: no such container: nothing");
    }

    @Test
    void forcedRemovalOfNothingIsNoFailure() {
        assertThat(jocker("rm -f nothing web")).isZero();
        assertThat(out().lines()).containsExactly("web");
        assertThat(err().lines()).containsExactly("jocker: no such container: nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stop                   | jocker stop: it takes the name or id of a container, or several",
                "kill -s foo web        | jocker kill: --signal \"foo\": expected a signal's name such as SIGTERM, or its number",
                "kill -s 65 web         | jocker kill: --signal \"65\": expected a signal's name such as SIGTERM, or its number",
                "stop -t x web          | jocker stop: --timeout \"x\": expected a number",
                "stop --tine 3 web      | jocker stop: unknown option: --tine; did you mean --time?",
                "logs                   | jocker logs: it takes the name or id of one container",
                "logs --since soon web  | jocker logs: --since \"soon\": expected a duration such as 10m, a date with or without a time, or seconds since 1970",
                "logs --tail x web      | jocker logs: --tail \"x\": expected a number",
                "ps web                 | jocker ps: it takes no words; --filter name=web finds one",
                "ps --filter web        | jocker ps: --filter \"web\": expected NAME=VALUE",
                "ps --filter stat=up    | jocker ps: --filter \"stat=up\": there is no filter stat; there are ancestor, before, exited, expose, health, id, is-task, label, name, network, publish, since, status, volume",
                "ps --filter status=up  | jocker ps: --filter status=up: expected created, dead, exited, paused, removing, restarting, running",
                "ps --format {{.Foo     | jocker ps: --format: at 1:1: '{{' without '}}'",
                "exec web               | jocker exec: it takes a container and the command to execute in it",
                "exec -w tmp web ls     | jocker exec: --workdir \"tmp\": the working directory must be an absolute path",
                "cp a b                 | jocker cp: neither is in a container: one has to be CONTAINER:PATH",
                "cp web:a db:b          | jocker cp: both are in containers: copy by way of the host",
                "cp web: b              | jocker cp: a path is empty: what is meant is CONTAINER:PATH",
                "rename web             | jocker rename: it takes a container and its new name",
                "start -a web db        | jocker start: -a and -i go with one container",
                "attach --detach-keys ctrl- web | jocker attach: --detach-keys \"ctrl-\": expected letters or ctrl-LETTER, with commas between, such as ctrl-p,ctrl-q",
                "run -d -a stdout host  | jocker run: -a does not go with -d",
                "run -a stdfoo host     | jocker run: --attach \"stdfoo\": expected stdin, stdout or stderr",
                "run --trace host       | jocker run: --trace shows a start with --rm in the foreground: add --rm",
                "run --restart x host   | jocker run: --restart \"x\": expected no, on-failure[:N], always or unless-stopped",
                "run --log-driver x host| jocker run: --log-driver \"x\": there is one kind of log, which json-file and local both name",
                "run --log-opt a=b host | jocker run: --log-opt \"a=b\": expected max-size=SIZE or max-file=N",
                "run --health-cmd a --health-interval 1ns host | jocker run: --health-interval \"1ns\": expected 1ms or more",
                "run --memory-swappiness 200 host | jocker run: --memory-swappiness \"200\": the valid range is 0 to 100",
                "run --health-cmd x --health-retries 0 host | jocker run: --health-retries \"0\": expected 1 or more",
                "create                 | jocker create: it takes an image (\"host\" is there without a download), or --rootfs DIR",
            })
    void aWrongCommandLineDoesNothing(String line, String message) {
        assertThat(jocker(line)).isEqualTo(125);
        assertThat(containers.calls).isEmpty();
        assertThat(err().lines().findFirst()).hasValue(message);
    }

    @Test
    void execTakesItsOptions(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("env"), "A=1\nB=2\n");
        containers.exitCode = 9;
        assertThat(jocker("exec -i -e A=3 --env-file " + file + " -w /tmp -u 1:2 --privileged web ls -l --help"))
                .as(err())
                .isEqualTo(9);
        assertThat(containers.calls).containsExactly("exec web true");
        assertThat(containers.executed)
                .isEqualTo(new ExecOptions(
                        List.of("ls", "-l", "--help"),
                        List.of("A=1", "B=2", "A=3"),
                        new UserChoice("1", "2"),
                        "/tmp",
                        false,
                        true,
                        false));
        assertThat(jocker("exec -dt web true")).isEqualTo(9);
        assertThat(containers.executed.detached()).isTrue();
    }

    @Test
    void execOfWhatCannotBeExecutedHasDockersStatus() {
        engine.mistake = new ContainerException.CannotExecute("nope: command not found", 127, null);
        assertThat(jocker("exec web nope")).isEqualTo(127);
        engine.mistake = new ContainerException.NotFound("no such container: web");
        assertThat(jocker("exec web ls")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "cp web:/a /b, copyOut web /a /b false false",
        "cp -aL /a web:b, copyIn web /a b true true",
        "cp ./x:y web:/b, copyIn web ./x:y /b false false",
        "cp /x:y web:/b, copyIn web /x:y /b false false",
        "cp - web:/b, copyIn web piped /b",
        "cp web:/a -, copyOut web /a",
    })
    void copies(String line, String call) {
        input = "piped".getBytes(UTF_8);
        assertThat(jocker(line)).as(err()).isZero();
        assertThat(containers.calls).containsExactly(call);
        assertThat(out()).isEqualTo(line.endsWith("-") ? "an archive" : "");
    }

    @Test
    void updateChangesWhatIsGiven() {
        assertThat(jocker("update --cpus 0.2 -m 64m --restart on-failure:2 web"))
                .as(err())
                .isZero();
        assertThat(containers.calls).containsExactly("update web 200000000 67108864 on-failure:2");
        assertThat(out()).isEqualTo("web\n");
        assertThat(err()).isEqualTo("jocker: a warning\n");
        assertThat(jocker("update web")).isEqualTo(125);
        assertThat(err()).startsWith("jocker update: it takes something to change");
    }

    @Test
    void topAndDiffPrintLines() {
        assertThat(jocker("top web -o pid,cmd")).as(err()).isZero();
        assertThat(containers.calls).containsExactly("top web [-o, pid,cmd]");
        assertThat(out()).isEqualTo("PID   CMD\n1     sleep 60\n");
        assertThat(jocker("diff web")).isZero();
        assertThat(out()).isEqualTo("C /etc\nA /etc/x\n");
    }

    @Test
    void waitPrintsTheStatuses() {
        containers.exitCode = 137;
        assertThat(jocker("wait web db")).isZero();
        assertThat(out().lines()).containsExactly("137", "137");
    }

    @Test
    void runInTheBackgroundPrintsTheId(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("id");
        assertThat(jocker("run -d --name box --cidfile " + file + " --restart on-failure:3 host sleep 60"))
                .as(err())
                .isZero();
        assertThat(containers.calls).containsExactly("create", "start box");
        assertThat(out()).isEqualTo("f".repeat(64) + "\n");
        assertThat(file).hasContent("f".repeat(64));
        assertThat(containers.created.lifecycle().restart())
                .isEqualTo(new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 3));
        assertThat(jocker("run -d --cidfile " + file + " host")).isEqualTo(125);
        assertThat(err()).contains("is there already");
        assertThat(containers.calls).hasSize(2);
        assertThat(Files.readString(file)).hasSize(64);
    }

    @Test
    void runInTheForegroundStaysUntilTheEnd() {
        containers.log.add(entry(LogEntry.Stream.STDOUT, "out\n", false));
        containers.log.add(entry(LogEntry.Stream.STDERR, "err\n", false));
        containers.exitCode = 3;
        assertThat(jocker("run --name box host true")).isEqualTo(3);
        assertThat(containers.calls).containsExactly("create", "start box", "attach box false", "close");
        assertThat(out()).isEqualTo("out\n");
        assertThat(err()).isEqualTo("err\n");
        assertThat(engine.options).isNull();
    }

    @Test
    void runWithRmInTheForegroundIsTheShortWay() {
        assertThat(jocker("run --rm host true")).isZero();
        assertThat(containers.calls).isEmpty();
        assertThat(engine.options.lifecycle().autoRemove()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"--detach-keys ctrl-a", "-a stdout", "--sig-proxy=false", "--log-opt max-size=1m", "--health-cmd true"})
    void whatOnlyAMonitorCanDoHasOneDespiteRm(String option) {
        jocker("run --rm " + option + " host true");
        assertThat(containers.calls).startsWith("create");
        assertThat(engine.options).isNull();
    }

    @Test
    void onlyTheStreamsAskedForArePrinted() {
        containers.log.add(entry(LogEntry.Stream.STDOUT, "out\n", false));
        containers.log.add(entry(LogEntry.Stream.STDERR, "err\n", false));
        assertThat(jocker("run -a stderr host true")).isZero();
        assertThat(out()).isEmpty();
        assertThat(err()).isEqualTo("err\n");
    }

    @ParameterizedTest
    @CsvSource({"run -d", "run", "create"})
    void anIdFileThatCannotBeMadeLeavesNoContainer(String verb) {
        assertThat(jocker(verb + " --cidfile /no-such-dir/x host true")).isEqualTo(125);
        assertThat(containers.calls).isEmpty();
    }

    @Test
    void nothingIsPublished() {
        assertThat(jocker("port web")).isZero();
        assertThat(jocker("port web 80")).isEqualTo(1);
        assertThat(err().lines()).containsExactly("jocker: no public port '80/tcp' published for web");
        assertThat(jocker("port web 53/udp")).isEqualTo(1);
        assertThat(err().lines()).containsExactly("jocker: no public port '53/udp' published for web");
        assertThat(out()).isEmpty();
    }

    @Test
    void createPrintsTheId() {
        assertThat(
                        jocker(
                                "create --name box --health-cmd true --health-interval 1m --health-retries 5 --stop-timeout 4 host ls -l"))
                .isZero();
        assertThat(containers.calls).containsExactly("create");
        assertThat(out()).isEqualTo("f".repeat(64) + "\n");
        assertThat(containers.created.process().command()).containsExactly("ls", "-l");
        assertThat(containers.created.lifecycle().health().interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(containers.created.lifecycle().health().retries()).isEqualTo(5);
        assertThat(containers.created.lifecycle().stopTimeout()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void startSkipsWhatRuns() {
        containers.all.add(container("ef", "old", ContainerStatus.EXITED));
        assertThat(jocker("start web old")).isZero();
        assertThat(containers.calls).containsExactly("start old");
        assertThat(out().lines()).containsExactly("web", "old");
    }

    @Test
    void startCanStay() {
        containers.exitCode = 7;
        containers.all.add(container("ef", "old", ContainerStatus.EXITED));
        assertThat(jocker("start -a old")).isEqualTo(7);
        assertThat(jocker("start -a web")).isEqualTo(7); // one that runs already
        assertThat(containers.calls)
                .containsExactly("start old", "attach old false", "close", "attach web false", "close");
    }

    @ParameterizedTest
    @CsvSource({"start ice", "start -a ice"})
    void startRefusesWhatIsPaused(String line) {
        containers.all.add(container("ef", "ice", ContainerStatus.PAUSED));
        assertThat(jocker(line)).isEqualTo(1);
        assertThat(err().lines()).containsExactly("jocker: cannot start a paused container, try unpause instead");
        assertThat(containers.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"run -m 30m host true", "start -a old", "attach web"})
    void whoStaysHearsThatTheMemoryWasShort(String line) {
        containers.all.add(container("ef", "old", ContainerStatus.EXITED));
        containers.inspect = "{\"HostConfig\": {\"Memory\": 31457280}}";
        containers.exitCode = 137;
        containers.oomKilled = true;
        assertThat(jocker(line)).isEqualTo(137);
        assertThat(err()).isEqualTo("jocker: the container ran out of memory (limit 30 MiB): killed\n");
    }

    private static LogEntry entry(LogEntry.Stream stream, String text, boolean partial) {
        return new LogEntry(stream, Instant.parse("2026-05-01T10:00:00.5Z"), text.getBytes(UTF_8), partial);
    }

    @Test
    void logsGoWhereTheyWentTo() {
        containers.log.add(entry(LogEntry.Stream.STDOUT, "be", true));
        containers.log.add(entry(LogEntry.Stream.STDERR, "err\n", false));
        containers.log.add(entry(LogEntry.Stream.STDOUT, "gin\n", false));
        assertThat(jocker("logs web")).isZero();
        assertThat(out()).isEqualTo("begin\n");
        assertThat(err()).isEqualTo("err\n");
        assertThat(containers.logQuery).isEqualTo(LogQuery.ALL);
        assertThat(jocker("logs -t web")).isZero();
        assertThat(out()).isEqualTo("2026-05-01T10:00:00.500000000Z begin\n");
        assertThat(err()).isEqualTo("2026-05-01T10:00:00.500000000Z err\n");
    }

    @Test
    void logsTakesTimesAndNumbers() {
        assertThat(jocker("logs -f -n 5 --since 2026-05-01T10:00:00Z --until 1777636800 web"))
                .isZero();
        assertThat(containers.logQuery)
                .isEqualTo(new LogQuery(
                        Instant.parse("2026-05-01T10:00:00Z"), Instant.parse("2026-05-01T12:00:00Z"), 5, true));
        assertThat(jocker("logs --tail all web")).isZero();
        assertThat(containers.logQuery.tail()).isEqualTo(-1);
    }

    @Test
    void inspectPrintsAnArray() {
        containers.inspect = "{\"Name\":\"/web\",\"State\":{\"Pid\":7}}";
        assertThat(jocker("inspect web")).isZero();
        assertThat(out()).isEqualTo("""
                [
                    {
                        "Name": "/web",
                        "State": {
                            "Pid": 7
                        }
                    }
                ]
                """);
        assertThat(jocker(List.of("inspect", "-f", "{{.Name}} {{.State.Pid}}", "web", "db")))
                .isZero();
        assertThat(out()).isEqualTo("/web 7\n/web 7\n");
        assertThat(jocker("inspect --format json web")).isZero();
        assertThat(out()).isEqualTo("[{\"Name\":\"/web\",\"State\":{\"Pid\":7}}]\n");
        assertThat(jocker(List.of("inspect", "-f", "{{.Nam}}", "web"))).isEqualTo(125);
        assertThat(err()).startsWith("jocker inspect: --format: at 1:3: there is no field .Nam; there are: Name State");
    }

    @Test
    void inspectFindsImagesToo() {
        assertThat(jocker("inspect --format json web box:1")).isZero();
        assertThat(out()).isEqualTo("[{},{\"RepoTags\":[\"box:1\"]}]\n");
        assertThat(jocker("inspect --type container box:1")).isEqualTo(1);
        assertThat(out()).isEqualTo("[]\n");
        assertThat(err().lines()).containsExactly("jocker: no such container: box:1");
        assertThat(jocker("inspect missing")).isEqualTo(1);
        assertThat(err().lines()).containsExactly("jocker: no such container, image, network or volume: missing");
        assertThat(jocker("inspect --type image web")).isZero();
        assertThat(out()).contains("RepoTags");
    }

    @Test
    void sizesAreAddedWhereAskedFor() {
        assertThat(jocker("inspect -s --format json web")).isZero();
        assertThat(out()).isEqualTo("[{\"SizeRw\":1000,\"SizeRootFs\":77001000}]\n");
    }

    @Test
    void statsAreTheDifferenceOfTwoReadings() {
        containers.all.removeLast();
        Instant then = Instant.parse("2026-05-01T10:00:00Z");
        containers.readings.add(reading(then, 1_000_000_000L));
        containers.readings.add(reading(then.plusSeconds(2), 1_500_000_000L));
        assertThat(jocker("stats --no-stream")).isZero();
        assertThat(out()).isEqualTo("""
                CONTAINER ID   NAME   CPU %    MEM USAGE / LIMIT   MEM %   NET I/O         BLOCK I/O     PIDS
                abababababab   web    25.00%   1.504MiB / 1GiB     0.15%   1.23kB / 648B   0B / 4.1MB    3
                """.replace("0B / 4.1MB    3", "0B / 4.1MB   3")
                .replace("BLOCK I/O     PIDS", "BLOCK I/O    PIDS"));
    }

    @Test
    void pressureIsAFieldToo() {
        containers.readings.add(reading(Instant.EPOCH, 0));
        containers.readings.add(reading(Instant.EPOCH.plusSeconds(1), 0));
        assertThat(jocker("stats --no-stream --format {{.Pressure}} web"))
                .as(err())
                .isZero();
        assertThat(out()).isEqualTo("cpu 1.50%\n");
    }

    private static Stats reading(Instant read, long cpu) {
        return new Stats(
                "id",
                "web",
                read,
                cpu,
                2,
                1_577_058,
                1 << 30,
                1_234,
                648,
                0,
                4_100_000,
                3,
                -1,
                List.of(new Stats.Pressure("cpu", 1.5, 0)));
    }

    @Test
    void eventsAreLinesOrJson() {
        containers.events.add(new ContainerEvent(
                Instant.parse("2026-05-01T10:00:00.5Z"),
                "container",
                "die",
                "abc",
                "web",
                Map.of("image", "host", "exitCode", "3")));
        assertThat(jocker("events --since 1h --filter event=die --filter event=oom --until 0"))
                .isZero();
        assertThat(out())
                .isEqualTo("2026-05-01T10:00:00.500000000Z container die abc (exitCode=3, image=host, name=web)\n");
        assertThat(containers.eventQuery.filters()).isEqualTo(Map.of("event", List.of("die", "oom")));
        assertThat(jocker("events --format json")).isZero();
        assertThat(out())
                .isEqualTo(
                        "{\"status\":\"die\",\"id\":\"abc\",\"from\":\"host\",\"Type\":\"container\",\"Action\":\"die\","
                                + "\"Actor\":{\"ID\":\"abc\",\"Attributes\":{\"exitCode\":\"3\",\"image\":\"host\",\"name\":\"web\"}},"
                                + "\"scope\":\"local\",\"time\":1777629600,\"timeNano\":1777629600500000000}\n");
        assertThat(jocker(List.of("events", "--format", "{{.Status}} {{.Actor.Attributes.exitCode}}")))
                .isZero();
        assertThat(out()).isEqualTo("die 3\n");
    }

    @Test
    void pruneAsksAndSaysWhatItFreed() {
        assertThat(jocker("system prune")).isZero();
        assertThat(containers.pruneRequest).isNull();
        input = "y\n".getBytes(UTF_8);
        assertThat(jocker("container prune")).isZero();
        assertThat(containers.pruneRequest).isEqualTo(PruneRequest.STOPPED);
        assertThat(jocker("system prune -f --filter label=a=1 --filter until=2026-05-01T10:00:00Z"))
                .isZero();
        assertThat(containers.pruneRequest)
                .isEqualTo(
                        new PruneRequest(true, true, false, Instant.parse("2026-05-01T10:00:00Z"), Map.of("a", "1")));
        assertThat(out())
                .isEqualTo(
                        "Deleted Containers:\n" + "a".repeat(64)
                                + "\n\nDeleted Networks:\nnet\n\nLeft by commands that were killed:\nthe directory bbb\n\nTotal reclaimed space: 1.5MB\n");
    }
}
