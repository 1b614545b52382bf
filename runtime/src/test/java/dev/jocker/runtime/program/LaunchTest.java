package dev.jocker.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.clone_args;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LaunchTest {
    private static final Flags<CloneFlag> NEW = Flags.of(CloneFlag.CLONE_NEWNS, CloneFlag.CLONE_NEWUTS);

    @Test
    void cloneArgumentsAreThoseOfTheBindings() {
        assertThat(new long[] {
                    clone_args.flags$offset(),
                    clone_args.pidfd$offset(),
                    clone_args.cgroup$offset(),
                    clone_args.sizeof()
                })
                .containsExactly(0, CloneSteps.ARGS_PIDFD, CloneSteps.ARGS_CGROUP, CloneSteps.CLONE_ARGS_BYTES);
    }

    @Test
    void keepsWhatTheChildInherits() {
        Fd one = Fd.owned(1000, "one");
        Fd two = Fd.owned(1001, "two");

        assertThat(text(new Launch(image(), NEW, List.of(one, two), List.of(), null)))
                .containsSubsequence(
                        "close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)",
                        "fcntl(one[fd 1000], F_SETFD, 0)",
                        "fcntl(two[fd 1001], F_SETFD, 0)",
                        "execveat(image[fd 999], \"\", [\"jocker\"], [], AT_EMPTY_PATH)");
    }

    @Test
    void makesNamespacesAndCgroupInTheClone() {
        Fd cgroup = Fd.owned(1000, "cgroup");

        assertThat(text(new Launch(image(), NEW, List.of(), List.of(), cgroup)))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("clone3(")
                        .contains("CLONE_VM", "CLONE_VFORK", "CLONE_PIDFD", "CLONE_CLEAR_SIGHAND")
                        .contains("CLONE_INTO_CGROUP", "CLONE_NEWNS", "CLONE_NEWUTS"))
                .noneSatisfy(line -> assertThat(line).startsWith("setns("));
    }

    /** As root of a user namespace, which it becomes, it would not be let into the host's group. */
    @Test
    void theGoBetweenIsInTheCgroupBeforeItJoinsAnything() {
        Fd cgroup = Fd.owned(1000, "cgroup");
        Fd user = Fd.owned(1001, "user");
        var join = List.of(new Launch.Join(user, CloneFlag.CLONE_NEWUSER));

        List<String> clones = text(new Launch(image(), NEW, List.of(), join, cgroup)).stream()
                .filter(line -> line.startsWith("clone3("))
                .toList();
        assertThat(clones).hasSize(2);
        assertThat(clones.getFirst()).contains("CLONE_INTO_CGROUP");
        assertThat(clones.getLast()).contains("CLONE_PARENT").doesNotContain("CLONE_INTO_CGROUP");
    }

    @Test
    void goesThroughAGoBetweenOnlyWhereItHasToJoin() {
        Fd user = Fd.owned(1000, "user");
        var joining =
                new Launch(image(), NEW, List.of(), List.of(new Launch.Join(user, CloneFlag.CLONE_NEWUSER)), null);

        assertThat(text(joining))
                .containsSubsequence("setns(user[fd 1000], CLONE_NEWUSER)", "setresgid(0, 0, 0)", "setresuid(0, 0, 0)");
        assertThat(clones(joining)).isEqualTo(2);
        assertThat(clones(new Launch(image(), NEW, List.of(), List.of(), null))).isEqualTo(1);
    }

    private static Fd image() {
        return Fd.owned(999, "image");
    }

    private static long clones(Launch launch) {
        return launch.program().steps().stream()
                .filter(step -> step instanceof Call call && call.call() == SystemCall.CLONE3)
                .count();
    }

    private static List<String> text(Launch launch) {
        return launch.program().steps().stream().map(ProgramText::of).toList();
    }
}
