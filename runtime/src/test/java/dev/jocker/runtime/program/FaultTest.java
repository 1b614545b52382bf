package dev.jocker.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.SystemCall;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {
    private static final Call GETPID = Call.of("who it is", SystemCall.GETPID);

    static Stream<Errno> errors() {
        return Fault.errors().stream();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void aStepFailsWithTheErrorThatIsWanted(Errno errno) {
        Datum cell = Datum.cell("cell");
        Program program = Program.named("p")
                .append(GETPID.into(cell).ignoringErrors())
                .append(new Return())
                .build();

        try (var mapped = new MappedProgram(program.withFault(Fault.error(0, errno)))) {
            assertThat(mapped.run()).isZero();
            assertThat(Errno.of((int) -mapped.cell(cell))).isEqualTo(errno);
        }
    }

    @Test
    void whatNoCallSurelyFailsWithIsRefused() {
        assertThat(Fault.errors()).hasSizeGreaterThan(12).doesNotContain(Errno.EINTR, Errno.ENOSPC);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.error(0, Errno.ENOSPC))
                .withMessage("no call is known that surely fails with ENOSPC");
    }

    @Test
    void aProcessEndsOrWaitsWhereItIsWanted() {
        Program program = Program.named("p").append(GETPID).append(new Return()).build();

        assertThat(Set.of(
                        ProgramText.of(program.withFault(Fault.end(0)).steps().getFirst()),
                        ProgramText.of(program.withFault(Fault.pause(0)).steps().getFirst())))
                .containsExactlyInAnyOrder("exit_group(137)", "ppoll(NULL, 0, NULL, NULL, 0)");
    }

    @Test
    void aPauseIsMadeOnceAndChangesNothingElse() {
        Datum cell = Datum.cell("cell");
        Label again = Label.named("again");
        Program program = Program.named("p")
                .append(again)
                .append(GETPID.into(cell))
                .append(new Branch("", Operand.contents(cell), Condition.LESS, Operand.of(1), again))
                .append(new Return())
                .build();
        Program slow = program.withPause(0, Duration.ofMillis(1));

        assertThat(slow.steps()).hasSize(4).endsWith(program.steps().toArray(Instruction[]::new));
        assertThat(ProgramText.of(slow.steps().getFirst())).isEqualTo("ppoll(NULL, 0, {PT0.001S}, NULL, 0)");
        assertThat(slow.instructions().getFirst()).isEqualTo(again);
        try (var mapped = new MappedProgram(slow)) {
            assertThat(mapped.run()).isZero();
            assertThat(mapped.cell(cell)).isEqualTo(ProcessHandle.current().pid());
        }
    }
}
