package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.container.BrokenStep.Case;
import dev.jocker.runtime.container.BrokenStep.Where;
import dev.jocker.runtime.program.Fault;
import dev.jocker.runtime.program.Program;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Soak;
import java.io.IOException;
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
        RESTARTED
    }

    @ParameterizedTest
    @CsvSource({
        "MONITOR, PLAIN, LONG, 2",
        "MONITOR, PLAIN, RESTARTED, 2",
        "MONITOR, EVERYTHING, LONG, 8",
        "MONITOR, USER_NAMESPACE, LONG, 8",
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
        List<Case> cases = BrokenStep.cases(program, Soak.times(1, 9));
        int failed = 0;
        for (int i = 0; i < cases.size(); i += Soak.times(stride, 1)) {
            failed += live(where, options, life, cases.get(i)) ? 0 : 1;
            assertThat(HostSnapshot.changes(before, room::snapshot))
                    .as(cases.get(i).toString())
                    .isEmpty();
        }
        assertThat(failed).isPositive();
    }

    private RunOptions options(FaultRoom.Kind kind, Life life) throws IOException {
        RunOptionsBuilder options = room.options(kind);
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
            awaitEnd(container);
            assertThat(container.snapshot().exitCode())
                    .as(container.snapshot().toString())
                    .isEqualTo(3);
            assertThat(container.snapshot().restartCount()).isEqualTo(1);
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
        boolean started = false;
        try {
            container.start();
            started = true;
            if (life == Life.RESTARTED) {
                awaitEnd(container);
            }
        } catch (StepFailure e) {
            FaultRoom.assertNames(e, each);
        } catch (ContainerException.CannotExecute e) {
            assertThat(each.toString()).contains("execve(");
        } catch (ContainerException.NotSupported e) {
            assertThat(e.getMessage()).contains(each.errno().toString()).doesNotContain("\n");
        } catch (IOException e) {
            FaultRoom.assertNames(e, each);
        }
        if (!started) {
            ContainerSnapshot snapshot = container.snapshot();
            assertThat(snapshot.status()).as(each.toString()).isEqualTo(ContainerStatus.CREATED);
            if (each.isFatal()) { // else the next step that fails for it says why
                assertThat(snapshot.error())
                        .as(each.toString())
                        .contains(each.errno().toString());
            }
            assertThat(leftByStart(before, made)).as(each.toString()).isEmpty();
        }
        assertThat(containers.list()).hasSize(1);
        container.remove(new RemoveRequest(true, false));
        return started;
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
    private static void awaitEnd(Container container) throws IOException {
        ContainerStatus status = container.snapshot().status();
        for (int i = 0; i < 500 && (status.isUp() || status == ContainerStatus.RESTARTING); i++) {
            FaultRoom.sleep(Duration.ofMillis(10));
            status = container.snapshot().status();
        }
        assertThat(status).isEqualTo(ContainerStatus.EXITED);
    }
}
