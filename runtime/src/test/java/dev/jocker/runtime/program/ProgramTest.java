package dev.jocker.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgramTest {
    private static final Call GETPID = Call.of("who am I", SystemCall.GETPID);

    @Test
    void countsStepsWithoutLabels() {
        Program program = Program.named("p")
                .append(Label.named("a"))
                .append(GETPID)
                .append(Label.named("b"))
                .append(new Return())
                .build();

        assertThat(program.instructions()).hasSize(4);
        assertThat(program.steps()).containsExactly(GETPID, new Return());
    }

    @Test
    void showsACallAsStraceDoes() {
        Call call = Call.of(
                "why",
                SystemCall.OPENAT,
                Operand.of(Argument.named(-100, "AT_FDCWD")),
                Operand.string("/a \"b\"\n"),
                Operand.of(0),
                Operand.mode(0600));

        assertThat(ProgramText.of(call)).isEqualTo("openat(AT_FDCWD, \"/a \\\"b\\\"\\n\", 0, 0600)");
        assertThat(ProgramText.reasonOf(call)).isEqualTo("why");
        assertThat(ProgramText.failureOf(call)).isEmpty();
        assertThat(ProgramText.failureOf(call.ignoringErrors())).isEqualTo("an error is ignored");
        assertThat(ProgramText.failureOf(call.onErrorGoTo(Label.named("there"))))
                .isEqualTo("on an error go to there");
    }

    @Test
    void showsWhatABranchAsks() {
        Label there = Label.named("there");
        Datum cell = Datum.cell("pid");

        assertThat(ProgramText.of(new Branch("", Operand.contents(cell), Condition.NOT_EQUAL, Operand.of(0), there)))
                .isEqualTo("if <pid> != 0 go to there");
        assertThat(ProgramText.of(Branch.always("", there))).isEqualTo("go to there");
    }

    @Test
    void showsArgumentVectorsAndWhatCannotBePrinted() {
        assertThat(ProgramText.of(Call.of(
                        "", SystemCall.EXECVE, Operand.string("a\u0001\\"), Operand.strings(List.of("x", "y\tz")))))
                .isEqualTo("execve(\"a\\x01\\\\\", [\"x\", \"y\\tz\"])");
    }

    @Test
    void aStringWithAZeroByteIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Datum.string("a\0b"))
                .withMessage("has a zero byte: a?b");
    }

    @Test
    void sevenOperandsAreRefused() {
        Operand zero = Operand.of(0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Call.of("", SystemCall.MMAP, zero, zero, zero, zero, zero, zero, zero))
                .withMessage("mmap with 7 operands; six is the most");
    }

    @Test
    void aResultOutsideOfItsDatumIsRefused() {
        Datum four = Datum.structure("four", 4);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GETPID.into(four))
                .withMessage("the result of getpid does not fit into four");
        assertThatIllegalArgumentException().isThrownBy(() -> GETPID.into(four, -1, Width.NARROW));
        assertThatIllegalArgumentException().isThrownBy(() -> GETPID.into(four, 1, Width.NARROW));
        assertThat(GETPID.into(four, 0, Width.NARROW).result().datum()).isSameAs(four);
    }

    @Test
    void anAddressOutsideOfItsDatumIsRefused() {
        Datum twelve = Datum.structure("twelve", 12);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> twelve.address(5, twelve))
                .withMessage("no room for an address at 5 of twelve");
        assertThatIllegalArgumentException().isThrownBy(() -> twelve.address(-1, twelve));
        assertThat(twelve.address(4, twelve).pointers()).hasSize(1);
    }

    @Test
    void aFaultTakesThePlaceOfOneCall() {
        Datum cell = Datum.cell("cell");
        Label failed = Label.named("failed");
        Program program = Program.named("p")
                .append(Label.named("start"))
                .append(GETPID)
                .append(GETPID.into(cell).ignoringErrors())
                .append(Branch.always("", failed))
                .append(failed)
                .append(new Return())
                .onFailure(failed)
                .build();
        Program broken = program.withFault(Fault.error(1, Errno.EBADF));

        assertThat(broken.steps().get(0)).isEqualTo(GETPID);
        assertThat(ProgramText.of(broken.steps().get(1))).isEqualTo("close(-1)");
        assertThat(ProgramText.failureOf(broken.steps().get(1))).isEqualTo("an error is ignored");
        assertThat(broken.handler()).isSameAs(failed);
        assertThat(broken.instructions()).hasSameSizeAs(program.instructions());
        try (var mapped = new MappedProgram(broken)) {
            assertThat(mapped.run()).isZero();
            assertThat(mapped.cell(cell)).isEqualTo(-Errno.EBADF.number());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program.withFault(Fault.end(2)))
                .withMessage("step 2 of the program p is no call");
    }
}
