package dev.jocker.runtime.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.bindings.cmsghdr;
import dev.jocker.bindings.msghdr;
import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.monitor.Control.Policy;
import dev.jocker.runtime.monitor.MonitorState.Phase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files between monitors and commands, byte by byte. */
final class MonitorFormatsTest {
    @TempDir
    Path directory;

    @Test
    void messagesAreThoseOfTheBindings() {
        assertThat(new long[] {
                    msghdr.sizeof(),
                    msghdr.msg_iov$offset(),
                    msghdr.msg_iovlen$offset(),
                    msghdr.msg_control$offset(),
                    msghdr.msg_controllen$offset(),
                    cmsghdr.sizeof()
                })
                .containsExactly(
                        BirthSteps.MSGHDR_BYTES,
                        BirthSteps.MSG_IOV,
                        BirthSteps.MSG_IOVLEN,
                        BirthSteps.MSG_CONTROL,
                        BirthSteps.MSG_CONTROLLEN,
                        BirthSteps.CMSG_FD);
        assertThat(MonitorState.CLD_EXITED).isEqualTo(signal_h.CLD_EXITED());
        assertThat(Control.WAKE).isEqualTo(signal_h.SIGUSR1());
    }

    @Test
    void whatIsWantedIsReadAsItWasWritten() throws IOException {
        var control = new Control(true, Policy.ON_FAILURE, 5, 10_000_000_001L, List.of(1L, 2_500_000_000L));
        control.write(directory);

        assertThat(Control.read(directory)).isEqualTo(control);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("control")))
                .order(ByteOrder.nativeOrder());
        assertThat(bytes.capacity()).isEqualTo(64);
        assertThat(bytes.getInt(0)).isEqualTo(1);
        assertThat(bytes.getInt(4)).isEqualTo(1);
        assertThat(bytes.getLong(8)).isEqualTo(5);
        assertThat(bytes.getLong(16)).isEqualTo(10);
        assertThat(bytes.getLong(24)).isEqualTo(1);
        assertThat(bytes.getLong(48)).isEqualTo(2);
        assertThat(bytes.getLong(56)).isEqualTo(500_000_000);
    }

    @Test
    void aStopIsNotLostToAnotherPolicyAtTheSameTime() throws Exception {
        for (int round = 0; round < 200; round++) {
            Control.of(Policy.NO, 0).write(directory);
            FutureTask<Void> stop = new FutureTask<>(() -> {
                Control.stop(directory);
                return null;
            });
            Thread.ofPlatform().start(stop);
            Control.restart(directory, Policy.ALWAYS, 0);
            stop.get();

            assertThat(Control.read(directory))
                    .isEqualTo(Control.of(Policy.ALWAYS, 0).stopped());
        }
    }

    @Test
    void delaysDoubleUpToAMinute() {
        List<Long> delays = Control.of(Policy.ALWAYS, 0).delays();
        assertThat(delays).startsWith(100_000_000L, 200_000_000L).endsWith(51_200_000_000L, 60_000_000_000L);
    }

    @Test
    void withoutAFileNothingIsStartedAgain() throws IOException {
        assertThat(Control.read(directory).policy()).isEqualTo(Policy.NO);
        assertThatThrownBy(() -> Control.parse(new byte[10])).isInstanceOf(IOException.class);
    }

    @Test
    void aStateThatIsNotWholeIsNone() throws IOException {
        assertThat(MonitorState.read(directory)).isNull();
        assertThat(MonitorState.parse(new byte[MonitorState.BYTES])).isNull();
        assertThat(MonitorState.parse(new byte[10])).isNull();
    }

    @Test
    void aStateIsReadFieldByField() {
        ByteBuffer bytes = ByteBuffer.allocate(MonitorState.BYTES).order(ByteOrder.nativeOrder());
        bytes.putLong(0, MonitorState.MAGIC)
                .putInt(8, 4)
                .putInt(12, 100)
                .putLong(16, 1)
                .putLong(24, 200);
        bytes.putLong(32, 3).putLong(40, 1000).putLong(48, 1).putLong(56, 2000).putLong(64, 2);
        bytes.putInt(72 + 8, 2).putInt(72 + 24, 9);
        bytes.put(200, "before".getBytes(StandardCharsets.US_ASCII));
        bytes.put(328, "after".getBytes(StandardCharsets.US_ASCII));
        bytes.putLong(456, 17).putLong(464, -13);

        assertThat(MonitorState.parse(bytes.array()))
                .isEqualTo(new MonitorState(
                        Phase.FAILED,
                        100,
                        200,
                        3,
                        Instant.ofEpochSecond(1000, 1),
                        Instant.ofEpochSecond(2000, 2),
                        true,
                        9,
                        new MonitorState.Failure(true, 17, 13),
                        "before",
                        "after"));
    }

    @Test
    void journalRecordsAreOfOneSizeAndKeepTheirText() throws IOException {
        Path journal = directory.resolve("journal");
        var entry = new Journal.Entry(Journal.Kind.RENAME, Instant.ofEpochSecond(7, 8), "b".repeat(64), 1, 2, "ü=new");
        var other = new Journal.Entry(Journal.Kind.DIE, Instant.ofEpochSecond(9), "c", -1, 3, "x".repeat(159) + "ü");
        Journal.append(journal, entry);
        Journal.append(journal, other);

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(journal)).order(ByteOrder.nativeOrder());
        assertThat(bytes.capacity()).isEqualTo(2 * Journal.RECORD_BYTES);
        assertThat(Journal.parse(bytes, 0)).isEqualTo(entry);
        assertThat(Journal.parse(bytes, Journal.RECORD_BYTES).text()).isEqualTo("x".repeat(159)); // no half a letter
        assertThat(Journal.parse(ByteBuffer.allocate(Journal.RECORD_BYTES), 0)).isNull();
    }

    @Test
    void aHealthLogEndsBeforeARecordThatIsNotWhole() {
        ByteBuffer bytes = ByteBuffer.allocate(200).order(ByteOrder.nativeOrder());
        bytes.putInt(0, HealthLog.MAGIC).putLong(8, 2).putLong(16, 5).putLong(32, 6);
        bytes.putInt(48, MonitorState.CLD_EXITED).putInt(52, 1).putInt(56, 2).putLong(64, 4);
        bytes.put(72, new byte[] {'n', 'o'});
        bytes.putInt(74, HealthLog.MAGIC).putLong(82, 1000);
        List<HealthLog.Result> results = new ArrayList<>();
        HealthLog.parse(bytes.array(), results);

        assertThat(results).hasSize(1);
        HealthLog.Result result = results.getFirst();
        assertThat(result.health()).isEqualTo(HealthLog.Status.UNHEALTHY);
        assertThat(result.streak()).isEqualTo(4);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).isEqualTo(new byte[] {'n', 'o'});
        assertThat(result.ended()).isEqualTo(Instant.ofEpochSecond(6));
    }
}
