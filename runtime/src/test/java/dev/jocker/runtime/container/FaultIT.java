package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.Trace;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.SystemCall;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start that fails at its step k, for every k, names that step and leaves nothing behind. Errors that a step may have are let
 * happen as well: there the container runs, or the start fails, and nothing is left after it either.
 */
@NeedsRoot
@Tag("soak")
@Timeout(value = 10, unit = java.util.concurrent.TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultIT {
    @TempDir
    Path directory;

    @Test
    void aPlainStartLeavesNothingWhereverItFails() throws IOException {
        breakEachStep(RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                .command("/bin/sleep", "100")
                .build());
    }

    @Test
    void aStartWithAUserNamespaceLeavesNothingWhereverItFails() throws IOException {
        breakEachStep(RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                .userNamespace(NamespaceChoice.PRIVATE)
                .command("sleep", "100")
                .build());
    }

    @Test
    void aStartWithEverythingLeavesNothingWhereverItFails() throws IOException {
        Path source = Files.createDirectory(directory.resolve("source"));
        breakEachStep(RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                .terminal(true)
                .init(true)
                .readOnly(true)
                .volume(VolumeMount.Bind.of(source.toString(), "/a/volume"))
                .sysctl("net.ipv4.ip_forward=1")
                .ulimit(Ulimit.parse("nofile=100"))
                .user(UserChoice.parse("7:8"))
                .workingDirectory("/bin")
                .oomScoreAdjust(5)
                .command("sleep", "100")
                .build());
    }

    private void breakEachStep(RunOptions options) throws IOException {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        var request = new Containers.StartRequest(Stdio.none(), null, false);
        Program program = Containers.in(directories).explain(options, request).child();
        Trace usual = traceOf(directories, options);
        HostSnapshot before = HostSnapshot.withOwn(directory);
        int broken = 0;
        int stride = Soak.times(program.steps().size() > 120 ? 3 : 1, 1);
        for (int step = 0; step < program.steps().size(); step += stride) {
            if (program.steps().get(step) instanceof Call call && mayBreak(call)) {
                // A traced program has a step more, its first.
                boolean fails = call.failure() instanceof Instruction.Failure.Fail && usual.ran(step + 1);
                String what = step + ": " + StepFailure.brief(call);
                startBroken(directories, options, request, step, fails, what);
                assertThat(HostSnapshot.settled(before, () -> HostSnapshot.withOwn(directory)))
                        .as(what)
                        .isEqualTo(before);
                broken++;
            }
        }
        assertThat(broken).isGreaterThan(20);
    }

    private static Trace traceOf(Directories directories, RunOptions options) throws IOException {
        var traced = new Containers.StartRequest(Stdio.none(), null, true);
        try (RunningContainer container = Containers.in(directories).start(options, traced)) {
            return container.trace().childTrace();
        }
    }

    /** The end of a program cannot fail, and without it there would be none. */
    private static boolean mayBreak(Call call) {
        return call.call() != SystemCall.EXIT_GROUP;
    }

    private static void startBroken(
            Directories directories,
            RunOptions options,
            Containers.StartRequest request,
            int step,
            boolean fails,
            String what)
            throws IOException {
        try (RunningContainer container =
                Containers.in(directories).withFault(step).start(options, request)) {
            assertThat(fails).as(what + " was broken, but the container runs").isFalse();
            assertThat(container.pid()).isPositive();
        } catch (StepFailure e) {
            if (fails) {
                assertThat(e.step()).as(what).isEqualTo(step);
                assertThat(e.errno()).isEqualTo(Errno.EBADF.number());
                String named = withoutId(e.getMessage()).replaceFirst(": EBADF .*", "");
                assertThat(withoutId(what)).endsWith(": " + named);
            }
        } catch (ContainerException.CannotExecute e) {
            assertThat(what).contains("execve(");
            assertThat(e.getCause()).isInstanceOf(StepFailure.class);
        }
    }

    /** Each start has another. */
    private static String withoutId(String text) {
        return text.replaceAll("[0-9a-f]{12,64}", "ID");
    }

    @Test
    void theMatrixKnowsFailingStepsFromOthers() throws IOException {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        RunOptions options = RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                .command("/bin/true")
                .build();
        Program program = Containers.in(directories)
                .explain(options, new Containers.StartRequest(Stdio.none(), null, false))
                .child();
        Trace usual = traceOf(directories, options);
        List<Instruction> steps = program.steps();

        assertThat(usual.steps()).isEqualTo(steps.size() + 1);
        assertThat(usual.ran(1)).isTrue();
        assertThat(usual.ran(steps.size())).isFalse(); // the end of the failure handler
    }
}
