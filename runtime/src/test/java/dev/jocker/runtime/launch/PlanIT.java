package dev.jocker.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.ProgramText;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a start, as {@code jocker explain} shows it: what must not come before what. */
@NeedsRoot
class PlanIT {
    @TempDir
    Path directory;

    @Test
    void nothingOfTheUsersIsMountedWhileTheHostIsInSight() throws IOException {
        List<String> calls = calls(options()
                .volume(VolumeMount.Bind.of(directory.toString(), "/volume"))
                .build());

        assertThat(first(calls, "umount2(\".\", MNT_DETACH)")).isLessThan(first(calls, "\"/volume\""));
        assertThat(calls).containsSubsequence(calls.get(first(calls, "pivot_root(")), "umount2(\".\", MNT_DETACH)");
    }

    @Test
    void mountsArePrivateBeforeTheFirstIsMade() throws IOException {
        List<String> calls = calls(options().build());

        assertThat(first(calls, "mount(NULL, \"/\", NULL, MS_REC|MS_PRIVATE, NULL)"))
                .isEqualTo(first(calls, "mount("));
    }

    @Test
    void pathsAreClosedAfterTheSysctlsAreSet() throws IOException {
        List<String> calls = calls(options().sysctl("net.ipv4.ip_forward=1").build());

        assertThat(first(calls, "\"/proc/sys/net/ipv4/ip_forward\""))
                .isPositive()
                .isLessThan(first(calls, "mount(\"/proc/sys\", \"/proc/sys\""))
                .isLessThan(first(calls, "move_mount(<null device>"));
    }

    @Test
    void privilegesGoLastAndTheCommandComesAfterThem() throws IOException {
        List<String> calls = calls(options().user(UserChoice.parse("7:8")).build());
        int user = first(calls, "setresuid(7");

        assertThat(user).isGreaterThan(last(calls, "mount("));
        assertThat(first(calls, "execve(")).isGreaterThan(user);
        assertThat(first(calls, "close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)")).isBetween(user, first(calls, "execve("));
    }

    @Test
    void onlyWhatExecvpGoesOnAfterLeadsToTheNextDirectory() throws IOException {
        List<String> calls =
                calls(options().command("tool").environment("PATH=/a:/b").build());
        int first = first(calls, "execve(\"/a/tool\"");

        assertThat(calls.subList(first + 1, first + 7))
                .containsExactly(
                        "if <result> == -ENOENT go to not /a/tool",
                        "if <result> == -ENOTDIR go to not /a/tool",
                        "if <result> == -EACCES go to not /a/tool",
                        "if <result> == -ESTALE go to not /a/tool",
                        "if <result> == -ENODEV go to not /a/tool",
                        "if <result> == -ETIMEDOUT go to not /a/tool");
        assertThat(calls.get(first + 7)).isEqualTo(calls.get(first));
        assertThat(calls.get(first + 8)).startsWith("execve(\"/b/tool\"");
    }

    /** Each start writes it anew, and the kernel copies it. */
    @Test
    void theImageOfAPlainContainerIsSmall() throws IOException {
        assertThat(SealedImage.bytes(
                        child(RunOptions.image("host").command("true").build())))
                .hasSizeLessThanOrEqualTo(16_384);
    }

    private RunOptionsBuilder options() throws IOException {
        Path root = Files.createDirectories(directory.resolve("root"));
        return RunOptions.rootfs(root).command("/bin/true");
    }

    private List<String> calls(RunOptions options) throws IOException {
        List<String> calls = new ArrayList<>();
        child(options).steps().forEach(step -> calls.add(ProgramText.of(step)));
        return calls;
    }

    private Program child(RunOptions options) throws IOException {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        return Containers.in(directories)
                .explain(options, new Containers.StartRequest(Stdio.none(), null, false))
                .child();
    }

    private static int first(List<String> calls, String part) {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).contains(part)) {
                return i;
            }
        }
        throw new AssertionError("no call has " + part + ":\n" + String.join("\n", calls));
    }

    private static int last(List<String> calls, String part) {
        return calls.size() - 1 - first(calls.reversed(), part);
    }
}
