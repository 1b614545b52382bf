package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.testing.AlsoOnCgroupV2;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several threads have one container. */
@NeedsRoot
@AlsoOnCgroupV2
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunningContainerIT {
    private static final int SIGKILL = 9;
    private static final Processes.Ending KILLED = new Processes.Ending(true, SIGKILL);

    @TempDir
    Path directory;

    @Test
    void closingEndsTheWaitOfAnotherThread() throws Exception {
        RunningContainer container = sleeping();
        var waiting = new FutureTask<>(container::await);
        Thread thread = Thread.ofPlatform().start(waiting);
        // Long enough for it to wait; were it not, the test would only show less.
        thread.join(Duration.ofMillis(200));
        assertThat(thread.isAlive()).isTrue();
        container.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(KILLED);
        assertThat(container.await()).isEqualTo(KILLED);
        container.close();
    }

    @Test
    void waitingEndsWithTheTime() throws IOException {
        try (RunningContainer container = sleeping()) {
            assertThat(container.await(Duration.ZERO)).isEmpty();
            assertThat(container.await(Duration.ofMillis(20))).isEmpty();
            container.signal(SIGKILL);
            assertThat(container.await(Duration.ofSeconds(30))).contains(KILLED);
            assertThat(container.await(Duration.ZERO)).contains(KILLED);
        }
    }

    @Test
    void aSignalToOneThatIsClosedIsNoError() throws IOException {
        RunningContainer container = sleeping();
        container.close();
        container.signal(SIGKILL);

        assertThat(container.await()).isEqualTo(KILLED);
    }

    /** The thread that is interrupted still owns the container that it started. */
    @Test
    void anInterruptDoesNotLoseAContainer() throws IOException {
        Thread.currentThread().interrupt();
        try (RunningContainer container = sleeping()) {
            assertThat(Thread.interrupted()).isTrue();
            assertThat(container.await(Duration.ZERO)).isEmpty();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void moreThanOneStartCanDoIsSaidInALine() throws IOException {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        Path root = Busybox.rootIn(directory.resolve("root"));
        RunOptionsBuilder options = RunOptions.rootfs(root).command("/bin/true");
        for (int i = 0; i < 1500; i++) {
            options.volume(VolumeMount.Bind.of(directory.toString(), "/volume" + i));
        }
        RunOptions tooMuch = options.build();
        HostSnapshot before = HostSnapshot.withOwn(directory);

        assertThatThrownBy(() -> Containers.in(directories).start(tooMuch, Stdio.none()))
                .isInstanceOf(ContainerException.NotSupported.class)
                .hasMessageContaining("fewer volumes");
        assertThatThrownBy(() -> Containers.in(directories)
                        .explain(tooMuch, new Containers.StartRequest(Stdio.none(), null, false)))
                .isInstanceOf(ContainerException.NotSupported.class);
        assertThat(HostSnapshot.changes(before, () -> HostSnapshot.withOwn(directory)))
                .isEmpty();
    }

    /** The host's namespaces are not a new user namespace's to enter, {@code setns(2)}. */
    @ParameterizedTest
    @ValueSource(strings = {"net", "pid"})
    void aNamespaceOfOtherUsersIsRefusedWithAReason(String kind) throws IOException {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        NamespaceChoice hosts = new NamespaceChoice.AtPath(Path.of("/proc/self/ns/" + kind));
        RunOptionsBuilder options = RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                .userNamespace(NamespaceChoice.PRIVATE)
                .command("/bin/true");
        RunOptions foreign = (kind.equals("net") ? options.network(hosts) : options.pid(hosts)).build();

        assertThatThrownBy(() -> Containers.in(directories).start(foreign, Stdio.none()))
                .hasMessageContaining("leave --userns auto out");
    }

    private RunningContainer sleeping() throws IOException {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        return Containers.in(directories)
                .start(
                        RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                                .command("/bin/sleep", "1000")
                                .build(),
                        Stdio.none());
    }
}
