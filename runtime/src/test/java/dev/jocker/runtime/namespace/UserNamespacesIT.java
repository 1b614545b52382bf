package dev.jocker.runtime.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.program.IdleProcess;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.testing.AlsoOnCgroupV2;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@AlsoOnCgroupV2
@NeedsRoot
class UserNamespacesIT {
    private static final List<IdMap> UIDS = List.of(new IdMap(0, 700_000, 1000), new IdMap(1000, 0, 1));
    private static final List<IdMap> GIDS = List.of(new IdMap(0, 800_000, 5));

    @TempDir
    Path directory;

    @Test
    void aNamespaceHasItsMappings() throws Exception {
        String nsenter = Witness.require("nsenter").toString();
        try (Fd namespace = UserNamespaces.create(UIDS, GIDS)) {
            // A process of this JVM cannot join, but a witness can, through our descriptor of it.
            Path file = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + namespace.number());
            Path output = directory.resolve("maps");
            Process process = new ProcessBuilder(
                            nsenter, "--user=" + file, "cat", "/proc/self/uid_map", "/proc/self/gid_map")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readAllLines(output).stream()
                            .map(line -> line.trim().replaceAll(" +", " ")))
                    .containsExactly("0 700000 1000", "1000 0 1", "0 800000 5");
        }
    }

    @Test
    void everyNamespaceIsAnother() throws IOException {
        try (Fd one = UserNamespaces.create(UIDS, GIDS);
                Fd two = UserNamespaces.create(UIDS, GIDS)) {
            Path first = Files.readSymbolicLink(Path.of("/proc/self/fd/" + one.number()));
            assertThat(first.toString()).startsWith("user:[");
            assertThat(first)
                    .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/fd/" + two.number())))
                    .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/user")));
        }
    }

    @Test
    void mappingsThatTheKernelRefusesLeaveNoProcess() throws IOException {
        List<IdMap> overlapping = List.of(new IdMap(0, 700_000, 10), new IdMap(5, 800_000, 10));
        int before = children();

        assertThatThrownBy(() -> UserNamespaces.create(overlapping, GIDS)).isInstanceOf(IOException.class);
        assertThat(children()).isEqualTo(before);
    }

    @Test
    void theProcessThatMadeItIsGone() throws IOException {
        int before = children();
        try (Fd namespace = UserNamespaces.create(UIDS, GIDS)) {
            assertThat(namespace.number()).isPositive();
            assertThat(children()).isEqualTo(before);
        }
    }

    @Test
    void kindsAreThoseOfTheKernel() throws IOException {
        for (NamespaceKind kind : NamespaceKind.values()) {
            assertThat(kind.isSupported())
                    .as(kind.file())
                    .isEqualTo(Files.exists(Path.of("/proc/self/ns/" + kind.file())));
        }
        try (IdleProcess idle = IdleProcess.start(Flags.of(CloneFlag.CLONE_NEWUTS))) {
            Path theirs = Path.of("/proc/" + idle.pid() + "/ns/" + NamespaceKind.UTS.file());
            assertThat(Files.readSymbolicLink(theirs))
                    .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/uts")));
        }
    }

    private static int children() throws IOException {
        int count = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                try {
                    String pids = Files.readString(thread.resolve("children")).trim();
                    count += pids.isEmpty() ? 0 : pids.split(" ").length;
                } catch (IOException e) {
                    // that thread has ended
                }
            }
        }
        return count;
    }
}
