package dev.jocker.cli.bench;

import dev.jocker.runtime.monitor.Birth;
import dev.jocker.runtime.monitor.Control;
import dev.jocker.runtime.monitor.MonitorDescriptors;
import dev.jocker.runtime.monitor.MonitorLaunch;
import dev.jocker.runtime.monitor.MonitorProgram;
import dev.jocker.runtime.monitor.OomNotice;
import dev.jocker.runtime.monitor.Watch;
import dev.jocker.runtime.program.Child;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Launch;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures what a monitor takes of the host's memory: many processes that only wait, first by themselves, then each under a monitor;
 * the difference is the monitors'.
 */
public final class MonitorBenchmark {
    private static final Flags<CloneFlag> NO_NAMESPACES = Flags.none(CloneFlag.class);
    private static final int SIGKILL = 9;
    private static final int PR_SET_PDEATHSIG = 1; // prctl(2)
    private static final long SETTLE_MILLIS = 500;
    private static final int PATIENCE = 2000;

    private final int count;
    private final int rounds;
    private final StartBenchmark.Progress progress;

    /** {@code count} of them at once, {@code rounds} times. */
    public MonitorBenchmark(int count, int rounds, StartBenchmark.Progress progress) {
        this.count = count;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** Measures; nothing is left of it. */
    public MonitorReport run() throws IOException {
        List<Footprint> children = new ArrayList<>();
        List<Footprint> monitored = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            progress.at("round " + round + " of " + rounds);
            children.add(alone());
            monitored.add(monitored());
        }
        return new MonitorReport(count, children, monitored);
    }

    private Footprint alone() throws IOException {
        List<Child> children = new ArrayList<>();
        Footprint before = Footprint.now(List.of());
        try {
            List<Integer> pids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                try (Fd image = SealedImage.seal(waiting(false))) {
                    children.add(new Launch(image, NO_NAMESPACES, List.of(), List.of(), null)
                            .start()
                            .child());
                    pids.add(children.getLast().pid());
                }
            }
            settle();
            return Footprint.now(pids).minus(before, count);
        } finally {
            for (Child child : children) {
                try (child) {
                    Processes.signal(child.pidfd(), SIGKILL);
                    Processes.await(child.pidfd());
                }
            }
            settle();
        }
    }

    private Footprint monitored() throws IOException {
        Path directory = Files.createTempDirectory("jocker-bench");
        List<Fd> monitors = new ArrayList<>();
        Footprint before = Footprint.now(List.of());
        try {
            byte[] image = SealedImage.bytes(waiting(true));
            List<Integer> pids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                MonitorLaunch.Outcome outcome = monitor(Files.createDirectory(directory.resolve("" + i)), image);
                monitors.add(Processes.open(outcome.monitor()));
                pids.add(outcome.monitor());
                pids.add(outcome.pid());
            }
            settle();
            return Footprint.now(pids).minus(before, count);
        } finally {
            end(monitors);
            delete(directory);
        }
    }

    private static MonitorLaunch.Outcome monitor(Path directory, byte[] image) throws IOException {
        List<Argument> streams = List.of(MonitorDescriptors.output(), MonitorDescriptors.error());
        var birth = new Birth(image.length, List.of(), NO_NAMESPACES, streams, List.of(), null);
        var events = new Watch.Events(directory.resolve("events"), "0".repeat(64), "name\nimage");
        Watch watch = new Watch(directory, false, Watch.LogLimit.NONE, events, null, null, null)
                .with(new OomNotice(Argument.number(MonitorDescriptors.more(0)), false));
        Control.of(Control.Policy.NO, 0).write(directory);
        Flags<OpenFlag> flags = Flags.of(OpenFlag.O_RDWR, OpenFlag.O_CREAT);
        try (Fd lock = Descriptors.open(directory.resolve("lock"), flags, 0600);
                Fd notices = Descriptors.event()) {
            MonitorLaunch.Outcome outcome = new MonitorLaunch(
                            watch, MonitorProgram.of(watch, birth), null, image, List.of(notices), false)
                    .start(lock);
            if (outcome.failure() != null) {
                throw new IOException("a monitor could not be started: " + outcome.failure());
            }
            return outcome;
        }
    }

    /** What a container's command stands for. */
    private static Program waiting(boolean monitored) {
        var program = Program.named("waiting");
        if (monitored) {
            program.call("end with the monitor", SystemCall.PRCTL, Operand.of(PR_SET_PDEATHSIG), Operand.of(SIGKILL))
                    .call("it runs", SystemCall.CLOSE, Operand.of(MonitorDescriptors.CHILD));
        }
        return program.call("wait", SystemCall.PPOLL, Operand.NULL, Operand.of(0), Operand.NULL, Operand.NULL)
                .append(Call.of("end", SystemCall.EXIT_GROUP, Operand.of(0)))
                .build();
    }

    private static void end(List<Fd> monitors) throws IOException {
        for (Fd monitor : monitors) {
            Processes.signal(monitor, SIGKILL);
        }
        for (Fd monitor : monitors) {
            Descriptors.poll(monitor, Descriptors.pollIn(), PATIENCE);
            monitor.close();
        }
        settle();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The kernel frees what processes had a little later. */
    private static void settle() throws IOException {
        try {
            Thread.sleep(SETTLE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
