package dev.jocker.runtime.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.monitor.Control.Policy;
import dev.jocker.runtime.monitor.MonitorState.Phase;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Fault;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SystemCall;
import dev.jocker.testing.AlsoOnCgroupV2;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Monitors of children that are a few system calls long. */
@NeedsRoot
@AlsoOnCgroupV2
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MonitorIT {
    private static final Duration LONG = Duration.ofSeconds(100);

    @TempDir
    Path directory;

    @Test
    void keepsWhatTheContainerSaysAndHowItEnds() throws IOException {
        Instant before = Instant.now();
        try (var container = monitored().says("one\ntwo\n").complains("three\n").exits(42)) {
            MonitorState state = container.start().awaitEnd();

            assertThat(state.phase()).isEqualTo(Phase.EXITED);
            assertThat(state.exitCode()).isEqualTo(42);
            assertThat(state.signalled()).isFalse();
            assertThat(state.pid()).isEqualTo(container.outcome().pid());
            assertThat(state.monitor()).isEqualTo(container.outcome().monitor());
            assertThat(state.restarts()).isZero();
            assertThat(state.started()).isBetween(before.minusMillis(1), state.finished());
            assertThat(state.finished()).isBeforeOrEqualTo(Instant.now());
            assertThat(container.output()).isEqualTo("one\ntwo\n");
            assertThat(container.errors()).isEqualTo("three\n");
            assertThat(container.pieces())
                    .allSatisfy(piece -> assertThat(piece.time()).isBetween(before, Instant.now()));
        }
    }

    @Test
    void tellsTheSignalThatKilledIt() throws IOException {
        try (var container = monitored().sleeps(LONG)) {
            container.start().killChild(signal_h.SIGKILL());
            MonitorState state = container.awaitEnd();

            assertThat(state.signalled()).isTrue();
            assertThat(state.status()).isEqualTo(signal_h.SIGKILL());
            assertThat(state.exitCode()).isEqualTo(137);
        }
    }

    /** Twice a megabyte: many times what a pipe holds. */
    @Test
    void losesNothingOfMuchOutput() throws IOException {
        byte[] line = new byte[1000];
        java.util.Arrays.fill(line, (byte) 'x');
        line[line.length - 1] = '\n';
        Datum text = Datum.of("line", line);
        Datum count = Datum.cell("count");
        Datum file = Datum.cell("file");
        Label again = Label.named("again");
        Operand opened = Operand.contents(file);
        var container = monitored()
                .step(Call.of("", SystemCall.MEMFD_CREATE, Operand.string("n"), Operand.of(0))
                        .into(file))
                .step(again)
                .step(Call.of(
                        "",
                        SystemCall.WRITE,
                        Operand.of(MonitorDescriptors.output()),
                        Operand.address(text),
                        Operand.of(1000)))
                .step(Call.of(
                        "",
                        SystemCall.WRITE,
                        Operand.of(MonitorDescriptors.error()),
                        Operand.address(text),
                        Operand.of(1000)))
                .step(Call.of("", SystemCall.LSEEK, opened, Operand.of(1), Operand.of(1))
                        .into(count))
                .step(Scratch.ifLess("", Operand.contents(count), Operand.of(1000), again));
        try (container) {
            container.start().awaitEnd();

            assertThat(container.output())
                    .isEqualTo(new String(line, java.nio.charset.StandardCharsets.US_ASCII).repeat(1000));
            assertThat(container.errors()).hasSize(1_000_000);
        }
    }

    private static Set<String> open(Path proc) throws IOException {
        Set<String> open = new TreeSet<>();
        try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
            for (Path each : files.toList()) {
                open.add(Files.readSymbolicLink(each).toString().replaceAll("[0-9]+", "N"));
            }
        }
        return open;
    }

    @Test
    void isNotTheCallersChildAndHasNothingOfItsOwn() throws IOException {
        try (Descriptors.Pipe pipe = Descriptors.pipe();
                var container = monitored().sleeps(LONG)) {
            container.start();
            Path proc = Path.of("/proc/" + container.outcome().monitor());
            Set<String> own = Set.of(
                    "/dev/null",
                    "pipe:[N]",
                    "anon_inode:[pidfd]",
                    directory.resolve("lock").toString().replaceAll("[0-9]+", "N"));
            Monitored.await(() -> own.containsAll(open(proc))); // it tells us, and then closes the channel
            String ours = Files.readSymbolicLink(
                            Path.of("/proc/self/fd/" + pipe.writeEnd().number()))
                    .toString();
            try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
                for (Path each : files.toList()) {
                    assertThat(Files.readSymbolicLink(each).toString()).isNotEqualTo(ours);
                }
            }
            assertThat(Files.readString(proc.resolve("comm"))).isEqualTo("jocker-monitor\n");
            List<String> status = Files.readAllLines(proc.resolve("status"));
            assertThat(status)
                    .contains("SigIgn:\t0000000000000000")
                    .doesNotContain("PPid:\t" + ProcessHandle.current().pid());
            assertThat(Files.readSymbolicLink(proc.resolve("cwd"))).isEqualTo(directory.toRealPath());
        }
    }

    @Test
    void theChildHasNothingOfTheMonitors() throws IOException {
        try (var container = monitored().sleeps(LONG)) {
            container.start();
            Set<Integer> numbers = new TreeSet<>();
            try (Stream<Path> files =
                    Files.list(Path.of("/proc/" + container.outcome().pid() + "/fd"))) {
                files.forEach(
                        each -> numbers.add(Integer.parseInt(each.getFileName().toString())));
            }
            assertThat(numbers).containsExactly(0, 1, 2, MonitorDescriptors.OUTPUT_END, MonitorDescriptors.ERROR_END);
        }
    }

    @Test
    void theContainerEndsWithItsMonitorAndItsLogIsThere() throws IOException {
        try (var container = monitored().says("before\n").sleeps(LONG)) {
            container.start();
            int pid = container.outcome().pid();
            Monitored.await(() -> !container.output().isEmpty());
            container.killMonitor();

            Monitored.await(() -> Monitored.isGone(pid));
            assertThat(container.output()).isEqualTo("before\n");
            assertThat(container.state().phase()).isEqualTo(Phase.RUNNING); // and the lock is free: that tells
        }
    }

    @Test
    void startsAgainAsOftenAsAFailureMayBeRepeated() throws IOException {
        try (var container =
                monitored().with(quick(Policy.ON_FAILURE, 3)).says("x").exits(1)) {
            MonitorState state = container.start().awaitEnd();

            assertThat(state.restarts()).isEqualTo(3);
            assertThat(state.exitCode()).isEqualTo(1);
            assertThat(container.output()).isEqualTo("xxxx");
        }
    }

    @Test
    void successIsNoFailure() throws IOException {
        try (var container = monitored().with(quick(Policy.ON_FAILURE, 0)).exits(0)) {
            assertThat(container.start().awaitEnd().restarts()).isZero();
        }
    }

    @Test
    void startsAgainAlwaysUntilItIsToldToStop() throws IOException {
        try (var container = monitored().with(quick(Policy.ALWAYS, 0)).says("x").exits(0)) {
            container.start();
            Monitored.await(() -> container.output().length() > 5);
            container.write(quick(Policy.ALWAYS, 0).stopped());
            container.wake();
            MonitorState state = container.awaitEnd();

            assertThat(state.phase()).isEqualTo(Phase.EXITED);
            assertThat(container.output()).hasSize((int) state.restarts() + 1);
        }
    }

    @Test
    void aStopEndsTheWaitBeforeARestart() throws IOException {
        var slow = new Control(false, Policy.UNLESS_STOPPED, 0, 10_000_000_000L, List.of(LONG.toNanos()));
        try (var container = monitored().with(slow).exits(7)) {
            container.start();
            MonitorState waiting = container.await(Phase.RESTARTING);
            assertThat(waiting.exitCode()).isEqualTo(7);
            container.wake(); // nothing has changed: it goes on waiting
            container.write(slow.stopped());
            container.wake();
            MonitorState state = container.awaitEnd();

            assertThat(state.phase()).isEqualTo(Phase.EXITED);
            assertThat(state.exitCode()).isEqualTo(7);
            assertThat(state.restarts()).isZero();
        }
    }

    @Test
    void aPolicyCanComeWhileItRuns() throws IOException {
        try (var container =
                monitored().says("x").sleeps(Duration.ofMillis(100)).exits(1)) {
            container.start();
            container.write(quick(Policy.ON_FAILURE, 1));
            assertThat(container.awaitEnd().restarts()).isEqualTo(1);
        }
    }

    @Test
    void delaysGrowAndALongRunMakesThemShortAgain() throws IOException {
        var control = new Control(
                false, Policy.ON_FAILURE, 2, Duration.ofMillis(100).toNanos(), List.of(1_000_000L, LONG.toNanos()));
        try (var container =
                monitored().with(control).sleeps(Duration.ofMillis(300)).exits(1)) {
            assertThat(container.start().awaitEnd().restarts()).isEqualTo(2);
        }
    }

    @Test
    void standardInputStaysOpen() throws IOException {
        Datum buffer = Datum.buffer("buffer", 64);
        Datum length = Datum.cell("length");
        var container = monitored()
                .keepingInput()
                .step(Call.of(
                                "",
                                SystemCall.READ,
                                Operand.of(MonitorDescriptors.input()),
                                Operand.address(buffer),
                                Operand.of(64))
                        .into(length))
                .step(Call.of(
                        "",
                        SystemCall.WRITE,
                        Operand.of(MonitorDescriptors.output()),
                        Operand.address(buffer),
                        Operand.contents(length)));
        try (container) {
            container.start();
            try (Fd monitor = Processes.open(container.outcome().monitor());
                    Fd input = Processes.descriptorOf(monitor, MonitorDescriptors.INPUT)) {
                Descriptors.write(input, new byte[] {'h', 'e', 'y'});
            }
            container.awaitEnd();
            assertThat(container.output()).isEqualTo("hey");
        }
    }

    @Test
    void aFullLogIsPutAside() throws IOException {
        var watch = new Watch(directory, false, new Watch.LogLimit(200, 3), null, null, null, null);
        var container = monitored().with(watch);
        for (int i = 0; i < 40; i++) {
            container.says("line " + i + "\n").sleeps(Duration.ofMillis(2));
        }
        try (container) {
            container.start().awaitEnd();

            assertThat(directory.resolve("log.2")).exists();
            assertThat(directory.resolve("log.3")).doesNotExist();
            assertThat(Files.size(directory.resolve("log.1"))).isBetween(200L, 300L);
            List<String> lines = container.output().lines().toList();
            assertThat(lines).isNotEmpty().endsWith("line 38", "line 39");
            int first = Integer.parseInt(lines.getFirst().substring(5));
            for (int i = 0; i < lines.size(); i++) {
                assertThat(lines.get(i)).isEqualTo("line " + (first + i));
            }
        }
    }

    @Test
    void whatIsNoImageIsNoContainerAndItIsTold() throws IOException {
        try (var container = monitored()) {
            container.startImage(new byte[] {1, 2, 3, 4});

            MonitorState.Failure failure = container.outcome().failure();
            assertThat(failure.byChild()).isFalse();
            assertThat(failure.errno()).isEqualTo(Errno.ENOEXEC.number());
            assertThat(((Call) container.program().steps().get(failure.step())).call())
                    .isEqualTo(SystemCall.EXECVEAT);
            assertThat(container.awaitEnd().phase()).isEqualTo(Phase.FAILED);
        }
    }

    @Test
    void aChildThatFailsSaysWhere() throws IOException {
        ByteBuffer report = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        report.putLong(0, 5).putLong(8, -Errno.EPERM.number());
        byte[] image = SealedImage.bytes(Program.named("failing")
                .append(Call.of(
                        "",
                        SystemCall.WRITE,
                        Operand.of(MonitorDescriptors.CHILD),
                        Operand.address(Datum.of("report", report.array())),
                        Operand.of(16)))
                .append(Call.of("", SystemCall.EXIT_GROUP, Operand.of(125)))
                .build());
        try (var container = monitored()) {
            container.startImage(image);

            assertThat(container.outcome().failure())
                    .isEqualTo(new MonitorState.Failure(true, 5, Errno.EPERM.number()));
            assertThat(container.awaitEnd().failure())
                    .isEqualTo(container.outcome().failure());
        }
    }

    @Test
    void theJournalTellsOfStartAndEnd() throws IOException {
        Path journal = directory.resolve("journal");
        var events = new Watch.Events(journal, "a".repeat(64), "image=host");
        var watch = new Watch(directory, false, Watch.LogLimit.NONE, events, null, null, null);
        try (var container = monitored().with(watch).exits(3)) {
            container.start().awaitEnd();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(journal)).order(ByteOrder.nativeOrder());
        assertThat(bytes.capacity()).isEqualTo(2 * Journal.RECORD_BYTES);
        assertThat(Journal.parse(bytes, 0).kind()).isEqualTo(Journal.Kind.START);
        Journal.Entry died = Journal.parse(bytes, Journal.RECORD_BYTES);
        assertThat(died.kind()).isEqualTo(Journal.Kind.DIE);
        assertThat(died.id()).isEqualTo("a".repeat(64));
        assertThat(died.text()).isEqualTo("image=host");
        assertThat(died.code()).isEqualTo(MonitorState.CLD_EXITED);
        assertThat(died.status()).isEqualTo(3);
        assertThat(died.time()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void theLastActComesWithTheLockFree() throws IOException {
        Path result = directory.resolve("result");
        var act = new Watch.LastAct(
                List.of(
                        "/bin/sh",
                        "-c",
                        "flock -w 20 lock echo $WORD > result.new; ls /proc/self/fd >> result.new; mv result.new result"),
                List.of("WORD=bye", "PATH=/usr/bin:/bin"));
        var watch = new Watch(directory, false, Watch.LogLimit.NONE, null, null, null, act);
        try (var container = monitored().with(watch).exits(0)) {
            container.start();
            Monitored.await(() -> Files.exists(result));
            assertThat(Files.readAllLines(result)).containsExactly("bye", "0", "1", "2", "3");
        }
    }

    @Test
    void theCountersOfMemoryAreReadBeforeAndAfter() throws IOException {
        Path counters = directory.resolve("memory.events");
        Files.writeString(counters, "oom_kill 0\n");
        var watch = new Watch(directory, false, Watch.LogLimit.NONE, null, counters, null, null);
        try (var container = monitored().with(watch).sleeps(LONG)) {
            container.start();
            Files.writeString(counters, "oom_kill 1\n");
            container.killChild(signal_h.SIGKILL());
            MonitorState state = container.awaitEnd();
            assertThat(state.oomBefore()).isEqualTo("oom_kill 0\n");
            assertThat(state.oomAfter()).isEqualTo("oom_kill 1\n");
        }
    }

    @Test
    void processOneOfAPidNamespaceCanBeWatched() throws IOException {
        try (var container = monitored()
                .withNamespaces(Flags.of(CloneFlag.CLONE_NEWPID, CloneFlag.CLONE_NEWNS))
                .sleeps(LONG)) {
            container.start();
            assertThat(Files.readAllLines(Path.of("/proc/" + container.outcome().pid() + "/status")))
                    .anySatisfy(line -> assertThat(line).startsWith("NSpid:").endsWith("\t1"));
            container.killMonitor();
            Monitored.await(() -> Monitored.isGone(container.outcome().pid()));
        }
    }

    /** A container that runs whatever happens, or none at all: a monitor whose step fails never leaves half of one. */
    @Test
    void leavesNothingWhicheverOfItsStepsFails() throws IOException {
        var watch = new Watch(
                directory,
                false,
                new Watch.LogLimit(100, 2),
                new Watch.Events(directory.resolve("journal"), "a".repeat(64), ""),
                directory.resolve("counters"),
                directory.resolve("kill"),
                null);
        breakEachStepOf(watch);
    }

    @Test
    void neitherWithAProcessThatProbes() throws IOException {
        byte[] probe = SealedImage.bytes(Program.named("probe")
                .append(Call.of("", SystemCall.EXIT_GROUP, Operand.of(0)))
                .build());
        Duration shortly = Duration.ofMillis(1);
        var probing = new Probing(probe, List.of(), shortly, LONG, Duration.ZERO, shortly, 1);
        breakEachStepOf(Watch.of(directory).with(probing));
    }

    private void breakEachStepOf(Watch watch) throws IOException {
        Files.writeString(directory.resolve("counters"), "oom_kill 0\n");
        Files.createFile(directory.resolve("kill"));
        int steps = monitored().with(watch).program().steps().size();
        List<Integer> seen = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            var container = monitored()
                    .with(watch)
                    .with(quick(Policy.ON_FAILURE, 1))
                    .says("x".repeat(150))
                    .complains("e")
                    .exits(1);
            var instruction = container.program().steps().get(step);
            if (!(instruction instanceof Call call) || call.call() == SystemCall.EXIT_GROUP) {
                assertThat(instruction).isInstanceOfAny(Branch.class, Call.class);
                continue;
            }
            try (container) {
                container.with(Fault.error(step, Errno.EBADF)).start();
                MonitorLaunch.Outcome outcome = container.outcome();
                Monitored.await(() -> Monitored.isGone(outcome.monitor()));
                if (outcome.pid() > 0) {
                    Monitored.await(() -> Monitored.isGone(outcome.pid()));
                }
                if (outcome.failure() != null) {
                    assertThat(outcome.failure())
                            .as(call.reason())
                            .isEqualTo(new MonitorState.Failure(false, step, Errno.EBADF.number()));
                    seen.add(step);
                }
            } catch (IOException e) {
                throw new AssertionError("step " + step + ": " + call, e);
            }
        }
        assertThat(seen).hasSizeGreaterThan(15);
    }

    /** A zombie has its pid to itself. The monitor is held up just before it writes down that there is no such process any more. */
    @ParameterizedTest
    @CsvSource({"ON_FAILURE, 0", "NO, 1"})
    void aPidThatIsWrittenDownIsNobodyElses(Policy policy, int which) throws IOException {
        Path journal = directory.resolve("journal");
        var events = new Watch.Events(journal, "a".repeat(64), "");
        var watch = new Watch(directory, false, Watch.LogLimit.NONE, events, null, null, null);
        var container = monitored().with(watch).with(quick(policy, 1)).exits(1);
        try (container) {
            container
                    .with(Fault.pause(
                            stateWritesAfterTheEnd(container.program()).get(which)))
                    .start();
            Monitored.await(() -> Files.size(journal) == 2 * Journal.RECORD_BYTES); // started, died
            MonitorState state = container.state();
            assertThat(state.phase()).isEqualTo(Phase.RUNNING);
            assertThat(Files.readString(Path.of("/proc/" + state.pid() + "/stat")))
                    .contains(") Z " + state.monitor() + " ");
        }
    }

    /** The steps that write down that it will be started again, and that it has ended. */
    private static List<Integer> stateWritesAfterTheEnd(Program program) {
        List<Integer> found = new ArrayList<>();
        boolean ended = false;
        for (int step = 0; step < program.steps().size(); step++) {
            if (program.steps().get(step) instanceof Call call) {
                ended |= call.reason().equals("how it ended");
                if (ended && call.call() == SystemCall.OPENAT && call.reason().equals("write it down")) {
                    found.add(step);
                }
            }
        }
        return found;
    }

    private Monitored monitored() {
        return new Monitored(directory);
    }

    private static Control quick(Policy policy, long maximum) {
        return new Control(false, policy, maximum, 10_000_000_000L, List.of(1_000_000L));
    }
}
