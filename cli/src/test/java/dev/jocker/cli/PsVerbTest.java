package dev.jocker.cli;

import static dev.jocker.cli.FakeContainers.container;
import static dev.jocker.cli.FakeContainers.ended;
import static dev.jocker.cli.FakeContainers.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.container.ContainerStatus;
import dev.jocker.runtime.container.Health;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PsVerbTest extends CommandLineTest {
    @BeforeEach
    void five() {
        ContainerSnapshot web = container("ab", "web", ContainerStatus.RUNNING);
        engine.containers.all.add(with(
                web,
                new Health(Health.Status.HEALTHY, 0, List.of()),
                Map.of("stage", "dev", "b", ""),
                List.of("data")));
        engine.containers.all.add(container("cd", "frozen", ContainerStatus.PAUSED));
        engine.containers.all.add(ended(container("ef", "old", ContainerStatus.EXITED), 137, true));
        engine.containers.all.add(ended(container("12", "older", ContainerStatus.EXITED), 0, false));
        engine.containers.all.add(container("34", "new", ContainerStatus.CREATED));
        engine.containers.inspect = """
                {"HostConfig": {"NetworkMode": "front"}, "NetworkSettings": {
                    "Networks": {"front": {"NetworkID": "12abcd"}},
                    "Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}], "53/udp": null}}}""";
    }

    @Test
    void showsThoseThatRun() {
        assertThat(jocker("ps")).isZero();
        assertThat(out()).isEqualTo("""
                CONTAINER ID   IMAGE   COMMAND      CREATED       STATUS                       PORTS   NAMES
                abababababab   host    "sleep 60"   2 hours ago   Up About an hour (healthy)           web
                cdcdcdcdcdcd   host    "sleep 60"   2 hours ago   Up About an hour (Paused)            frozen
                """);
        assertThat(jocker("container ls -q")).isZero();
        assertThat(out().lines()).containsExactly("abababababab", "cdcdcdcdcdcd");
        assertThat(jocker("ps -aq --no-trunc")).isZero();
        assertThat(out().lines()).hasSize(5).first().isEqualTo("ab".repeat(32));
    }

    @ParameterizedTest
    @CsvSource({
        "-a,                             web frozen old older new",
        "-l,                             web",
        "-n 3,                           web frozen old",
        "--filter status=exited,         old older",
        "--filter status=paused,         frozen",
        "-f exited=137,                  old",
        "-a -f name=old,                 old older",
        "-a -f name=^/old$,              old",
        "-a -f name=web -f name=new,     web new",
        "-a -f id=cdcd,                  frozen",
        "-a -f label=stage,              web",
        "-a -f label=stage=dev -f label=b, web",
        "-a -f label=stage=prod,         ''",
        "-a -f health=healthy,           web",
        "-a -f health=none -f status=created, new",
        "-a -f volume=data,              web",
        "-a -f ancestor=host:latest -f status=paused, frozen",
        "-a -f ancestor=debian,          ''",
        "-f exited=0 -f name=web,        ''",
        "-f is-task=false,               web frozen",
        "-f is-task=true,                ''",
        "-f network=front -f status=paused, frozen",
        "-f network=12ab -f name=web,    web",
        "-f network=back,                ''",
        "-f publish=8080 -f name=web,    web",
        "-f publish=8000-8080/tcp -f name=web, web",
        "-f publish=80,                  ''",
        "-f expose=53/udp -f name=web,   web",
        "-f expose=53,                   ''",
    })
    void filters(String options, String names) {
        assertThat(jocker(List.of(("ps --format {{.Names}} " + options).split(" "))))
                .as(err())
                .isZero();
        assertThat(String.join(" ", out().lines().toList())).isEqualTo(names);
    }

    @Test
    void statusIsInDockersWords() {
        Instant now = Instant.now();
        assertThat(engine.containers.all.stream().map(each -> ContainerRow.status(each, now)))
                .containsExactly(
                        "Up About an hour (healthy)",
                        "Up About an hour (Paused)",
                        "Exited (137) About an hour ago (out of memory)",
                        "Exited (0) About an hour ago",
                        "Created");
        Health starting = new Health(Health.Status.STARTING, 0, List.of());
        assertThat(ContainerRow.status(
                        with(container("1", "x", ContainerStatus.RUNNING), starting, Map.of(), List.of()), now))
                .isEqualTo("Up About an hour (health: starting)");
    }

    @Test
    void printsAsATemplateOrJson() {
        assertThat(jocker(List.of("ps", "--format", "table {{.Names}}\\t{{.Label \"stage\"}}\\t{{.State}}")))
                .isZero();
        assertThat(out()).isEqualTo("""
                NAMES    STAGE   STATE
                web      dev     running
                frozen           paused
                """);
        assertThat(jocker("ps -l --format json")).isZero();
        assertThat(out())
                .startsWith("{\"Command\":\"\\\"sleep 60\\\"\",\"CreatedAt\":\"")
                .contains("\"ID\":\"abababababab\"")
                .contains("\"Size\":\"1kB (virtual 77MB)\"");
        assertThat(jocker("ps -l -s")).isZero();
        assertThat(out().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).endsWith("NAMES   SIZE"));
    }

    @Test
    void longCommandsAreCut() {
        ContainerSnapshot of = container("ab", "x", ContainerStatus.RUNNING);
        var wordy = new ContainerSnapshot(
                of.id(),
                "x",
                "host",
                "",
                List.of("sh", "-c", "echo \"hello\"\nsleep 1000"),
                of.created(),
                of.status(),
                0,
                0,
                false,
                "",
                of.startedAt(),
                null,
                0,
                null,
                Map.of(),
                List.of(),
                false,
                false,
                false,
                false,
                ContainerSnapshot.Networking.NONE);
        assertThat(ContainerRow.of(wordy, Instant.now(), false, ""))
                .containsEntry("Command", "\"sh -c echo \\\"hello\\\"\\n…\"");
        assertThat(ContainerRow.of(wordy, Instant.now(), true, ""))
                .containsEntry("Command", "\"sh -c echo \\\"hello\\\"\\nsleep 1000\"");
    }
}
