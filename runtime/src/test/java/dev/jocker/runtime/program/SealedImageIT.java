package dev.jocker.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.Sockets;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The kernel executes the image; what runs then is small and cannot be written by anybody. */
@NeedsRoot
class SealedImageIT {
    private static final Flags<CloneFlag> NO_NAMESPACES = Flags.none(CloneFlag.class);

    @Test
    void endsWithTheStatusThatTheProgramWants() throws IOException {
        try (Fd image = SealedImage.seal(exiting(42))) {
            assertThat(ending(image, List.of())).isEqualTo(new Processes.Ending(false, 42));
        }
    }

    @Test
    void aFileWithoutANameIsExecutedWhereMemoryFilesAreNot() throws IOException {
        try (Fd image = SealedImage.unlinkedFile(SealedImage.bytes(exiting(43)))) {
            assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + image.number()))
                            .toString())
                    .endsWith(" (deleted)");
            assertThat(ending(image, List.of())).isEqualTo(new Processes.Ending(false, 43));
            assertThatThrownBy(() -> Descriptors.write(image, new byte[1]))
                    .isInstanceOfSatisfying(
                            SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
        }
    }

    @Test
    void aProgramThatReturnsEndsWithItsError() throws IOException {
        Program program = Program.named("returning")
                .append(Call.of("", SystemCall.CLOSE, Operand.of(-1)))
                .append(new Return())
                .build();
        try (Fd image = SealedImage.seal(program)) {
            assertThat(ending(image, List.of())).isEqualTo(new Processes.Ending(false, Errno.EBADF.number()));
        }
    }

    @Test
    void bufferMemoryIsThereAndZero() throws IOException {
        Datum buffer = Datum.buffer("buffer", 100_000);
        try (Sockets.Pair pair = Sockets.pair()) {
            Operand theirs = Operand.of(pair.theirs());
            Program program = Program.named("buffer")
                    .append(Call.of("", SystemCall.WRITE, theirs, new Operand.Address(buffer, 99_992), Operand.of(8)))
                    .append(Call.of("", SystemCall.GETPID).into(buffer, 99_992, Width.WIDE))
                    .append(Call.of("", SystemCall.WRITE, theirs, new Operand.Address(buffer, 99_992), Operand.of(8)))
                    .append(Call.of("", SystemCall.EXIT_GROUP, Operand.of(0)))
                    .build();
            try (Fd image = SealedImage.seal(program)) {
                Child child = start(image, List.of(pair.theirs()));
                try (child) {
                    assertThat(Processes.await(child.pidfd())).isEqualTo(new Processes.Ending(false, 0));
                }
                var message = Descriptors.buffer(64);
                assertThat(Sockets.receive(pair.ours(), message).length()).isEqualTo(8);
                assertThat(message.getLong(0)).isZero();
                assertThat(Sockets.receive(pair.ours(), message.clear()).length())
                        .isEqualTo(8);
                assertThat(message.getLong(0)).isEqualTo(child.pid());
            }
        }
    }

    @Test
    void reportsThroughASocketWhichStepFailed() throws IOException {
        try (Sockets.Pair pair = Sockets.pair()) {
            Label failed = Label.named("failed");
            Program.Builder builder = Program.named("failing");
            Program program = builder.append(Call.of("", SystemCall.GETPID))
                    .append(Call.of("", SystemCall.GETPID))
                    .append(Call.of("", SystemCall.CHDIR, Operand.string("/no/such/directory")))
                    .append(Call.of("", SystemCall.EXIT_GROUP, Operand.of(0)))
                    .append(failed)
                    .append(Call.of(
                                    "",
                                    SystemCall.WRITE,
                                    Operand.of(pair.theirs()),
                                    builder.failureReport(),
                                    builder.failureReportLength())
                            .ignoringErrors())
                    .append(Call.of("", SystemCall.EXIT_GROUP, Operand.of(9)))
                    .onFailure(failed)
                    .build();
            try (Fd image = SealedImage.seal(program)) {
                assertThat(ending(image, List.of(pair.theirs()))).isEqualTo(new Processes.Ending(false, 9));
            }
            var report = Descriptors.buffer(64);
            assertThat(Sockets.receive(pair.ours(), report).length()).isEqualTo(16);
            assertThat(report.getLong(0)).isEqualTo(2);
            assertThat(report.getLong(8)).isEqualTo(-Errno.ENOENT.number());
        }
    }

    @Test
    void tracesItselfIntoASharedPage() throws IOException {
        try (TracePage page = TracePage.create()) {
            Program.Builder builder = Program.named("traced");
            Program program = builder.append(page.firstStep(builder))
                    .append(Call.of("", SystemCall.GETPID))
                    .append(Call.of("", SystemCall.CLOSE, Operand.of(-1)).ignoringErrors())
                    .append(Call.of("", SystemCall.EXIT_GROUP, Operand.of(0)))
                    .build();
            Child child;
            try (Fd image = SealedImage.seal(program)) {
                child = start(image, List.of(page.file()));
            }
            try (child) {
                Processes.await(child.pidfd());
            }
            Trace trace = page.read(program.steps().size());
            assertThat(trace.ran(0)).isTrue();
            assertThat(trace.result(1)).isEqualTo(child.pid());
            assertThat(trace.result(2)).isEqualTo(-Errno.EBADF.number());
            assertThat(trace.ran(3)).isFalse(); // it does not come back
            assertThat(new long[] {trace.ticks(0), trace.ticks(1), trace.ticks(2)})
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theLongestProgramIsTracedToItsEnd() throws IOException {
        try (TracePage page = TracePage.create()) {
            Program.Builder builder = Program.named("long");
            builder.append(page.firstStep(builder));
            int last = Program.MAX_INSTRUCTIONS - 2;
            for (int i = 1; i <= last; i++) {
                builder.append(Call.of("", SystemCall.GETPID));
            }
            Program program = builder.append(Call.of("", SystemCall.EXIT_GROUP, Operand.of(0)))
                    .build();
            try (Fd image = SealedImage.seal(program)) {
                assertThat(ending(image, List.of(page.file()))).isEqualTo(new Processes.Ending(false, 0));
            }
            assertThat(page.read(program.steps().size()).ran(last)).isTrue();
        }
    }

    @Test
    void itsExecutableCannotBeOpenedForWriting() throws IOException {
        try (IdleProcess idle = IdleProcess.start(NO_NAMESPACES)) {
            Path exe = Path.of("/proc/" + idle.pid() + "/exe");
            assertThat(Files.readSymbolicLink(exe).toString()).startsWith("/memfd:jocker-idle");
            assertThatThrownBy(() -> write(exe)).isInstanceOf(SyscallException.class);
        }
    }

    private static void write(Path exe) throws SyscallException {
        try (Fd opened = Descriptors.open(exe, Flags.of(OpenFlag.O_WRONLY))) {
            Descriptors.write(opened, new byte[1]);
        }
    }

    /** While it waits for what may be hours it costs two mapped pages, a stack, and what the kernel keeps for a process. */
    @Test
    void aWaitingImageIsSmall() throws IOException {
        try (IdleProcess idle = IdleProcess.start(NO_NAMESPACES)) {
            String status = Files.readString(Path.of("/proc/" + idle.pid() + "/status"));
            assertThat(kilobytes(status, "VmRSS:")).isLessThanOrEqualTo(64);
            assertThat(kilobytes(status, "VmSize:")).isLessThanOrEqualTo(512);
            assertThat(status).contains("Threads:\t1\n");
            assertThat(SealedImage.bytes(exiting(0))).hasSizeLessThan(2048);
        }
    }

    @Test
    void anIdleProcessEndsWhenItIsClosed() throws IOException {
        int pid;
        try (IdleProcess idle = IdleProcess.start(NO_NAMESPACES)) {
            pid = idle.pid();
            assertThat(Processes.exists(pid)).isTrue();
        }
        assertThat(Processes.exists(pid)).isFalse();
    }

    /** The kernel closes what a JVM has open, however it ends. */
    @Test
    void anIdleProcessEndsWhenTheJvmNoLongerHoldsIt() throws Exception {
        try (IdleProcess idle = IdleProcess.start(NO_NAMESPACES);
                Fd pidfd = Processes.open(idle.pid())) {
            assertThat(Descriptors.poll(pidfd, Descriptors.pollIn(), 50)).isZero();
            idle.letGo();
            assertThat(Descriptors.poll(pidfd, Descriptors.pollIn(), 5_000)).isNotZero();
        }
    }

    @Test
    void anIdleProcessOutlivesTheThreadThatStartedIt() throws Exception {
        var start = new FutureTask<>(() -> IdleProcess.start(NO_NAMESPACES));
        Thread thread = Thread.ofPlatform().start(start);
        thread.join();
        try (IdleProcess idle = start.get();
                Fd pidfd = Processes.open(idle.pid())) {
            assertThat(Descriptors.poll(pidfd, Descriptors.pollIn(), 50)).isZero();
        }
    }

    private static long kilobytes(String status, String field) {
        int start = status.indexOf(field) + field.length();
        assertThat(start).isGreaterThan(field.length());
        return Long.parseLong(
                status.substring(start, status.indexOf("kB", start)).trim());
    }

    private static Program exiting(int status) {
        return Program.named("exiting")
                .append(Call.of("", SystemCall.EXIT_GROUP, Operand.of(status)))
                .build();
    }

    private static Child start(Fd image, List<Fd> inherited) throws IOException {
        return new Launch(image, NO_NAMESPACES, inherited, List.of(), null)
                .start()
                .child();
    }

    private static Processes.Ending ending(Fd image, List<Fd> inherited) throws IOException {
        try (Child child = start(image, inherited)) {
            return Processes.await(child.pidfd());
        }
    }
}
