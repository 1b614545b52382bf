package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.monitor.MonitorState;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Program;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
        int times = Soak.times(brief, 24);
        for (int i = 0; i < times; i++) {
            long delay = nanos * i / (times - 1);
            String moment = victim + " killed at " + deed + ", after " + delay / 1000 + " of " + nanos / 1000 + " us";
            Container container = deed.needsOne() ? started(Faults.NONE) : null;
            Moment when = _ -> Thread.sleep(Duration.ofNanos(delay));
            kill(new Blow(victim, deed, List.of(), when, moment), container, before);
            assertThat(HostSnapshot.changes(before, room::snapshot)).as(moment).isEmpty();
        }
    }

    /** Jocker is killed while a program of its own, or its container's monitor, is about to carry out a step. */
    @ParameterizedTest
    @CsvSource({
        "START, CHILD, 3, 24",
        "START, MONITOR, 3, 24",
        "FOREGROUND, CHILD, 3, 24",
        "EXEC, ENTER, 3, 24",
        "STOP, MONITOR, 2, 12",
        "REMOVE, MONITOR, 2, 12"
    })
    void whatIsListedIsTrueWhereverAProgramIs(Deed deed, BrokenStep.Where where, int brief, int whole)
            throws Exception {
        Program program = usual(deed, where);
        List<Instruction> steps = program.steps();
        boolean atTheEnd = deed == Deed.STOP || deed == Deed.REMOVE;
        int ended = where == BrokenStep.Where.MONITOR ? BrokenStep.indexOf(program, "how it ended") : steps.size() - 1;
        int first = atTheEnd ? ended : 0;
        int last = atTheEnd ? steps.size() - 1 : ended;
        HostSnapshot before = room.snapshot();
        int times = Soak.times(brief, whole);
        var seen = new AtomicInteger();
        for (int i = 0; i < times; i++) {
            int step = first + (last - first) * i / times;
            String moment = "jocker killed at " + deed + ", " + where + " at " + step + ": " + steps.get(step);
            Container container = deed.needsOne() ? started(BrokenStep.slow(where, step)) : null;
            List<String> slow = atTheEnd ? List.of() : List.of(where.name(), Integer.toString(step));
            Moment when = other -> seen.addAndGet(other.awaitPause() ? 1 : 0);
            kill(new Blow(Victim.JOCKER, deed, slow, when, moment), container, before);
            assertThat(HostSnapshot.changes(before, room::snapshot)).as(moment).isEmpty();
        }
        assertThat(seen.get()).isPositive();
    }

    /** The program, as it is carried out for the deed or its container. */
    private Program usual(Deed deed, BrokenStep.Where where) throws IOException {
        var look = new BrokenStep(where, null);
        Containers looking = room.containers(look);
        RunOptions options = Deed.options(directory.resolve("root").toString(), room.parent());
        if (deed == Deed.FOREGROUND) {
            looking.start(options, Stdio.none()).close();
            return look.whole();
        }
        Container container = looking.create(options);
        container.start();
        if (deed == Deed.EXEC) {
            deed.carryOut(looking, options);
        }
        container.remove(RemoveRequest.FORCED);
        return look.whole();
    }

    /** How long it takes when nobody is killed; and the test's JVM settles. */
    private long nanosOf(Deed deed) throws Exception {
        if (deed.needsOne()) {
            started(Faults.NONE);
        }
        long nanos;
        try (Other other = new Other(deed, List.of())) {
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

    private Container started(Faults faults) throws IOException {
        Container container = room.containers(faults)
                .create(Deed.options(directory.resolve("root").toString(), room.parent()));
        container.start();
        return container;
    }

    /** When somebody is killed. */
    private interface Moment {
        void await(Other other) throws Exception;
    }

    /**
     * How somebody is killed.
     *
     * @param slow which program of the other JVM is held up, before which step; or nothing
     * @param text all this, to be read
     */
    private record Blow(Victim victim, Deed deed, List<String> slow, Moment when, String text) {}

    private void kill(Blow blow, Container container, HostSnapshot nothing) throws Exception {
        Victim victim = blow.victim;
        Deed deed = blow.deed;
        String moment = blow.text;
        HostSnapshot whole = room.snapshot();
        try (Other other = new Other(deed, blow.slow);
                Fd killed = Processes.open(pid(victim, other, container))) {
            other.go();
            blow.when.await(other);
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

        private Other(Deed deed, List<String> slow) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Deed.class.getName(),
                    deed.name(),
                    directory.resolve("root").toString(),
                    room.parent()));
            command.addAll(slow);
            var builder = new ProcessBuilder(command);
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

        /** Whether a program is held up before a step. If not, the deed is done: it does not come there. */
        private boolean awaitPause() throws IOException {
            boolean paused = false;
            while (!paused && !output.ready() && process.isAlive()) {
                FaultRoom.sleep(Duration.ofMillis(1));
                paused = Pauses.any();
            }
            return paused;
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
