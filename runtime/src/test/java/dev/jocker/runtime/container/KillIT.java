package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.monitor.MonitorState;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Soak;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jocker, a container's monitor or its first process is killed, at moments spread over all the time that a deed takes. After one prune
 * what is listed is true, it can be removed, and then nothing is left.
 */
@NeedsRoot
@Tag("soak")
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillIT {
    private static final int SIGKILL = 9;
    private static final int KILLED = 137;
    private static final int TRIES = 100;

    @TempDir
    Path directory;

    private FaultRoom room;
    private Containers containers;

    @BeforeEach
    void makeRoom() throws IOException {
        room = new FaultRoom(directory);
        containers = room.containers(Faults.NONE);
    }

    @AfterEach
    void closeRoom() throws IOException {
        for (Container each : containers.list()) {
            each.remove(RemoveRequest.FORCED);
        }
        room.close();
    }

    /** Who is killed. */
    enum Victim {
        JOCKER,
        MONITOR,
        FIRST
    }

    @ParameterizedTest
    @CsvSource({
        "JOCKER, START, 6",
        "JOCKER, FOREGROUND, 6",
        "JOCKER, STOP, 6",
        "JOCKER, REMOVE, 6",
        "JOCKER, EXEC, 6",
        "MONITOR, STOP, 3",
        "MONITOR, REMOVE, 3",
        "MONITOR, EXEC, 3",
        "FIRST, STOP, 3",
        "FIRST, REMOVE, 3",
        "FIRST, EXEC, 3"
    })
    void whatIsListedIsTrueWhenever(Victim victim, Deed deed, int brief) throws Exception {
        long nanos = nanosOf(deed);
        HostSnapshot before = room.snapshot();
        int times = Soak.times(brief, 60);
        for (int i = 0; i < times; i++) {
            long delay = nanos * i / (times - 1);
            String moment = victim + " killed at " + deed + ", after " + delay / 1000 + " of " + nanos / 1000 + " us";
            kill(victim, deed, delay, moment, before);
            assertThat(HostSnapshot.changes(before, room::snapshot)).as(moment).isEmpty();
        }
    }

    /** How long it takes when nobody is killed; and the test's JVM settles. */
    private long nanosOf(Deed deed) throws Exception {
        if (deed.needsOne()) {
            started();
        }
        long nanos;
        try (Other other = new Other(deed)) {
            long begun = System.nanoTime();
            other.go();
            assertThat(other.line()).isEqualTo("done");
            nanos = System.nanoTime() - begun;
        }
        containers.prune(PruneRequest.LEFTOVERS);
        for (Container each : containers.list()) {
            each.remove(RemoveRequest.FORCED);
        }
        return nanos;
    }

    private Container started() throws IOException {
        Container container =
                containers.create(Deed.options(directory.resolve("root").toString(), room.parent()));
        container.start();
        return container;
    }

    private void kill(Victim victim, Deed deed, long delay, String moment, HostSnapshot nothing) throws Exception {
        Container container = deed.needsOne() ? started() : null;
        HostSnapshot whole = room.snapshot();
        try (Other other = new Other(deed);
                Fd killed = Processes.open(pid(victim, other, container))) {
            other.go();
            Thread.sleep(Duration.ofNanos(delay));
            signal(killed);
            other.process.waitFor();
            if (victim != Victim.JOCKER) {
                // Whatever it says: it says it, and does not break down.
                assertThat(other.process.exitValue()).as(moment).isZero();
                assertThat(other.line()).as(moment).isNotBlank();
            }
        }
        containers.prune(PruneRequest.LEFTOVERS);
        List<Container> listed = containers.list();
        switch (deed) {
            case FOREGROUND -> assertThat(listed).as(moment).isEmpty();
            case STOP, EXEC -> assertThat(listed).as(moment).hasSize(1);
            case START, REMOVE -> assertThat(listed.size()).as(moment).isLessThan(2);
        }
        for (Container each : listed) {
            ContainerSnapshot snapshot = assertTrue(each, victim, moment, nothing);
            if (victim == Victim.JOCKER && deed == Deed.EXEC) {
                assertThat(snapshot.status()).as(moment).isEqualTo(ContainerStatus.RUNNING);
                assertThat(HostSnapshot.changes(whole, room::snapshot))
                        .as(moment)
                        .isEmpty();
            }
            each.remove(RemoveRequest.FORCED);
        }
    }

    private int pid(Victim victim, Other other, Container container) throws IOException {
        return switch (victim) {
            case JOCKER -> (int) other.process.pid();
            case MONITOR ->
                MonitorState.read(room.directories().container(container.id())).monitor();
            case FIRST -> container.snapshot().pid();
        };
    }

    private static void signal(Fd pidfd) throws IOException {
        try {
            Processes.signal(pidfd, SIGKILL);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
    }

    /** It runs if it is said to, and if not, it has left no process or mount. What dies is given time. */
    private ContainerSnapshot assertTrue(Container container, Victim victim, String moment, HostSnapshot nothing)
            throws IOException {
        ContainerSnapshot snapshot = container.snapshot();
        List<String> untrue = untrue(snapshot, victim, nothing);
        for (int i = 0; i < TRIES && !untrue.isEmpty(); i++) {
            FaultRoom.sleep(Duration.ofMillis(20));
            snapshot = container.snapshot();
            untrue = untrue(snapshot, victim, nothing);
        }
        assertThat(untrue).as(moment + ": " + snapshot).isEmpty();
        if (snapshot.status() == ContainerStatus.EXITED) {
            assertThat(snapshot.exitCode()).as(moment).isEqualTo(KILLED);
        }
        return snapshot;
    }

    private List<String> untrue(ContainerSnapshot snapshot, Victim victim, HostSnapshot nothing) throws IOException {
        return switch (snapshot.status()) {
            case RUNNING ->
                victim == Victim.JOCKER && runs(snapshot.pid())
                        ? List.of()
                        : List.of("pid " + snapshot.pid() + " does not run, or ought not to");
            case CREATED, EXITED ->
                HostSnapshot.changes(nothing, room::snapshot, 0).stream()
                        .filter(change -> !change.startsWith("new file: ") && !isItsGroup(change, snapshot.id()))
                        .toList();
            default -> List.of("it is " + snapshot.status());
        };
    }

    /** An empty group stays until the next start, or the removal: what it has counted can be read. */
    private static boolean isItsGroup(String change, String id) {
        return change.startsWith("new cgroup: ") && change.endsWith("/" + id);
    }

    /** Whether it is there and no zombie, {@code proc_pid_stat(5)}. */
    private static boolean runs(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Integer.toString(pid), "stat"));
            return !stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException e) {
            return false;
        }
    }

    /** A JVM that is about to do the deed. */
    private final class Other implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        private Other(Deed deed) throws IOException {
            var builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Deed.class.getName(),
                    deed.name(),
                    directory.resolve("root").toString(),
                    room.parent());
            builder.environment().put("JOCKER_DATA", room.directories().data().toString());
            builder.environment().put("JOCKER_RUN", room.directories().run().toString());
            process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            output = process.inputReader(StandardCharsets.UTF_8);
            assertThat(line()).isEqualTo("ready");
        }

        private void go() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        private String line() throws IOException {
            return output.readLine();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly().onExit().join();
            output.close();
            process.getOutputStream().close();
        }
    }
}
