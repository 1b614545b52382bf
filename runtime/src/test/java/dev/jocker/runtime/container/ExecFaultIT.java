package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.container.BrokenStep.Case;
import dev.jocker.runtime.container.BrokenStep.Where;
import dev.jocker.runtime.enter.Exec;
import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.launch.StepFailure;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.program.Fault;
import dev.jocker.runtime.program.Program;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Soak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A command that enters a container fails at its step k, for every k: it says which, nothing is left, and the container runs on. */
@NeedsRoot
@Tag("soak")
@Timeout(value = 20, unit = java.util.concurrent.TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExecFaultIT {
    @TempDir
    Path directory;

    /** How the command enters. */
    enum Kind {
        PLAIN,
        TERMINAL,
        USER_NAMESPACE,
        DETACHED
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anExecLeavesNothingWhereverItFails(Kind kind) throws Exception {
        RunOptionsBuilder container =
                RunOptions.rootfs(Busybox.rootIn(directory.resolve("root"))).command("sleep", "1000");
        if (kind == Kind.USER_NAMESPACE) {
            container.userNamespace(NamespaceChoice.PRIVATE);
        }
        ExecOptions options = ExecOptions.command("sleep", kind == Kind.DETACHED ? "0" : "100")
                .terminal(kind == Kind.TERMINAL)
                .detached(kind == Kind.DETACHED)
                .workingDirectory("/bin")
                .build();
        try (Entering entering = Entering.start(directory, container)) {
            var look = new BrokenStep(Where.ENTER, null);
            enter(entering, options, look);
            Program program = look.whole();
            HostSnapshot before = snapshot();
            int failed = 0;
            for (Case each : BrokenStep.cases(program, Soak.times(1, 3))) {
                if (each.call().reason().equals("tell jocker who it is")) {
                    continue; // who is not known cannot be ended by us
                }
                failed += broken(entering, options, each) ? 1 : 0;
                assertThat(HostSnapshot.changes(before, this::snapshot))
                        .as(each.toString())
                        .isEmpty();
            }
            assertThat(failed).isGreaterThan(20);
            assertThat(entering.run("sh", "-c", "echo well").out()).isEqualTo("well\n");
        }
    }

    /** As if it were killed there. What has not come to its command is not known to have failed. */
    @Test
    void anExecLeavesNothingWhereverItEnds() throws Exception {
        var options =
                RunOptions.rootfs(Busybox.rootIn(directory.resolve("root"))).command("sleep", "1000");
        ExecOptions command = ExecOptions.command("sleep", "100").build();
        try (Entering entering = Entering.start(directory, options)) {
            var look = new BrokenStep(Where.ENTER, null);
            enter(entering, command, look);
            HostSnapshot before = snapshot();
            List<Case> cases = BrokenStep.cases(look.whole(), 1);
            for (int i = 0; i < cases.size(); i += Soak.times(6, 1)) {
                String moment = cases.get(i).toString();
                try {
                    enter(
                            entering,
                            command,
                            new BrokenStep(Where.ENTER, Fault.end(cases.get(i).step())));
                } catch (IOException | ContainerException e) {
                    assertThat(e.getMessage()).as(moment).isNotBlank().doesNotContain("\n");
                }
                assertThat(HostSnapshot.changes(before, this::snapshot))
                        .as(moment)
                        .isEmpty();
            }
            assertThat(entering.run("sh", "-c", "echo well").out()).isEqualTo("well\n");
        }
    }

    private HostSnapshot snapshot() throws IOException {
        return HostSnapshot.withOwn(directory, "jocker-faults");
    }

    private static void enter(Entering entering, ExecOptions options, Faults faults) throws IOException {
        Host host = entering.host().with(faults);
        if (options.detached()) {
            Exec.detach(entering.target(), options, host);
            return;
        }
        try (RunningExec exec = Exec.start(entering.target(), options, host, Stdio.none(), null)) {
            assertThat(exec.pid()).isPositive();
        }
    }

    /** Whether it has failed. */
    private static boolean broken(Entering entering, ExecOptions options, Case each) throws IOException {
        try {
            enter(entering, options, new BrokenStep(Where.ENTER, Fault.error(each.step(), each.errno())));
            return false;
        } catch (StepFailure e) {
            assertThat(e.step()).as(each.toString()).isEqualTo(each.step());
            FaultRoom.assertNames(e, each);
        } catch (ContainerException.CannotExecute e) {
            assertThat(each.toString()).containsAnyOf("execve(", "chdir(");
        } catch (IOException e) {
            throw new AssertionError(each.toString(), e);
        } catch (ContainerException.NotFound e) {
            assertThat(each.toString()).contains("setns(").contains("ESRCH");
        }
        return true;
    }
}
