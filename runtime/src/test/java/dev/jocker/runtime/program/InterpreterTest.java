package dev.jocker.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jocker.bindings.mman_h;
import dev.jocker.bindings.signal_h;
import dev.jocker.bindings.wait_h;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MachineCode;
import dev.jocker.runtime.syscall.MemfdFlag;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine code runs programs as their instructions say. In the JVM, with calls that do no harm. */
final class InterpreterTest {
    private static final int EBADF = Errno.EBADF.number();
    private static final Call BAD = Call.of("fails with EBADF", SystemCall.CLOSE, Operand.of(-1));
    private static final int PAGE = 4096;

    private final Label label = Label.named("there");
    private final Datum cell = Datum.cell("cell");

    @Test
    void isAtMostAKilobyte() {
        assertThat(MachineCode.bytes()).hasSizeLessThanOrEqualTo(1024);
    }

    // What a call returns, and where it goes

    @Test
    void keepsAResultOfEightBytes() {
        try (var mapped = new MappedProgram(ending(mmapOfAPage().into(cell)))) {
            assertThat(mapped.run()).isZero();
            assertThat(mapped.cell(cell)).isGreaterThan(0xffff_ffffL); // where the kernel puts mappings
            unmap(mapped.cell(cell));
        }
    }

    @Test
    void keepsAResultOfFourBytesAndNothingBesideIt() {
        Datum sixteen = Datum.structure("sixteen", 16).set64(0, -1).set64(8, -1);
        Call fails = BAD.into(sixteen, 4, Width.NARROW).ignoringErrors();
        try (var mapped = new MappedProgram(ending(fails))) {
            assertThat(mapped.run()).isZero();
            assertThat(mapped.int32(sixteen, 0)).isEqualTo(-1);
            assertThat(mapped.int32(sixteen, 4)).isEqualTo(-EBADF);
            assertThat(mapped.int32(sixteen, 8)).isEqualTo(-1);
        }
    }

    @Test
    void keepsAWideResultAtAnOffset() {
        Datum structure = Datum.structure("structure", 32).set64(0, -1).set64(24, -1);
        try (var mapped = new MappedProgram(ending(getpid().into(structure, 12, Width.WIDE)))) {
            assertThat(mapped.run()).isZero();
            assertThat(mapped.int32(structure, 12))
                    .isEqualTo((int) ProcessHandle.current().pid());
            assertThat(mapped.int32(structure, 16)).isZero();
            assertThat(mapped.int32(structure, 20)).isZero();
            assertThat(mapped.int32(structure, 24)).isEqualTo(-1);
        }
    }

    @Test
    void aCallWithoutAResultLeavesTheDataAlone() {
        Program program = Program.named("p")
                .append(Call.of("", SystemCall.GETPID, Operand.contents(cell)))
                .append(new Return())
                .build();
        try (var mapped = new MappedProgram(program)) {
            assertThat(mapped.run()).isZero();
            assertThat(mapped.cell(cell)).isZero();
        }
    }

    // Operands

    @Test
    void givesConstantsOfSixtyFourBits() {
        // lseek(2) returns the offset that it was given.
        assertThat(seek(Operand.of(0x1234_5678_9abcL), Datum.cell("unused"))).isEqualTo(0x1234_5678_9abcL);
    }

    @Test
    void givesWhatStandsInACell() {
        Datum offset = Datum.structure("offset", 8).set64(0, 0x7654_3210_fedcL);
        assertThat(seek(Operand.contents(offset), offset)).isEqualTo(0x7654_3210_fedcL);
    }

    @Test
    void givesFourBytesAndNotTheirNeighbours() {
        Datum offset =
                Datum.structure("offset", 12).set32(0, -1).set32(4, 0x7eadbeef).set32(8, -1);
        assertThat(seek(Operand.contents32(offset, 4), offset)).isEqualTo(0x7eadbeefL);
    }

