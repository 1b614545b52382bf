package dev.jocker.runtime.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.runtime.monitor.HealthLog.Status;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.SystemCall;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Probes of containers, by images of a few system calls. */
@NeedsRoot
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HealthIT {
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(100);

    @TempDir
    Path directory;

    /** Whether it succeeds is decided by a file: while there is one. */
    private Program.Builder looking() {
        Label absent = Label.named("absent");
        Operand here = Operand.of(Argument.number(fcntl_h.AT_FDCWD()));
        Operand file = Operand.string(directory.resolve("well").toString());
        return Program.named("probe")
                .append(Call.of("", SystemCall.FACCESSAT, here, file, Operand.of(0))
                        .onErrorGoTo(absent))
                .append(say("well"))
                .append(exit(0))
                .append(absent)
                .append(say("ill"))
                .append(exit(7));
    }

    private static Call say(String text) {
        return Call.of("", SystemCall.WRITE, Operand.of(2), Operand.string(text), Operand.of(text.length()));
    }

    private static Call exit(int status) {
        return Call.of("", SystemCall.EXIT_GROUP, Operand.of(status));
    }

    private Monitored container(Program.Builder probe, Duration timeout, Duration startPeriod, int retries) {
        var probing =
                new Probing(SealedImage.bytes(probe.build()), List.of(), SHORT, timeout, startPeriod, SHORT, retries);
        var events = new Watch.Events(directory.resolve("journal"), "a".repeat(64), "");
        var watch = new Watch(directory, false, Watch.LogLimit.NONE, events, null, null, null).with(probing);
        return new Monitored(directory).with(watch).sleeps(LONG);
    }

    private List<HealthLog.Result> await(int count) throws IOException {
        Monitored.await(() -> HealthLog.read(directory).size() >= count);
        return HealthLog.read(directory);
    }

    private HealthLog.Result awaitHealth(Status status) throws IOException {
        Monitored.await(() -> {
            List<HealthLog.Result> results = HealthLog.read(directory);
            return !results.isEmpty() && results.getLast().health() == status;
        });
        return HealthLog.read(directory).getLast();
    }

    @Test
    void threeFailuresAreUnhealthyAndOneSuccessIsHealth() throws IOException {
        try (var container = container(looking(), LONG, Duration.ZERO, 3)) {
            container.start();
            List<HealthLog.Result> results = await(3);
            assertThat(results.get(0).health()).isEqualTo(Status.STARTING);
            assertThat(results.get(1).health()).isEqualTo(Status.STARTING);
            assertThat(results.get(2).health()).isEqualTo(Status.UNHEALTHY);
            assertThat(results.get(2).streak()).isEqualTo(3);
            assertThat(results.get(2).exitCode()).isEqualTo(7);
            assertThat(results.get(2).output()).isEqualTo("ill".getBytes(StandardCharsets.UTF_8));
            assertThat(results.get(2).begun())
                    .isBetween(results.get(1).ended(), results.get(2).ended());

            Files.createFile(directory.resolve("well"));
            HealthLog.Result well = awaitHealth(Status.HEALTHY);
            assertThat(well.streak()).isZero();
            assertThat(well.exitCode()).isZero();
            assertThat(well.output()).isEqualTo("well".getBytes(StandardCharsets.UTF_8));

            ByteBuffer journal = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("journal")))
                    .order(ByteOrder.nativeOrder());
            assertThat(Journal.parse(journal, Journal.RECORD_BYTES).kind()).isEqualTo(Journal.Kind.HEALTH_STATUS);
            assertThat(Journal.parse(journal, Journal.RECORD_BYTES).code()).isEqualTo(Status.UNHEALTHY.code());
            assertThat(Journal.parse(journal, 2 * Journal.RECORD_BYTES).code()).isEqualTo(Status.HEALTHY.code());
        }
    }

    @Test
    void failuresInTheStartPeriodDoNotCount() throws IOException {
        try (var container = container(looking(), LONG, LONG, 1)) {
            container.start();
            assertThat(await(5)).allSatisfy(each -> assertThat(each.health()).isEqualTo(Status.STARTING));
            Files.createFile(directory.resolve("well"));
            awaitHealth(Status.HEALTHY);
            Files.delete(directory.resolve("well"));
            assertThat(awaitHealth(Status.UNHEALTHY).streak()).isPositive(); // it has come up: now they do
        }
    }

    @Test
    void failuresCountWhenTheStartPeriodIsOver() throws IOException {
        try (var container = container(looking(), LONG, Duration.ofMillis(50), 1)) {
            container.start();
            assertThat(awaitHealth(Status.UNHEALTHY).streak()).isPositive();
        }
    }

    @Test
    void whoTakesTooLongIsKilled() throws IOException {
        Datum nap = Datum.structure("nap", 16).set64(0, 100);
        var probe = Program.named("probe")
                .append(say("wait"))
                .append(Call.of("", SystemCall.NANOSLEEP, Operand.address(nap), Operand.NULL))
                .append(exit(0));
        try (var container = container(probe, Duration.ofMillis(30), Duration.ZERO, 1)) {
            container.start();
            HealthLog.Result result = await(1).getFirst();
            assertThat(result.timedOut()).isTrue();
            assertThat(result.exitCode()).isEqualTo(137);
            assertThat(result.output()).isEqualTo("wait".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void theBeginningOfMuchOutputIsKept() throws IOException {
        byte[] text = new byte[5000];
        java.util.Arrays.fill(text, (byte) 'x');
        Datum much = Datum.of("much", text);
        var probe = Program.named("probe");
        for (int i = 0; i < 40; i++) {
            probe.append(Call.of("", SystemCall.WRITE, Operand.of(1), Operand.address(much), Operand.of(text.length)));
        }
        try (var container = container(probe.append(exit(0)), LONG, Duration.ZERO, 1)) {
            container.start();
            HealthLog.Result result = await(1).getFirst();
            assertThat(result.exitCode()).isZero();
            assertThat(result.output()).hasSize(HealthLog.MOST_OUTPUT).containsOnly('x');

            Monitored.await(() -> Files.exists(directory.resolve(HealthLog.OLDER)));
            assertThat(Files.size(directory.resolve(HealthLog.OLDER))).isLessThan(2 * HealthLog.LIMIT);
        }
    }

    @Test
    void nobodyProbesWhenTheContainerHasEnded() throws IOException {
        Datum nap = Datum.structure("nap", 16).set64(0, 100);
        var probe = Program.named("probe")
                .append(Call.of(
                        "",
                        SystemCall.OPENAT,
                        Operand.of(fcntl_h.AT_FDCWD()),
                        Operand.string(directory.resolve("begun").toString()),
                        Operand.of(fcntl_h.O_CREAT()),
                        Operand.of(0600)))
                .append(Call.of("", SystemCall.PRCTL, Operand.of(1), Operand.of(9)))
                .append(Call.of("", SystemCall.NANOSLEEP, Operand.address(nap), Operand.NULL))
                .append(exit(0));
        try (var container = container(probe, LONG, Duration.ZERO, 1)) {
            container.start();
            Monitored.await(() -> Files.exists(directory.resolve("begun")));
            container.killChild(9);
            assertThat(container.awaitEnd().exitCode()).isEqualTo(137);
            assertThat(HealthLog.read(directory)).isEmpty();
            Monitored.await(() -> nobodyWorksIn(directory));
        }
    }

    private static boolean nobodyWorksIn(Path directory) throws IOException {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : processes) {
                try {
                    if (Files.readSymbolicLink(each.resolve("cwd")).startsWith(directory.toRealPath())) {
                        return false;
                    }
                } catch (IOException e) {
                    // it has ended, or is the kernel's
                }
            }
        }
        return true;
    }
}
