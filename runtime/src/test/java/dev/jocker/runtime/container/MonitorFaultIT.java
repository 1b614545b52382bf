package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.container.BrokenStep.Case;
import dev.jocker.runtime.container.BrokenStep.Where;
import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.launch.StepFailure;
import dev.jocker.runtime.options.HealthCheck;
import dev.jocker.runtime.options.LogLimits;
import dev.jocker.runtime.options.RestartPolicy;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.program.Fault;
import dev.jocker.runtime.program.Program;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A container under a monitor, one step of which, or of its first process, fails: its start says which, or it is as nothing had
 * happened; it can be seen, and removed, and then nothing is left.
 */
@NeedsRoot
@Tag("soak")
@Timeout(value = 30, unit = java.util.concurrent.TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MonitorFaultIT {
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(100);

    @TempDir
    Path directory;

    private FaultRoom room;

    @BeforeEach
    void makeRoom() throws IOException {
        room = new FaultRoom(directory);
    }

    @AfterEach
    void closeRoom() throws IOException {
        room.close();
    }

    /** What the container does. */
    enum Life {
        /** It runs until it is removed. */
        LONG,
        /** It writes more than its log may have, fails, is started again, and fails again. */
        RESTARTED,
        /** It is asked how it does. */
        PROBED
    }

    @ParameterizedTest
    @CsvSource({
        "MONITOR, PLAIN, LONG, 4",
        "MONITOR, PLAIN, RESTARTED, 4",
        "MONITOR, EVERYTHING, LONG, 8",
        "MONITOR, USER_NAMESPACE, LONG, 8",
        "MONITOR, PLAIN, PROBED, 16",
        "HEALTH, PLAIN, PROBED, 8",
        "CHILD, PLAIN, LONG, 12",
        "CHILD, USER_NAMESPACE, RESTARTED, 20",
        "CHILD, EVERYTHING, LONG, 20",
        "CHILD, HOST_NAMESPACES, LONG, 20",
        "MONITOR, NETWORK, LONG, 12",
        "CHILD, NETWORK, RESTARTED, 20"
    })
    void aContainerCanBeRemovedWhereverItFails(Where where, FaultRoom.Kind kind, Life life, int stride)
            throws IOException {
        room.inItsPlace(kind, () -> {
            canBeRemoved(where, kind, life, stride);
            return null;
        });
    }

    private void canBeRemoved(Where where, FaultRoom.Kind kind, Life life, int stride) throws IOException {
        RunOptions options = options(kind, life);
        Program program = usual(where, options, life);
        HostSnapshot before = room.snapshot();
        List<Case> cases = BrokenStep.cases(program, Soak.times(1, 3));
        int failed = 0;
        for (int i = 0; i < cases.size(); i += Soak.times(stride, 1)) {
            failed += live(where, options, life, cases.get(i)) ? 0 : 1;
            assertThat(HostSnapshot.changes(before, room::snapshot))
                    .as(cases.get(i).toString())
                    .isEmpty();
        }
        // Whoever asks how a container does can't keep it from running.
        assertThat(failed > 0).isEqualTo(where != Where.HEALTH);
    }

    /** As if it were killed there: it tells nobody. */
    @ParameterizedTest
    @CsvSource({
        "MONITOR, PLAIN, RESTARTED, 8",
        "MONITOR, USER_NAMESPACE, PROBED, 24",
        "HEALTH, PLAIN, PROBED, 12",
        "CHILD, PLAIN, LONG, 24",
        "CHILD, EVERYTHING, LONG, 40"
    })
    void aContainerCanBeRemovedWhereverOneEnds(Where where, FaultRoom.Kind kind, Life life, int stride)
            throws IOException {
        RunOptions options = options(kind, life);
        Program program = usual(where, options, life);
        HostSnapshot before = room.snapshot();
        List<Case> cases = BrokenStep.cases(program, 1);
        for (int i = 0; i < cases.size(); i += Soak.times(stride, 2)) {
            int step = cases.get(i).step();
            String moment = where + " ended at " + step + ": "
                    + StepFailure.brief(cases.get(i).call());
            end(new BrokenStep(where, Fault.end(step)), options, life, moment);
            assertThat(HostSnapshot.changes(before, room::snapshot)).as(moment).isEmpty();
        }
    }

    private void end(Faults faults, RunOptions options, Life life, String moment) throws IOException {
        Container container = room.containers(faults).create(options);
        try {
            container.start();
        } catch (IOException | ContainerException e) {
            assertThat(e.getMessage()).as(moment).isNotBlank().doesNotContain("\n");
        }
        Containers containers = room.containers(Faults.NONE);
        containers.prune(PruneRequest.LEFTOVERS);
        assertThat(containers.list()).as(moment).hasSize(1);
        if (life == Life.RESTARTED) {
            awaitDown(container);
        } else if (life == Life.PROBED) {
            awaitProbe(container);
        }
        ContainerSnapshot snapshot = container.snapshot();
        assertThat(snapshot.status())
                .as(moment)
                .isIn(ContainerStatus.CREATED, ContainerStatus.RUNNING, ContainerStatus.EXITED);
        if (!isTrue(snapshot)) { // it may have ended between the one look and the other: then the next is true
            assertThat(isTrue(container.snapshot())).as(moment).isTrue();
        }
        container.remove(RemoveRequest.FORCED);
    }

    private static boolean isTrue(ContainerSnapshot snapshot) {
        boolean isThere = snapshot.pid() > 0 && Files.exists(Path.of("/proc/" + snapshot.pid()));
        return (snapshot.status() == ContainerStatus.RUNNING) == isThere;
    }

    private RunOptions options(FaultRoom.Kind kind, Life life) throws IOException {
        RunOptionsBuilder options = room.options(kind);
        if (life == Life.PROBED) {
            options.health(new HealthCheck(List.of("true"), SHORT, LONG, Duration.ofSeconds(1), SHORT, 1));
        }
        if (life == Life.RESTARTED) {
            options.command("sh", "-c", "echo out; echo err >&2; sleep 0.01; exit 3")
                    .logLimits(new LogLimits(30, 2))
                    .restart(RestartPolicy.parse("on-failure:1"));
        }
        return options.build();
    }

    /** The program as it is without a fault, whose container lives as it should. */
    private Program usual(Where where, RunOptions options, Life life) throws IOException {
        var look = new BrokenStep(where, null);
        Container container = room.containers(look).create(options);
        container.start();
        if (life == Life.RESTARTED) {
            awaitEnd(container, null);
            assertThat(container.snapshot().exitCode())
                    .as(container.snapshot().toString())
                    .isEqualTo(3);
            assertThat(container.snapshot().restartCount()).isEqualTo(1);
        }
        if (life == Life.PROBED) {
            awaitProbe(container);
            assertThat(container.snapshot().health().status()).isEqualTo(Health.Status.HEALTHY);
        }
        container.remove(new RemoveRequest(true, false));
        return look.whole();
    }

    /** Whether it could be started. */
    private boolean live(Where where, RunOptions options, Life life, Case each) throws IOException {
        var broken = new BrokenStep(where, Fault.error(each.step(), each.errno()));
        Containers containers = room.containers(broken);
        HostSnapshot before = room.snapshot();
        Container container = containers.create(options);
        List<String> made = new ArrayList<>(HostSnapshot.changes(before, room::snapshot, 0));
        Exception failure = start(container, each);
        if (failure == null && life == Life.RESTARTED) {
            awaitEnd(container, each);
        }
        if (failure == null && life == Life.PROBED) {
            awaitProbe(container);
        }
        if (failure != null) {
            ContainerSnapshot snapshot = container.snapshot();
            assertThat(snapshot.status()).as(each.toString()).isEqualTo(ContainerStatus.CREATED);
            assertThat(snapshot.error()).as(each.toString()).isEqualTo(failure.getMessage());
            assertThat(leftByStart(before, made)).as(each.toString()).isEmpty();
        }
        assertThat(containers.list()).hasSize(1);
        container.remove(new RemoveRequest(true, false));
        return failure == null;
    }

    /** What it has failed with, or null. Of an error that does not matter, it says nothing, or the next step does that fails for it. */
    private static Exception start(Container container, Case each) {
        try {
            container.start();
            return null;
        } catch (ContainerException.CannotExecute e) {
            assertThat(each.toString()).contains("execve(");
            return e;
        } catch (IOException | ContainerException.NotSupported e) {
            if (each.isFatal()) {
                FaultRoom.assertNames(e, each);
            }
            return e;
        }
    }

    /** Files aside, which say why and are the next start's to find. A monitor that has failed takes a moment to be gone. */
    private List<String> leftByStart(HostSnapshot before, List<String> made) throws IOException {
        List<String> left = List.of();
        for (int i = 0; i < 100; i++) {
            left = HostSnapshot.changes(before, room::snapshot, 0).stream()
                    .filter(change -> !made.contains(change) && !change.startsWith("new file: "))
                    .toList();
            if (left.isEmpty()) {
                return left;
            }
            FaultRoom.sleep(Duration.ofMillis(20));
        }
        return left;
    }

    /** A monitor that cannot do its work ends, too. */
    private static void awaitEnd(Container container, Case each) throws IOException {
        assertThat(awaitDown(container)).as("%s", each).isEqualTo(ContainerStatus.EXITED);
    }

    private static ContainerStatus awaitDown(Container container) throws IOException {
        ContainerStatus status = container.snapshot().status();
        for (int i = 0; i < 500 && (status.isUp() || status == ContainerStatus.RESTARTING); i++) {
            FaultRoom.sleep(Duration.ofMillis(10));
            status = container.snapshot().status();
        }
        return status;
    }

    /** Until it does well, or for some while: nobody may be there any more to find that out. */
    private static void awaitProbe(Container container) throws IOException {
        Health health = container.snapshot().health();
        for (int i = 0; i < 20 && health != null && health.status() == Health.Status.STARTING; i++) {
            FaultRoom.sleep(Duration.ofMillis(10));
            health = container.snapshot().health();
        }
    }
}