    @Test
    void givesFourBytesWithTheirSign() {
        Datum offset = Datum.structure("offset", 8).set32(0, 0xffff_fff0).set32(4, 0);
        // As 64 bits that would be a place in the file; as -16 it is before its start.
        assertThat(seek(Operand.contents32(offset, 0), offset)).isEqualTo(-Errno.EINVAL.number());
        assertThat(seek(Operand.contents(offset), offset)).isEqualTo(0xffff_fff0L);
    }

    @Test
    void givesAddressesInsideOfTheProgram() throws IOException {
        Datum text = Datum.string("hello");
        try (Descriptors.Pipe pipe = Descriptors.pipe()) {
            Call write = Call.of(
                    "", SystemCall.WRITE, Operand.of(pipe.writeEnd()), new Operand.Address(text, 1), Operand.of(3));
            try (var mapped = new MappedProgram(ending(write))) {
                assertThat(mapped.run()).isZero();
            }
            assertThat(read(pipe.readEnd())).isEqualTo("ell");
        }
    }

    @Test
    void oneCallsResultIsAnothersArgument() throws IOException {
        Datum ends = Datum.buffer("ends", 8);
        Datum length = Datum.cell("length");
        Datum buffer = Datum.buffer("buffer", 16);
        Program program = Program.named("p")
                .append(Call.of("", SystemCall.PIPE2, Operand.address(ends), Operand.of(0)))
                .append(Call.of("", SystemCall.WRITE, Operand.contents32(ends, 4), Operand.string("abc"), Operand.of(3))
                        .into(length))
                .append(Call.of(
                        "",
                        SystemCall.READ,
                        Operand.contents32(ends, 0),
                        Operand.address(buffer),
                        Operand.contents(length)))
                .append(Call.of("", SystemCall.CLOSE, Operand.contents32(ends, 0)))
                .append(Call.of("", SystemCall.CLOSE, Operand.contents32(ends, 4)))
                .append(new Return())
                .build();
        try (var mapped = new MappedProgram(program)) {
            assertThat(mapped.run()).isZero();
            assertThat(mapped.cell(length)).isEqualTo(3);
            assertThat(mapped.int32(buffer, 0)).isEqualTo('a' | 'b' << 8 | 'c' << 16);
        }
    }

    /** mmap(2) looks at all six, and a page of a file shows whether each came to its register. */
    @Test
    void sixOperandsArriveEachInItsPlace() throws IOException {
        try (Fd file = Descriptors.memoryFile("six", Flags.none(MemfdFlag.class))) {
            byte[] contents = new byte[3 * PAGE];
            contents[2 * PAGE] = 42;
            Descriptors.write(file, contents);
            try (Descriptors.Pipe pipe = Descriptors.pipe()) {
                Program program = Program.named("p")
                        .append(Call.of(
                                        "",
                                        SystemCall.MMAP,
                                        Operand.NULL,
                                        Operand.of(PAGE),
                                        Operand.of(mman_h.PROT_READ()),
                                        Operand.of(mman_h.MAP_SHARED()),
                                        Operand.of(file),
                                        Operand.of(2 * PAGE))
                                .into(cell))
                        .append(Call.of(
                                "",
                                SystemCall.WRITE,
                                Operand.of(pipe.writeEnd()),
                                Operand.contents(cell),
                                Operand.of(1)))
                        .append(Call.of("", SystemCall.MUNMAP, Operand.contents(cell), Operand.of(PAGE)))
                        .append(new Return())
                        .build();
                try (var mapped = new MappedProgram(program)) {
                    assertThat(mapped.run()).isZero();
                }
                assertThat(read(pipe.readEnd())).isEqualTo("*");
            }
        }
    }

