package dev.jocker.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.ProgramText;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a step that failed. */
class StepFailureTest {
    @Test
    void tellsTheCallTheErrorAndTheReason() {
        Call call = Call.of("stand in the new root", SystemCall.CHDIR, Operand.string("/"));

        var failure = new StepFailure(7, call, Errno.EACCES.number());
        assertThat(failure.step()).isEqualTo(7);
        assertThat(failure.errno()).isEqualTo(Errno.EACCES.number());
        assertThat(failure)
                .hasMessage("chdir(\"/\"): " + Errno.describe(Errno.EACCES.number())
                        + ", while the container was to: stand in the new root");
    }

    @Test
    void cutsWhatWouldFillTheScreen() {
        List<String> few = List.of("sh", "-c");
        List<String> many = Collections.nCopies(1000, "VARIABLE=value");
        Call execve = Call.of(
                "become the command",
                SystemCall.EXECVE,
                Operand.string("/" + "a".repeat(1000)),
                Operand.strings(few),
                Operand.strings(many));

        assertThat(new StepFailure(0, execve, Errno.E2BIG.number()).getMessage())
                .startsWith("execve(\"/" + "a".repeat(118) + "…\", [\"sh\", \"-c\"], [… 1000 strings]): E2BIG");
        assertThat(ProgramText.of(execve)).hasSizeGreaterThan(10_000);
    }

    @Test
    void cutsNoCharacterInTwo() {
        Call chdir = Call.of("", SystemCall.CHDIR, Operand.string("x".repeat(118) + "\ud83d\ude00".repeat(9)));

        assertThat(StepFailure.brief(chdir)).isEqualTo("chdir(\"" + "x".repeat(118) + "…\")");
    }
}
