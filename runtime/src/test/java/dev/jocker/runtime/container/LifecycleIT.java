package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.monitor.Control;
import dev.jocker.runtime.monitor.MonitorState;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RestartPolicy;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.program.Fault;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.testing.AlsoOnCgroupV2;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a container, by each operation in each state. */
@NeedsRoot
@AlsoOnCgroupV2
class LifecycleIT extends KeptContainers {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final List<String> LIMIT_FILES = List.of(
            "memory.limit_in_bytes",
            "memory.memsw.limit_in_bytes",
            "cpu.cfs_quota_us",
            "cpu.cfs_period_us",
            "cpu.shares",
            "memory.max",
            "memory.swap.max",
            "cpu.max");

    @ParameterizedTest
    @EnumSource(
            value = ContainerStatus.class,
            names = {"CREATED", "RUNNING", "PAUSED", "RESTARTING", "EXITED"})
    void everyOperationDoesWhatTheTableSays(ContainerStatus status) throws IOException {
        for (Operation operation : Operation.values()) {
            Container container = in(status);
            assertThat(status(container)).isEqualTo(status);
            boolean allowed = isAllowed(operation, status);
            if (allowed) {
                carryOut(operation, container);
            } else {
                assertThatThrownBy(() -> carryOut(operation, container))
                        .as(operation + " while " + status)
                        .isInstanceOf(ContainerException.WrongState.class);
                assertThat(status(container)).isEqualTo(status);
            }
            removeContainers();
        }
    }

    private static boolean isAllowed(Operation operation, ContainerStatus status) {
        try {
            operation.isNeeded("any", status);
            return true;
        } catch (ContainerException.WrongState e) {
            return false;
        }
    }

    private Container in(ContainerStatus status) throws IOException {
        if (status == ContainerStatus.RESTARTING) {
            Container container = containers.create(
                    shell("exit 1").restart(RestartPolicy.parse("always")).build());
            container.start();
            ContainerSnapshot snapshot = container.snapshot();
            while (snapshot.status() != status || snapshot.restartCount() < 4) {
                nap(); // the fifth wait is 1.6 s long
                snapshot = container.snapshot();
            }
            return container;
        }
        Container container = containers.create(shell(OBEDIENT).build());
        if (status != ContainerStatus.CREATED) {
            ready(container);
        }
        if (status == ContainerStatus.PAUSED) {
            container.pause();
        } else if (status == ContainerStatus.EXITED) {
            container.stop(null, null);
        }
        return container;
    }

    private static void nap() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void carryOut(Operation operation, Container container) throws IOException {
        ContainerStatus before = status(container);
        switch (operation) {
            case START -> {
                container.start();
                assertThat(status(container)).isEqualTo(ContainerStatus.RUNNING);
            }
            case STOP -> {
                container.stop(null, null);
                assertThat(status(container).isUp()).isFalse();
                assertThat(status(container)).isNotEqualTo(ContainerStatus.RESTARTING);
            }
            case RESTART -> {
                container.restart(SOON, null);
                assertThat(container.snapshot().startedAt()).isNotNull();
            }
            case KILL -> {
                container.kill(9);
                assertThat(status(container)).isEqualTo(ContainerStatus.EXITED);
            }
            case PAUSE -> {
                container.pause();
                assertThat(status(container)).isEqualTo(ContainerStatus.PAUSED);
            }
            case UNPAUSE -> {
                container.unpause();
                assertThat(status(container)).isEqualTo(ContainerStatus.RUNNING);
            }
            case EXEC -> {
                try (RunningExec exec =
                        container.exec(ExecOptions.command("sh", "-c", "exit 5").build(), Stdio.none())) {
                    assertThat(exec.await().exitCode()).isEqualTo(5);
                }
            }
            case ATTACH -> container.attach(false).close();
            case REMOVE -> {
                container.remove(RemoveRequest.PLAIN);
                assertThat(before.isUp()).isFalse();
                assertThat(containers.list()).isEmpty();
            }
        }
    }