    @Test
    void operandsThatAreMissingAreZero() throws IOException {
        try (Fd file = Descriptors.memoryFile("seek", Flags.none(MemfdFlag.class))) {
            Program program = Program.named("p")
                    .append(Call.of("", SystemCall.LSEEK, Operand.of(file), Operand.of(100), Operand.of(0)))
                    .append(Call.of("an operand less", SystemCall.LSEEK, Operand.of(file), Operand.of(7))
                            .into(cell))
                    .append(new Return())
                    .build();
            try (var mapped = new MappedProgram(program)) {
                assertThat(mapped.run()).isZero();
                assertThat(mapped.cell(cell)).isEqualTo(7);
            }
        }
    }

    // Failure rules

    @Test
    void anErrorEndsAProgramWithoutAHandler() {
        Program program = Program.named("p")
                .append(BAD)
                .append(getpid().into(cell))
                .append(new Return())
                .build();
        try (var mapped = new MappedProgram(program)) {
            assertThat(mapped.run()).isEqualTo(-EBADF);
            assertThat(mapped.cell(cell)).isZero();
        }
    }

    @Test
    void anErrorGoesToTheHandlerWhichSeesWhatFailed() throws IOException {
        try (Descriptors.Pipe pipe = Descriptors.pipe()) {
            Program.Builder builder = Program.named("p");
            Program program = builder.append(getpid())
                    .append(BAD)
                    .append(getpid().into(cell))
                    .append(new Return())
                    .append(label)
                    .append(Call.of(
                                    "report",
                                    SystemCall.WRITE,
                                    Operand.of(pipe.writeEnd()),
                                    builder.failureReport(),
                                    builder.failureReportLength())
                            .ignoringErrors())
                    .append(new Return())
                    .onFailure(label)
                    .build();
            try (var mapped = new MappedProgram(program)) {
                assertThat(mapped.run()).isEqualTo(-EBADF);
                assertThat(mapped.cell(cell)).isZero();
            }
            var report = Descriptors.buffer(64);
            assertThat(Descriptors.read(pipe.readEnd(), report)).isEqualTo(16);
            assertThat(report.getLong(0)).isEqualTo(1);
            assertThat(report.getLong(8)).isEqualTo(-EBADF);
        }
    }

