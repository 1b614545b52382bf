package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.monitor.MonitorState;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is written down of containers, and how they are found. */
@NeedsRoot
class RecordsIT extends KeptContainers {
    private Container make(String name) throws IOException {
        return containers.create(shell("exit 0").name(name).build());
    }

    @Test
    void aContainerIsFoundByNameIdAndPrefix() throws IOException {
        String id = make("box").id();
        for (String reference : List.of("box", "/box", id, id.substring(0, 12))) {
            assertThat(containers.find(reference).id()).isEqualTo(id);
        }
        for (String reference : List.of("bo", "", "/", "../x", "f".repeat(64))) {
            assertThatThrownBy(() -> containers.find(reference)).isInstanceOf(ContainerException.NotFound.class);
        }
    }

    @Test
    void aPrefixOfSeveralIsRefused() throws IOException {
        List<String> ids = new ArrayList<>();
        while (ids.stream().map(id -> id.charAt(0)).distinct().count() == ids.size()) {
            ids.add(containers.create(shell("exit 0").build()).id());
        }
        String twice = ids.getLast().substring(0, 1);
        assertThatThrownBy(() -> containers.find(twice)).isInstanceOf(ContainerException.Ambiguous.class);
    }

    @Test
    void aNameIsHadOnceAndIsFreeAfterwards() throws IOException {
        Container one = make("one");
        assertThatThrownBy(() -> make("one")).isInstanceOf(ContainerException.AlreadyExists.class);
        Container two = make("two");
        assertThatThrownBy(() -> two.rename("one")).isInstanceOf(ContainerException.AlreadyExists.class);
        one.rename("three");
        two.rename("one");
        assertThat(containers.find("one").id()).isEqualTo(two.id());
        assertThat(containers.find("three").id()).isEqualTo(one.id());
        one.remove(RemoveRequest.PLAIN);
        make("three");
    }

    @Test
    void aNameThatNobodyStandsBehindIsNoObstacle() throws IOException {
        Files.createDirectories(directories.names());
        Files.createSymbolicLink(directories.names().resolve("left"), Path.of("a".repeat(64)));
        Container container = make("left");
        assertThat(containers.find("left").id()).isEqualTo(container.id());
    }

    @Test
    void aNameWhoseLinkIsLostIsStillKnown() throws IOException {
        Container container = make("box");
        Files.delete(directories.names().resolve("box"));
        assertThat(containers.find("box").id()).isEqualTo(container.id());
    }

    @Test
    void aDamagedRecordDoesNotHideTheOthers() throws IOException {
        Container good = make("good");
        Container bad = make("bad");
        Path file = directories.container(bad.id()).resolve(ContainerRecord.FILE);
        byte[] whole = Files.readAllBytes(file);
        for (byte[] rubbish : List.of(
                new byte[0],
                new byte[100],
                "{}".getBytes(StandardCharsets.UTF_8),
                java.util.Arrays.copyOf(whole, 50))) {
            Files.write(file, rubbish);
            assertThat(containers.list()).extracting(Container::id).contains(good.id(), bad.id());
            assertThat(containers.find("good").snapshot().name()).isEqualTo("good");
            assertThatThrownBy(() -> containers.find(bad.id()).snapshot())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .message()
                    .doesNotContain("\n");
        }
        Pruned pruned = containers.prune(PruneRequest.STOPPED);
        assertThat(pruned.containers()).containsExactly(good.id());
        assertThat(pruned.warnings()).singleElement().asString().contains(file.toString());
        Files.write(file, whole);
    }

    @Test
    void twoStartsAtOnceAreOneStartAndOneRefusal() throws Exception {
        Container container = obedient("box");
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> starts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                starts.add(threads.submit(() -> {
                    containers.find("box").start();
                    return null;
                }));
            }
            int refused = 0;
            for (Future<?> start : starts) {
                try {
                    start.get();
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(ContainerException.WrongState.class);
                    refused++;
                }
            }
            assertThat(refused).isEqualTo(3);
        }
        assertThat(status(container)).isEqualTo(ContainerStatus.RUNNING);
    }

    /** As after the machine was restarted: no process, nothing in the run directory. */
    @Test
    void aRestartOfTheMachineEndsItAndItStartsAgain() throws IOException {
        Container container = ready(obedient("box"));
        int monitor = container.snapshot().pid();
        assertThat(monitor).isPositive();
        Kept kept = new Kept(directories, Host.find(directories), container.id());
        killMonitor(kept);
        dev.jocker.runtime.image.TreeRemoval.delete(directories.run());
        ContainerSnapshot snapshot = container.snapshot();
        assertThat(snapshot.status()).isEqualTo(ContainerStatus.EXITED);
        assertThat(snapshot.exitCode()).isEqualTo(137);
        assertThat(snapshot.error()).isEqualTo("its monitor was killed");
        ready(container);
        assertThat(status(container)).isEqualTo(ContainerStatus.RUNNING);
    }

    /** The monitor was killed, and its pid and that of the process are others' by now. */
    @Test
    void whatAKilledMonitorLeavesIsNotUpWhileACommandHasTheLock() throws Exception {
        Container container = ready(obedient("box"));
        Kept kept = new Kept(directories, Host.find(directories), container.id());
        killMonitor(kept);
        Process stranger = new ProcessBuilder("sleep", "1000").start();
        try (LockFile _ = LockFile.take(directories.lock(container.id()))) {
            write(kept, (int) stranger.pid(), (int) stranger.pid());
            assertThat(status(container)).isEqualTo(ContainerStatus.EXITED);
            assertThatThrownBy(() -> container.kill(9)).isInstanceOf(ContainerException.WrongState.class);
            container.stop(null, null);
            assertThat(container.snapshot().error()).isEqualTo("its monitor was killed");
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
        ready(container);
        assertThat(status(container)).isEqualTo(ContainerStatus.RUNNING);
    }

    @Test
    void aPidThatIsAnothersIsNotOpened() throws Exception {
        Container container = ready(obedient("box"));
        Kept kept = new Kept(directories, Host.find(directories), container.id());
        ContainerState own = kept.state(kept.record());
        Process stranger = new ProcessBuilder("sleep", "1000").start();
        try (Fd process = ContainerProcess.open(own);
                Fd monitor = ContainerProcess.openMonitor(own, kept.path())) {
            assertThat(process).isNotNull();
            assertThat(monitor).isNotNull();
            write(kept, own.monitor(), (int) stranger.pid());
            ContainerState foreign = kept.state(kept.record());
            assertThat(foreign.pid()).isEqualTo((int) stranger.pid());
            assertThat(ContainerProcess.open(foreign)).isNull();
            assertThat(ContainerProcess.pid(foreign)).isZero();
            assertThat(ContainerProcess.openMonitor(foreign, directory)).isNull();
        } finally {
            write(kept, own.monitor(), own.pid());
            stranger.destroyForcibly().waitFor();
        }
    }

    private static void killMonitor(Kept kept) throws IOException {
        try (Fd pidfd = Processes.open(kept.state(kept.record()).monitor())) {
            Processes.signal(pidfd, 9);
            Descriptors.poll(pidfd, Descriptors.pollIn(), -1);
        }
        kept.groups().kill();
    }

    /** Puts other pids into what the monitor has written down. */
    private static void write(Kept kept, int monitor, int pid) throws IOException {
        Path file = kept.path().resolve(MonitorState.FILE);
        byte[] state = Files.readAllBytes(file);
        ByteBuffer.wrap(state)
                .order(ByteOrder.nativeOrder())
                .putInt(12, monitor)
                .putLong(24, pid);
        Files.write(file, state);
    }
}