    /** The monitor decides on another run before it can know of the stop. */
    @Test
    void aStopAlsoEndsARunThatBeginsMeanwhile() throws Exception {
        Container container = ready(containers.create(
                shell("test -e /root/again || trap '' TERM; >/root/again; echo ready; while :; do sleep 0.05; done")
                        .restart(RestartPolicy.parse("always"))
                        .build()));
        Path path = directories.container(container.id());
        try (Fd first = Processes.open(container.snapshot().pid())) {
            FutureTask<Void> stop = new FutureTask<>(() -> {
                container.stop(Duration.ofSeconds(2), null);
                return null;
            });
            Thread.ofPlatform().start(stop);
            while (!Control.read(path).stop()) {
                nap();
            }
            new Control(false, Control.Policy.ALWAYS, 0, 1, List.of(1L)).write(path); // no time to be woken in
            Processes.signal(first, 9);
            while (container.snapshot().restartCount() == 0) {
                nap();
            }
            Control.stop(path);
            stop.get();
        }
        assertThat(status(container)).isEqualTo(ContainerStatus.EXITED);
    }

    @Test
    void aContainerKeepsWhatItHasWritten() throws IOException {
        Container container =
                containers.create(shell("echo one >>/root/file; cat /root/file").build());
        try (Attachment first = container.startAttached(false)) {
            assertThat(text(first.output())).isEqualTo("one\n");
        }
        try (Attachment second = container.startAttached(false)) {
            assertThat(text(second.output())).isEqualTo("one\none\n");
        }
        assertThat(text(container.logs(LogQuery.ALL))).isEqualTo("one\none\none\n");
    }

    @Test
    void itKeepsItInAUserNamespaceToo() throws IOException {
        Container container = containers.create(shell("echo one >>/root/file; cat /root/file")
                .userNamespace(NamespaceChoice.PRIVATE)
                .build());
        try (Attachment first = container.startAttached(false)) {
            assertThat(text(first.output())).isEqualTo("one\n");
        }
        try (Attachment second = container.startAttached(false)) {
            assertThat(text(second.output())).isEqualTo("one\none\n");
        }
        container.remove(RemoveRequest.PLAIN);
        assertThat(directories.idRanges()).isEmptyDirectory();
    }

    @Test
    void stoppingGivesTheCommandTimeToEnd() throws IOException {
        Container container = ready(obedient("box"));
        container.stop(null, null);
        assertThat(container.snapshot().exitCode()).isEqualTo(7);
        assertThat(container.await()).isEqualTo(new ContainerExit(7, false));
    }

    @Test
    void whoDoesNotListenIsKilled() throws IOException {
        Container container = containers.create(shell("sleep 1000").build());
        container.start();
        container.stop(SOON, null);
        assertThat(container.snapshot().exitCode()).isEqualTo(137);
    }

    @Test
    void aPausedContainerIsStoppedAsAnyOther() throws IOException {
        Container container = ready(obedient("box"));
        container.pause();
        container.stop(null, null);
        assertThat(container.snapshot().exitCode()).isEqualTo(7);
    }

    @Test
    void aFailedCommandIsStartedAgainAsOftenAsThePolicySays() throws Exception {
        Container container = containers.create(
                shell("exit 3").restart(RestartPolicy.parse("on-failure:2")).build());
        container.start();
        while (status(container) != ContainerStatus.EXITED) {
            Thread.sleep(5);
        }
        assertThat(container.snapshot().restartCount()).isEqualTo(2);
        assertThat(container.snapshot().exitCode()).isEqualTo(3);
    }

    @Test
    void stoppingEndsTheWaitBeforeARestart() throws IOException {
        Container container = in(ContainerStatus.RESTARTING);
        container.stop(null, null);
        assertThat(status(container)).isEqualTo(ContainerStatus.EXITED);
    }

    @Test
    void aPolicyIsChangedWhileItRuns() throws Exception {
        Container container = containers.create(shell("sleep 0.3; exit 3")
                .restart(RestartPolicy.parse("always"))
                .build());
        container.start();
        container.update(Limits.NONE, RestartPolicy.NO);
        assertThat(container.await().exitCode()).isEqualTo(3);
        assertThat(status(container)).isEqualTo(ContainerStatus.EXITED);
        assertThat(container.inspectJson()).contains("\"Name\": \"no\"");
    }

    @Test
    void aLimitIsChangedForThisRunAndTheNext() throws IOException {
        Container container = ready(obedient("box"));
        container.update(Limits.builder().pids(41).build(), null);
        assertThat(container.stats().pidsLimit()).isEqualTo(41);
        container.restart(SOON, null);
        assertThat(container.stats().pidsLimit()).isEqualTo(41);
        assertThat(container.inspectJson()).contains("\"PidsLimit\": 41");
    }

