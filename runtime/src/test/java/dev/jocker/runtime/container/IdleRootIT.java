package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.files.FileCopy;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.launch.IdleRoot;
import dev.jocker.runtime.launch.Plan;
import dev.jocker.runtime.launch.Start;
import dev.jocker.runtime.launch.StepFailure;
import dev.jocker.runtime.options.CopyOptions;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The root of a container that does not run. */
@NeedsRoot
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdleRootIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isThatOfARunButNothingRuns(boolean ownUsers) throws IOException {
        Path volume = Files.createDirectories(directory.resolve("volume"));
        RunOptionsBuilder options = RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                .command("/bin/sleep", "1000")
                .volume(VolumeMount.Bind.of(volume.toString(), "/data"));
        if (ownUsers) {
            options.userNamespace(NamespaceChoice.PRIVATE);
        }
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        Plan plan = plan(directories, Containers.in(directories).create(options.build()), options.build());
        Path file = Files.writeString(directory.resolve("file"), "contents\n");
        Path elsewhere = directory.resolve("elsewhere"); // the container keeps what is copied into it
        HostSnapshot before = HostSnapshot.withOwn(elsewhere);
        try (IdleRoot idle = IdleRoot.mount(plan)) {
            var copy = new FileCopy(idle.root(), plan.spec(), CopyOptions.DEFAULT);
            copy.toContainer(file.toString(), "/etc/copied");
            if (!ownUsers) { // else the volume belongs to nobody in there
                copy.toContainer(file.toString(), "/data/copied");
                assertThat(volume.resolve("copied")).content().isEqualTo("contents\n");
            }
        }
        try (IdleRoot idle = IdleRoot.mount(plan)) {
            var copy = new FileCopy(idle.root(), plan.spec(), CopyOptions.DEFAULT);
            copy.toHost("/etc/copied", directory + "/back");
            assertThat(directory.resolve("back")).content().isEqualTo("contents\n");
        }
        assertThat(HostSnapshot.changes(before, () -> HostSnapshot.withOwn(elsewhere)))
                .isEmpty();
    }

    @Test
    void aRootThatCannotBeMountedIsSaid() throws IOException {
        RunOptions options = RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                .command("/bin/sleep", "1000")
                .build();
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        Plan plan = plan(directories, Containers.in(directories).create(options), options);
        Files.move(directory.resolve("root"), directory.resolve("gone"));
        HostSnapshot before = HostSnapshot.withOwn(directory);
        assertThatThrownBy(() -> IdleRoot.mount(plan))
                .isInstanceOf(StepFailure.class)
                .hasMessageContaining("ENOENT");
        assertThat(HostSnapshot.changes(before, () -> HostSnapshot.withOwn(directory)))
                .isEmpty();
    }

    /** As a start makes it. */
    private static Plan plan(Directories directories, Container container, RunOptions options) throws IOException {
        Host host = Host.find(directories);
        Path path = directories.container(container.id());
        Roots roots = new Roots(directories, layer -> false);
        Plan plan = Plan.of(
                path,
                new Kept(directories, host, container.id()).spec(),
                roots.prepare(options.source()),
                host,
                Stdio.none(),
                true);
        plan.root().makePlaces(Start.rootOf(plan));
        Path etc = Files.createDirectories(path.resolve("etc"));
        for (String name : List.of("hostname", "hosts", "resolv.conf")) {
            Files.writeString(etc.resolve(name), "");
        }
        return plan;
    }
}