    @Test
    void anIgnoredErrorIsKeptAndTheNextStepRuns() {
        Datum next = Datum.cell("next");
        Program program = Program.named("p")
                .append(BAD.into(cell).ignoringErrors())
                .append(getpid().into(next))
                .append(new Return())
                .build();
        try (var mapped = new MappedProgram(program)) {
            assertThat(mapped.run()).isZero();
            assertThat(mapped.cell(cell)).isEqualTo(-EBADF);
            assertThat(mapped.cell(next)).isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void anErrorGoesToItsLabelAndIsKept() {
        Datum skipped = Datum.cell("skipped");
        Program program = Program.named("p")
                .append(BAD.into(cell).onErrorGoTo(label))
                .append(getpid().into(skipped))
                .append(label)
                .append(new Return())
                .build();
        try (var mapped = new MappedProgram(program)) {
            assertThat(mapped.run()).isZero();
            assertThat(mapped.cell(cell)).isEqualTo(-EBADF);
            assertThat(mapped.cell(skipped)).isZero();
        }
    }

    @Test
    void aSuccessDoesNotGoToTheLabelForErrors() {
        Program program = Program.named("p")
                .append(getpid().onErrorGoTo(label))
                .append(getpid().into(cell))
                .append(label)
                .append(new Return())
                .build();
        try (var mapped = new MappedProgram(program)) {
            assertThat(mapped.run()).isZero();
            assertThat(mapped.cell(cell)).isEqualTo(ProcessHandle.current().pid());
        }
    }

    // Branches

    @ParameterizedTest
    @CsvSource({
        "1, EQUAL, 1, true",
        "1, EQUAL, 2, false",
        "1, EQUAL, 4294967297, false",
        "1, NOT_EQUAL, 1, false",
        "1, NOT_EQUAL, 2, true",
        "1, NOT_EQUAL, 4294967297, true",
        "1, LESS, 2, true",
        "2, LESS, 2, false",
        "3, LESS, 2, false",
        "-1, LESS, 0, true",
        "0, LESS, -1, false",
        "-9223372036854775808, LESS, 9223372036854775807, true",
        "1, AT_LEAST, 2, false",
        "2, AT_LEAST, 2, true",
        "-1, AT_LEAST, 0, false",
        "0, AT_LEAST, -1, true",
        "9223372036854775807, AT_LEAST, -9223372036854775808, true",
        "6, ANY_BIT, 4, true",
        "6, ANY_BIT, 12, true",
        "6, ANY_BIT, 9, false",
        "4294967296, ANY_BIT, 4294967296, true",
        "-1, ANY_BIT, 0, false",
        "6, NO_BIT, 9, true",
        "6, NO_BIT, 12, false",
        "-1, NO_BIT, -9223372036854775808, false",
        "0, NO_BIT, -1, true",
    })
    void goesWhereTheConditionHolds(long left, Condition condition, long right, boolean goes) {
        Datum both = Datum.structure("both", 16).set64(0, left).set64(8, right);
        Operand first = new Operand.Contents(both, 0, Width.WIDE);
        Operand second = new Operand.Contents(both, 8, Width.WIDE);

        assertThat(branches(Operand.of(left), condition, Operand.of(right))).isEqualTo(goes);
        assertThat(branches(first, condition, Operand.of(right))).isEqualTo(goes);
        assertThat(branches(Operand.of(left), condition, second)).isEqualTo(goes);
        assertThat(branches(first, condition, second)).isEqualTo(goes);
    }

    @Test
    void aBranchSeesTheSignOfFourBytes() {
        Datum four = Datum.structure("four", 4).set32(0, -5);
        assertThat(branches(Operand.contents32(four, 0), Condition.EQUAL, Operand.of(-5)))
                .isTrue();
        assertThat(branches(Operand.contents32(four, 0), Condition.LESS, Operand.of(0)))
                .isTrue();
    }

    @Test
    void aBranchComparesAddresses() {
        assertThat(branches(Operand.address(cell), Condition.EQUAL, Operand.address(cell)))
                .isTrue();
        assertThat(branches(Operand.address(cell), Condition.LESS, new Operand.Address(cell, 1)))
                .isTrue();
    }

    /** A pipe of ten bytes is read one by one until the read would block. */
    @Test
    void loopsUntilAConditionHolds() throws IOException {
        Label again = Label.named("again");
        Label done = Label.named("done");
        Datum last = Datum.buffer("last", 4);
        try (Descriptors.Pipe pipe = Descriptors.pipe()) {
            Descriptors.write(pipe.writeEnd(), "abcdefghiz".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            Program program = Program.named("p")
                    .append(again)
                    .append(Call.of(
                            "", SystemCall.READ, Operand.of(pipe.readEnd()), Operand.address(last), Operand.of(1)))
                    .append(new Branch("the last", Operand.contents32(last, 0), Condition.EQUAL, Operand.of('z'), done))
                    .append(Branch.always("on", again))
                    .append(done)
                    .append(new Return())
                    .build();
            try (var mapped = new MappedProgram(program).traced(4)) {
                assertThat(mapped.run()).isZero();
                assertThat(mapped.int32(last, 0)).isEqualTo('z');
                assertThat(Descriptors.poll(pipe.readEnd(), Descriptors.pollIn(), 0))
                        .isZero();
            }
        }
    }

    // The trace

    @Test
    void tracesResultsAndTimes() {
        Program program = Program.named("p")
                .append(getpid())
                .append(Branch.always("", label))
                .append(getpid())
                .append(label)
                .append(BAD.ignoringErrors())
                .append(getpid())
                .append(new Return())
                .build();
        long before = Clock.ticks();
        try (var mapped = new MappedProgram(program).traced(program.steps().size())) {
            mapped.run();
            Trace trace = mapped.trace();

            assertThat(trace.steps()).isEqualTo(6);
            assertThat(trace.result(0)).isEqualTo(ProcessHandle.current().pid());
            assertThat(trace.result(3)).isEqualTo(-EBADF);
            assertThat(trace.ran(0)).isTrue();
            assertThat(trace.ran(2)).isFalse();
            assertThat(new long[] {before, trace.ticks(0), trace.ticks(3), trace.ticks(4), Clock.ticks()})
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aTraceShowsTheLastPassOfALoop() throws IOException {
        Label again = Label.named("again");
        try (Descriptors.Pipe pipe = Descriptors.pipe()) {
            Descriptors.write(pipe.writeEnd(), new byte[10]);
            Program program = Program.named("p")
                    .append(again)
                    .append(Call.of(
                                    "four bytes at a time",
                                    SystemCall.READ,
                                    Operand.of(pipe.readEnd()),
                                    Operand.address(Datum.buffer("b", 4)),
                                    Operand.of(4))
                            .into(cell))
                    .append(new Branch("", Operand.contents(cell), Condition.AT_LEAST, Operand.of(4), again))
                    .append(new Return())
                    .build();
            try (var mapped = new MappedProgram(program).traced(3)) {
                assertThat(mapped.run()).isZero();
                assertThat(mapped.trace().result(0)).isEqualTo(2);
            }
        }
    }

    @Test
    void aTracePageHasASlotForEveryStep() {
        assertThat(TracePage.BYTES).isEqualTo(Program.MAX_INSTRUCTIONS * Trace.SLOT_BYTES);
    }

    /** One try may be spoilt by whoever takes the processor between two readings; not all of them. */
    @Test
    void theClockAgreesWithTheSystems() throws InterruptedException {
        double best = 0;
        for (int tries = 0; tries < 20 && (best < 0.8 || best > 1.25); tries++) {
            Clock clock = Clock.start();
            long ticks = Clock.ticks();
            long nanos = System.nanoTime();
            Thread.sleep(20);
            double elapsed = (Clock.ticks() - ticks) * clock.nanosPerTick();
            best = elapsed / (System.nanoTime() - nanos);
        }

        assertThat(best).isBetween(0.8, 1.25);
    }

    @Test
    void aForkSendsTheChildItsWay() {
        Label child = Label.named("child");
        Datum pid = Datum.cell("pid");
        Datum info = Datum.buffer("info", 128);
        Operand zero = Operand.of(0);
        Program program = Program.named("p")
                .append(Call.of("", SystemCall.CLONE, Operand.of(signal_h.SIGCHLD()), zero, zero, zero, zero)
                        .into(pid)
                        .forkingTo(child))
                .append(Call.of(
                        "",
                        SystemCall.WAITID,
                        Operand.of(wait_h.P_PID()),
                        Operand.contents(pid),
                        Operand.address(info),
                        Operand.of(wait_h.WEXITED()),
                        zero))
                .append(new Return())
                .append(child)
                .append(Call.of("", SystemCall.EXIT_GROUP, Operand.of(7)).ignoringErrors())
                .build();
        try (var mapped = new MappedProgram(program).traced(4)) {
            assertThat(mapped.run()).isZero();

            assertThat(mapped.cell(pid)).isPositive().isEqualTo(mapped.trace().result(0));
            assertThat(mapped.int32(info, 24)).isEqualTo(7);
            assertThat(mapped.trace().ran(3)).isFalse(); // in the child's own copy
        }
    }

    @Test
    void aForkThatFailsIsAFailure() {
        Label child = Label.named("child");
        Program program = Program.named("p")
                .append(Call.of("", SystemCall.CLONE3, Operand.NULL, Operand.of(0))
                        .forkingTo(child))
                .append(child)
                .append(new Return())
                .build();
        try (var mapped = new MappedProgram(program)) {
            assertThat(mapped.run()).isEqualTo(-Errno.EINVAL.number());
        }
    }

    // The caller

    /** Were a register lost that belongs to the caller, the JVM would not live through this, compiled or interpreted. */
    @Test
    void theCallersRegistersSurvive() {
        Program program = Program.named("p")
                .append(getpid().into(cell))
                .append(BAD.ignoringErrors())
                .append(new Branch("", Operand.contents(cell), Condition.NOT_EQUAL, Operand.of(0), label))
                .append(getpid())
                .append(label)
                .append(new Return())
                .build();
        long pid = ProcessHandle.current().pid();
        try (var mapped = new MappedProgram(program).traced(program.steps().size())) {
            long a = 1;
            long b = 2;
            long c = 3;
            long d = 4;
            double x = 0.5;
            for (int i = 0; i < 100_000; i++) {
                a += mapped.run();
                b += a ^ i;
                c += mapped.cell(cell) - pid;
                d += b & 1;
                x += 0.25;
            }
            assertThat(a).isEqualTo(1);
            assertThat(b).isEqualTo(2 + sumOfOneXor(100_000));
            assertThat(c).isEqualTo(3);
            assertThat(d).isBetween(4L, 100_004L);
            assertThat(x).isEqualTo(25_000.5);
        }
    }

    @Test
    void threadsRunTheSameCodeSideBySide() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            var threads = new Thread[4];
            var wrong = new java.util.concurrent.atomic.AtomicInteger();
            for (int t = 0; t < threads.length; t++) {
                long value = 1000L + t;
                threads[t] = Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        if (seek(Operand.of(value), Datum.cell("unused")) != value) {
                            wrong.incrementAndGet();
                        }
                    }
                });
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).hasValue(0);
        });
    }

    private static long sumOfOneXor(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 1 ^ i;
        }
        return sum;
    }

    /** What lseek(2) makes of the offset {@code operand}. */
    private static long seek(Operand operand, Datum unused) {
        Datum result = Datum.cell("result");
        try (Fd file = Descriptors.memoryFile("seek", Flags.none(MemfdFlag.class))) {
            Program program = Program.named("seek")
                    .append(Call.of("", SystemCall.GETPID, Operand.address(unused)))
                    .append(Call.of("", SystemCall.LSEEK, Operand.of(file), operand, Operand.of(0))
                            .into(result)
                            .ignoringErrors())
                    .append(new Return())
                    .build();
            try (var mapped = new MappedProgram(program)) {
                assertThat(mapped.run()).isZero();
                return mapped.cell(result);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean branches(Operand left, Condition condition, Operand right) {
        Datum fellThrough = Datum.cell("fell through");
        Label there = Label.named("there");
        Program program = Program.named("p")
                .append(new Branch("", left, condition, right, there))
                .append(getpid().into(fellThrough))
                .append(there)
                .append(Call.of("", SystemCall.GETPID, Operand.address(fellThrough)))
                .append(new Return())
                .build();
        try (var mapped = new MappedProgram(program)) {
            assertThat(mapped.run()).isZero();
            return mapped.cell(fellThrough) == 0;
        }
    }

    private static Program ending(Call call) {
        return Program.named("p").append(call).append(new Return()).build();
    }

    private static Call getpid() {
        return Call.of("who am I", SystemCall.GETPID);
    }

    private static Call mmapOfAPage() {
        return Call.of(
                "",
                SystemCall.MMAP,
                Operand.NULL,
                Operand.of(PAGE),
                Operand.of(mman_h.PROT_READ()),
                Operand.of(mman_h.MAP_PRIVATE() | mman_h.MAP_ANONYMOUS()),
                Operand.of(-1),
                Operand.of(0));
    }

    private static void unmap(long address) {
        try (var mapped =
                new MappedProgram(ending(Call.of("", SystemCall.MUNMAP, Operand.of(address), Operand.of(PAGE))))) {
            assertThat(mapped.run()).isZero();
        }
    }

    private static String read(Fd fd) throws IOException {
        var buffer = Descriptors.buffer(64);
        int length = Descriptors.read(fd, buffer);
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
}