    @Test
    void aLimitIsTakenAwayFromThisRunAndTheNext() throws IOException {
        Container container = containers.create(shell(OBEDIENT)
                .limits(Limits.builder()
                        .memory(64 << 20)
                        .cpus("0.5")
                        .cpuShares(10)
                        .build())
                .build());
        ready(container);
        assertThat(limitsOf(container)).contains("67108864", "50000", "100000");
        Limits none = Limits.builder().memory(0).cpus("0").cpuShares(0).build();
        container.update(none, null);
        assertThat(limitsOf(container)).doesNotContain("67108864", "134217728", "50000", "10");
        container.restart(SOON, null);
        assertThat(limitsOf(container)).doesNotContain("67108864", "134217728", "50000", "10");
        container.stop(SOON, null);
        container.update(Limits.builder().memory(32 << 20).build(), null);
        container.update(none, null);
        container.start();
        assertThat(limitsOf(container)).doesNotContain("33554432");
    }

    /** The words in the files of either version, as far as they are there. */
    private List<String> limitsOf(Container container) throws IOException {
        List<String> words = new ArrayList<>();
        for (Cgroup.Group group : new Kept(directories, Host.find(directories), container.id())
                .groups()
                .groups()) {
            for (String file : LIMIT_FILES) {
                Path path = group.path().resolve(file);
                if (Files.exists(path)) {
                    words.addAll(List.of(Files.readString(path).strip().split(" ")));
                }
            }
        }
        return words;
    }

