package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.container.BrokenStep.Case;
import dev.jocker.runtime.container.BrokenStep.Where;
import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.launch.StepFailure;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.program.Fault;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.Trace;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.testing.AlsoOnCgroupV2;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Soak;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A start in the foreground that fails at its step k, for every k, names that step and leaves nothing behind. Errors that a step may
 * have are let happen as well: there the container runs, or the start fails, and nothing is left after it either.
 */
@NeedsRoot
@AlsoOnCgroupV2
@Tag("soak")
@Timeout(value = 30, unit = java.util.concurrent.TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultIT {
    private static final Containers.StartRequest REQUEST = new Containers.StartRequest(Stdio.none(), null, false);

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

    @ParameterizedTest
    @EnumSource(FaultRoom.Kind.class)
    void aStartLeavesNothingWhereverItFails(FaultRoom.Kind kind) throws IOException {
        room.inItsPlace(kind, () -> {
            leavesNothing(kind);
            return null;
        });
    }

    private void leavesNothing(FaultRoom.Kind kind) throws IOException {
        RunOptions options = room.options(kind).build();
        var look = new BrokenStep(Where.CHILD, null);
        Trace usual = traceOf(options, look);
        HostSnapshot before = room.snapshot();
        int broken = 0;
        List<Case> cases = BrokenStep.cases(look.whole(), Soak.times(1, 3));
        // A traced program has a step more, its first.
        for (int i = 0; i < cases.size(); i += Soak.times(kind.stride(), 1)) {
            Case each = cases.get(i);
            if (each.step() > 0) {
                var untraced = new Case(each.step() - 1, each.call(), each.errno());
                startBroken(options, untraced, each.isFatal() && usual.ran(each.step()));
                assertThat(HostSnapshot.changes(before, room::snapshot))
                        .as(untraced.toString())
                        .isEmpty();
                broken++;
            }
        }
        assertThat(broken).isGreaterThan(15);
    }

    private Trace traceOf(RunOptions options, Faults look) throws IOException {
        var traced = new Containers.StartRequest(Stdio.none(), null, true);
        try (RunningContainer container = room.containers(look).start(options, traced)) {
            return container.trace().childTrace();
        }
    }

    private void startBroken(RunOptions options, Case each, boolean fails) throws IOException {
        var broken = new BrokenStep(Where.CHILD, Fault.error(each.step(), each.errno()));
        try (RunningContainer container = room.containers(broken).start(options, REQUEST)) {
            // Where its number is as wanted, the channel need not be moved.
            assertThat(fails && !each.call().reason().equals("keep the channel"))
                    .as(each + " was broken, but the container runs")
                    .isFalse();
            assertThat(container.pid()).isPositive();
        } catch (StepFailure e) {
            if (fails) {
                assertThat(e.step()).as(each.toString()).isEqualTo(each.step());
                assertThat(Errno.of(e.errno())).isEqualTo(each.errno());
                FaultRoom.assertNames(e, each);
            }
        } catch (ContainerException.CannotExecute e) {
            assertThat(each.toString()).contains("execve(");
            assertThat(e.getCause()).isInstanceOf(StepFailure.class);
        }
    }

    /** As if it were killed there. Whoever started it is told that it has ended, or how. */
    @Test
    void aStartLeavesNothingWhereverItsProcessEnds() throws IOException {
        RunOptions options = room.options(FaultRoom.Kind.PLAIN).build();
        var look = new BrokenStep(Where.CHILD, null);
        traceOf(options, look);
        HostSnapshot before = room.snapshot();
        List<Case> cases = BrokenStep.cases(look.whole(), 1);
        for (int i = 1; i < cases.size(); i += Soak.times(16, 1)) {
            int step = cases.get(i).step() - 1;
            var ended = new BrokenStep(Where.CHILD, Fault.end(step));
            try (RunningContainer container = room.containers(ended).start(options, REQUEST)) {
                Optional<Processes.Ending> ending = container.await(Duration.ofMillis(20));
                if (ending.isPresent()) {
                    assertThat(ending.get().exitCode())
                            .as(cases.get(i).toString())
                            .isEqualTo(Fault.KILLED);
                }
            }
            assertThat(HostSnapshot.changes(before, room::snapshot))
                    .as(cases.get(i).toString())
                    .isEmpty();
        }
    }

    @Test
    void theMatrixKnowsFailingStepsFromOthers() throws IOException {
        RunOptions options = room.options(FaultRoom.Kind.PLAIN).build();
        Program program = room.containers(Faults.NONE).explain(options, REQUEST).child();
        Trace usual = traceOf(options, Faults.NONE);
        List<Instruction> steps = program.steps();

        assertThat(usual.steps()).isEqualTo(steps.size() + 1);
        assertThat(usual.ran(1)).isTrue();
        assertThat(usual.ran(steps.size())).isFalse(); // the end of the failure handler
    }
}
