package dev.jocker.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.syscall.SystemCall;
import org.junit.jupiter.api.Test;

/** What the interpreter could not run is refused before it runs, and the message says what and where. */
final class ProgramCheckTest {
    private static final Call GETPID = Call.of("who am I", SystemCall.GETPID);
    private static final Call EXIT = Call.of("end", SystemCall.EXIT_GROUP, Operand.of(1));

    private final Label label = Label.named("there");

    @Test
    void anEmptyProgramIsRefused() {
        refused(Program.named("bad"), "the program bad has no steps");
        refused(Program.named("bad").append(label), "the program bad has no steps");
    }

    @Test
    void aProgramThatRunsOffItsEndIsRefused() {
        refused(Program.named("bad").append(GETPID), "the program bad runs off its end");
        refused(Program.named("bad").append(new Return()).append(label), "the program bad runs off its end");
        var sometimes = new Branch("", Operand.contents(Datum.cell("c")), Condition.EQUAL, Operand.of(0), label);
        refused(Program.named("bad").append(label).append(sometimes), "the program bad runs off its end");
        var never = new Branch("", Operand.of(0), Condition.NOT_EQUAL, Operand.of(0), label);
        refused(Program.named("bad").append(label).append(never), "the program bad runs off its end");
    }

    @Test
    void aProgramMayEndWithAReturnAnExitOrALoop() {
        accepted(Program.named("good").append(new Return()));
        accepted(Program.named("good").append(EXIT));
        accepted(Program.named("good").append(label).append(GETPID).append(Branch.always("", label)));
    }

    @Test
    void aLabelThatIsMissingIsRefused() {
        String message = "the program bad goes to the label there, which does not stand in it";
        refused(Program.named("bad").append(Branch.always("", label)), message);
        refused(Program.named("bad").append(GETPID.onErrorGoTo(label)).append(new Return()), message);
        refused(Program.named("bad").append(new Return()).onFailure(label), message);
    }

    @Test
    void anotherLabelOfTheSameNameIsStillMissing() {
        refused(
                Program.named("bad").append(Label.named("there")).append(Branch.always("", label)),
                "the program bad goes to the label there, which does not stand in it");
    }

    @Test
    void aLabelThatStandsTwiceIsRefused() {
        refused(
                Program.named("bad").append(label).append(GETPID).append(label).append(new Return()),
                "the label there stands twice");
    }

    @Test
    void loadsFromOutsideOfADatumAreRefused() {
        Datum four = Datum.structure("four", 4);
        String message = "the program bad loads from outside of four";
        refused(calling(Operand.contents(four)), message);
        refused(calling(new Operand.Contents(four, -1, Width.NARROW)), message);
        refused(calling(new Operand.Contents(four, 1, Width.NARROW)), message);
        refused(
                Program.named("bad")
                        .append(label)
                        .append(new Branch("", Operand.of(0), Condition.EQUAL, Operand.contents(four), label))
                        .append(new Return()),
                message);
        accepted(calling(Operand.contents32(four, 0)));
    }

    @Test
    void addressesOutsideOfADatumAreRefused() {
        Datum four = Datum.structure("four", 4);
        refused(calling(new Operand.Address(four, 5)), "the program bad takes an address outside of four");
        refused(calling(new Operand.Address(four, -1)), "the program bad takes an address outside of four");
        accepted(calling(new Operand.Address(four, 4)));
    }

    @Test
    void tooManyStepsAreRefused() {
        Program.Builder most = Program.named("bad");
        for (int i = 1; i < Program.MAX_INSTRUCTIONS; i++) {
            most.append(GETPID);
        }
        accepted(most.append(new Return()));
        refused(most.append(new Return()), "the program bad has more than " + Program.MAX_INSTRUCTIONS + " steps");
    }

    @Test
    void aFailureHandlerThatCanFailIsRefused() {
        refused(
                Program.named("bad")
                        .append(new Return())
                        .append(label)
                        .append(GETPID)
                        .append(EXIT)
                        .onFailure(label),
                "the program bad has a failure handler in which getpid can fail");
        accepted(Program.named("good")
                .append(new Return())
                .append(label)
                .append(GETPID.ignoringErrors())
                .append(EXIT)
                .onFailure(label));
    }

    @Test
    void aFailureHandlerThatGoesToWhatCanFailIsRefused() {
        Label elsewhere = Label.named("elsewhere");
        String message = "the program bad has a failure handler in which getpid can fail";
        refused(
                Program.named("bad")
                        .append(elsewhere)
                        .append(GETPID)
                        .append(new Return())
                        .append(label)
                        .append(Branch.always("", elsewhere))
                        .onFailure(label),
                message);
        refused(
                Program.named("bad")
                        .append(elsewhere)
                        .append(GETPID)
                        .append(new Return())
                        .append(label)
                        .append(GETPID.onErrorGoTo(elsewhere))
                        .append(EXIT)
                        .onFailure(label),
                message);
    }

    @Test
    void whatStandsAfterTheEndOfAFailureHandlerMayFail() {
        accepted(Program.named("good")
                .append(Branch.always("", label))
                .append(label)
                .append(new Return())
                .append(GETPID)
                .append(new Return())
                .onFailure(label));
    }

    private Program.Builder calling(Operand operand) {
        return Program.named("bad")
                .append(Call.of("", SystemCall.GETPID, operand))
                .append(new Return());
    }

    private static void refused(Program.Builder program, String message) {
        assertThatIllegalArgumentException().isThrownBy(program::build).withMessage(message);
    }

    private static void accepted(Program.Builder program) {
        assertThat(program.build().steps()).isNotEmpty();
    }
}