    @Test
    void aLimitIsChangedBetweenTwoRunsToo() throws IOException {
        Container container = in(ContainerStatus.RESTARTING);
        container.update(Limits.builder().pids(41).build(), null);
        var kept = new Kept(directories, Host.find(directories), container.id());
        assertThat(kept.groups().readings().pids().limit()).isEqualTo(41);
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aProcessKilledForWantOfMemoryIsToldWhileTheOthersRun() throws Exception {
        Instant before = Instant.now();
        String fat = "dd if=/dev/zero of=/dev/null bs=64M count=1; ";
        Container container = containers.create(shell(fat + OBEDIENT)
                .limits(Limits.builder().memory(16 << 20).memorySwap(16 << 20).build())
                .build());
        container.start();
        var query = new EventQuery(before, null, Map.of("event", List.of("oom", "die")));
        try (EventReader events = containers.events(query)) {
            assertThat(events.next().action()).isEqualTo("oom");
            container.restart(SOON, null);
            List<String> actions = new ArrayList<>();
            while (!actions.contains("die")) {
                actions.add(events.next().action());
            }
            while (!actions.getLast().equals("oom")) { // of the second run
                actions.add(events.next().action());
            }
            container.stop(SOON, null);
        }
    }

    @Test
    void aStartThatFailsIsNoted() throws IOException {
        Container container = containers.create(
                RunOptions.image("host").command("no-such-command").build());
        assertThatThrownBy(container::start).isInstanceOf(ContainerException.CannotExecute.class);
        ContainerSnapshot snapshot = container.snapshot();
        assertThat(snapshot.status()).isEqualTo(ContainerStatus.CREATED);
        assertThat(snapshot.exitCode()).isEqualTo(127);
        assertThat(snapshot.error()).contains("no-such-command");
    }

    @Test
    void oneThatIsRemovedAtItsEndIsGoneAfterTheNextCommand() throws IOException {
        Container container = containers.create(shell("exit 4").autoRemove(true).build());
        container.start();
        assertThat(container.await().exitCode()).isEqualTo(4);
        for (int turn = 0; turn < 100 && !containers.list().isEmpty(); turn++) {
            containers.prune(PruneRequest.LEFTOVERS); // not while its monitor is just ending
        }
        assertThat(containers.list()).isEmpty();
        assertThat(directories.names()).isEmptyDirectory();
    }

    @Test
    void whatItReadsEndsWithTheConnection() throws IOException {
        Container container = containers.create(
                RunOptions.image("host").command("cat").interactive(true).build());
        try (Attachment attachment = container.startAttached(true)) {
            attachment.stdin().write("hello\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            attachment.stdin().close();
            assertThat(text(attachment.output())).isEqualTo("hello\n");
            assertThat(attachment.await().exitCode()).isZero();
        }
    }

    @Test
    void aForegroundContainerIsFoundByOthers() throws IOException {
        try (RunningContainer running =
                containers.start(shell("sleep 1000").name("front").build(), Stdio.none())) {
            Container found = containers.find("front");
            assertThat(found.id()).isEqualTo(running.id());
            assertThat(found.snapshot().foreground()).isTrue();
            assertThat(found.snapshot().pid()).isEqualTo(running.pid());
            found.pause();
            assertThat(status(found)).isEqualTo(ContainerStatus.PAUSED);
            found.unpause();
            try (RunningExec exec = found.exec(ExecOptions.command("true").build(), Stdio.none())) {
                assertThat(exec.await().exitCode()).isZero();
            }
            found.kill(9);
            assertThat(running.await().exitCode()).isEqualTo(137);
        }
        assertThat(containers.list()).isEmpty();
    }

    @Test
    void anotherContainersNamespaceIsThatOfItsPresentRun() throws IOException {
        Container one = ready(obedient("one"));
        Container two = containers.create(shell("readlink /proc/self/ns/net")
                .network(new NamespaceChoice.Container("one"))
                .build());
        for (int run = 0; run < 2; run++) {
            String namespace = java.nio.file.Files.readSymbolicLink(
                            java.nio.file.Path.of("/proc/" + one.snapshot().pid() + "/ns/net"))
                    .toString();
            try (Attachment attachment = two.startAttached(false)) {
                assertThat(text(attachment.output())).isEqualTo(namespace + "\n");
                attachment.await();
            }
            one.restart(SOON, null);
        }
        one.stop(SOON, null);
        assertThatThrownBy(two::start)
                .isInstanceOf(ContainerException.WrongState.class)
                .hasMessageContaining("one");
    }

    @Test
    void aNamespaceThatIsAnotherRunsIsNoticedWhenItIsOpen() throws IOException {
        Container one = ready(obedient("one"));
        Container two = containers.create(
                shell("true").network(new NamespaceChoice.Container("one")).build());
        Host host = Host.find(directories);
        var kept = new Kept(directories, host, two.id());
        var joins = new Joins(directories, host);
        Spec spec = joins.resolve(kept.spec(), kept.record());
        joins.requireSame(spec, kept.record());

        one.restart(SOON, null);
        assertThatThrownBy(() -> joins.requireSame(spec, kept.record()))
                .isInstanceOf(ContainerException.WrongState.class)
                .hasMessageContaining("started again");
        one.stop(SOON, null);
        assertThatThrownBy(() -> joins.requireSame(spec, kept.record()))
                .isInstanceOf(ContainerException.WrongState.class)
                .hasMessageContaining("not running");
    }

    /** Its monitor is held up before it writes the end down: by its state it runs. */
    @Test
    void aProcessThatHasJustEndedHasNoTraffic() throws IOException {
        var look = new BrokenStep(BrokenStep.Where.MONITOR, null);
        Container usual = Containers.in(directories, look).create(shell("true").build());
        usual.start();
        int ended = BrokenStep.indexOf(look.whole(), "how it ended");
        var held = new BrokenStep(BrokenStep.Where.MONITOR, Fault.pause(ended + 1));
        Container container =
                Containers.in(directories, held).create(shell("sleep 0.1").build());
        container.start();
        MonitorState state = MonitorState.read(directories.container(container.id()));
        try (Fd monitor = Processes.open(state.monitor())) {
            Path stat = Path.of("/proc/" + state.pid() + "/stat");
            while (!Files.readString(stat).contains(") Z ")) {
                FaultRoom.sleep(Duration.ofMillis(10));
            }
            assertThat(container.snapshot().status()).isEqualTo(ContainerStatus.RUNNING);
            Stats stats = container.stats();
            assertThat(stats.receivedBytes() + stats.sentBytes()).isZero();
            assertThat(stats.onlineCpus()).isPositive();
            Processes.signal(monitor, Stopping.SIGKILL);
        }
    }

    @Test
    void pruningTakesWhatDoesNotRun() throws IOException {
        Container runs = ready(obedient("runs"));
        Container stopped = containers.create(shell("exit 0").label("a=b").build());
        Container other = containers.create(shell("exit 0").build());
        Pruned some = containers.prune(new PruneRequest(true, false, false, null, java.util.Map.of("a", "")));
        assertThat(some.containers()).containsExactly(stopped.id());
        assertThat(containers.prune(PruneRequest.STOPPED).containers()).containsExactly(other.id());
        assertThat(containers.list()).extracting(Container::id).containsExactly(runs.id());
    }

    @Test
    void anImageIsInUseAsLongAsAContainerIsKept() throws IOException {
        Container container = containers.create(shell("exit 0").build());
        List<java.nio.file.Path> layers = List.copyOf(ContainerDirectory.layersInUse(directories));
        assertThat(layers).isNotEmpty();
        assertThat(containers.isInUse(layers.getFirst())).isTrue();
        container.remove(RemoveRequest.PLAIN);
        assertThat(containers.isInUse(layers.getFirst())).isFalse();
    }
}
