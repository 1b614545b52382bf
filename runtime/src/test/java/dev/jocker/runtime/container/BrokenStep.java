package dev.jocker.runtime.container;

import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.launch.StepFailure;
import dev.jocker.runtime.program.Fault;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.syscall.Errno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Puts one fault, or a pause, into one of a start's programs, and keeps the program as it was. */
public final class BrokenStep implements Faults {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Where where;
    private final UnaryOperator<Program> change;
    private Program whole;

    /** Which of the programs. */
    public enum Where {
        CHILD,
        MONITOR,
        HEALTH,
        ENTER
    }

    private BrokenStep(Where where, UnaryOperator<Program> change) {
        this.where = where;
        this.change = change;
    }

    /** Puts {@code fault} into that program; null: only looks at it. */
    public BrokenStep(Where where, Fault fault) {
        this(where, program -> fault == null ? program : program.withFault(fault));
    }

    /** Lets it wait before a step, long enough for others to see it ({@link Pauses}). */
    static BrokenStep slow(Where where, int step) {
        return new BrokenStep(where, program -> program.withPause(step, PAUSE));
    }

    /** One step and one error of it. */
    public record Case(int step, Call call, Errno errno) {
        @Override
        public String toString() {
            return step + ": " + StepFailure.brief(call) + ": " + errno;
        }

        /** Whether an error at it is the program's. */
        boolean isFatal() {
            return call.failure() instanceof Instruction.Failure.Fail
                    || call.failure() instanceof Instruction.Failure.Fork;
        }
    }

    /** For each step of the program that can fail, {@code each} of its errors, or as many as there are. */
    public static List<Case> cases(Program program, int each) {
        List<Case> cases = new ArrayList<>();
        List<Instruction> steps = program.steps();
        for (int step = 0; step < steps.size(); step++) {
            if (steps.get(step) instanceof Call call) {
                List<Errno> errors = ManPageErrors.of(call.call());
                for (int i = 0; i < Math.min(each, errors.size()); i++) {
                    cases.add(new Case(step, call, errors.get((step + i) % errors.size())));
                }
            }
        }
        return cases;
    }

    /** The first call that is made for that reason. */
    static int indexOf(Program program, String reason) {
        List<Instruction> steps = program.steps();
        for (int step = 0; step < steps.size(); step++) {
            if (steps.get(step) instanceof Call call && call.reason().equals(reason)) {
                return step;
            }
        }
        throw new AssertionError("there is no step: " + reason);
    }

    /** The program without the fault; null: none was carried out. */
    public Program whole() {
        return whole;
    }

    private Program in(Where here, Program program) {
        if (here != where) {
            return program;
        }
        whole = program;
        return change.apply(program);
    }

    @Override
    public Program inChild(Program program) {
        return in(Where.CHILD, program);
    }

    @Override
    public Program inMonitor(Program program) {
        return in(Where.MONITOR, program);
    }

    @Override
    public Program inHealth(Program program) {
        return in(Where.HEALTH, program);
    }

    @Override
    public Program inEnter(Program program) {
        return in(Where.ENTER, program);
    }
}
