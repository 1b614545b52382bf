package dev.jocker.runtime.ns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.container.BrokenStep;
import dev.jocker.runtime.container.BrokenStep.Case;
import dev.jocker.runtime.container.BrokenStep.Where;
import dev.jocker.runtime.container.FaultRoom;
import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.launch.StepFailure;
import dev.jocker.runtime.namespace.IdMap;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.ns.NamespaceCommand.GroupsChange;
import dev.jocker.runtime.ns.NamespaceCommand.Join;
import dev.jocker.runtime.ns.NamespaceCommand.Offsets;
import dev.jocker.runtime.ns.NamespaceCommand.Place;
import dev.jocker.runtime.ns.NamespaceCommand.Propagation;
import dev.jocker.runtime.oci.TimeOffset;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.program.Fault;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A command in namespaces of its own fails at its step k, for every k: it says which, and nothing is left. */
@NeedsRoot
@Timeout(value = 5, unit = java.util.concurrent.TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NamespaceFaultIT {
    @TempDir
    private Path directory;

    private static NamespaceCommand command(List<Join> joins, Flags<CloneFlag> made, boolean fork) {
        boolean user = made.has(CloneFlag.CLONE_NEWUSER);
        List<IdMap> own = user ? List.of(new IdMap(0, 0, 1)) : List.of();
        boolean clocks = made.has(CloneFlag.CLONE_NEWTIME);
        return new NamespaceCommand(
                joins,
                made,
                fork,
                signal_h.SIGKILL(),
                new NamespaceCommand.Identity(own, own, user ? GroupsChange.DENY : GroupsChange.UNCHANGED, 0, 0),
                new Place(Propagation.PRIVATE, fork ? "/proc" : null, null, Path.of("/tmp"), false),
                new Offsets(clocks ? new TimeOffset(7, 0) : null, null),
                List.of("sleep", "100"),
                List.of("PATH=/usr/bin"));
    }

    @Test
    void whatIsMadeIsGoneWhereverItFails() throws Exception {
        Flags<CloneFlag> all = Flags.of(
                CloneFlag.CLONE_NEWUSER,
                CloneFlag.CLONE_NEWNS,
                CloneFlag.CLONE_NEWPID,
                CloneFlag.CLONE_NEWNET,
                CloneFlag.CLONE_NEWUTS,
                CloneFlag.CLONE_NEWIPC,
                CloneFlag.CLONE_NEWTIME);
        assertThat(failures(command(List.of(), all, true))).isGreaterThan(20);
        assertThat(failures(command(List.of(), Flags.of(CloneFlag.CLONE_NEWUTS), false)))
                .isGreaterThan(5);
    }

    @Test
    void whatIsJoinedStaysWhereverItFails() throws Exception {
        List<Join> joins = List.of(
                new Join(NamespaceKind.UTS, Path.of("/proc/self/ns/uts")),
                new Join(NamespaceKind.PID, Path.of("/proc/self/ns/pid")));
        NamespaceCommand wanted = command(joins, Flags.none(CloneFlag.class), false);
        assertThat(failures(wanted)).isGreaterThan(5);
    }

    private int failures(NamespaceCommand wanted) throws IOException {
        var look = new BrokenStep(Where.ENTER, null);
        start(wanted, look);
        Program program = look.whole();
        HostSnapshot before = snapshot();
        int failed = 0;
        for (Case each : BrokenStep.cases(program, 1)) {
            if (!each.call().reason().equals("tell jocker who it is")) { // who is not known cannot be ended by us
                failed += broken(wanted, each) ? 1 : 0;
                assertThat(HostSnapshot.changes(before, this::snapshot))
                        .as(each.toString())
                        .isEmpty();
            }
        }
        return failed;
    }

    private HostSnapshot snapshot() throws IOException {
        return HostSnapshot.withOwn(directory, "jocker-faults");
    }

    private static void start(NamespaceCommand wanted, Faults faults) throws IOException {
        try (RunningExec command = NamespaceStart.start(wanted, faults)) {
            assertThat(command.pid()).isPositive();
        }
    }

    /** Whether it has failed. */
    private static boolean broken(NamespaceCommand wanted, Case each) throws IOException {
        try {
            start(wanted, new BrokenStep(Where.ENTER, Fault.error(each.step(), each.errno())));
            return false;
        } catch (StepFailure e) {
            assertThat(e.step()).as(each.toString()).isEqualTo(each.step());
            FaultRoom.assertNames(e, each);
        } catch (ContainerException.CannotExecute e) {
            assertThat(each.toString()).contains("execve(");
        }
        return true;
    }
}
