package dev.jocker.runtime.program;

import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Failure;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** Refuses programs that the interpreter could not run: it trusts its input, and a child cannot report what crashed it. */
final class ProgramCheck {
    private final Program program;
    private final Set<Label> labels;

    ProgramCheck(Program program) {
        this.program = program;
        this.labels = Program.labelsOf(program.instructions());
    }

    void check() {
        List<Instruction> steps = program.steps();
        require(!steps.isEmpty(), "has no steps");
        if (steps.size() > Program.MAX_INSTRUCTIONS) {
            throw new Program.TooLong(
                    "the program " + program.name() + " has more than " + Program.MAX_INSTRUCTIONS + " steps");
        }
        require(endsControl(lastOf(program.instructions())), "runs off its end");
        for (Instruction step : steps) {
            switch (step) {
                case Call call -> checkCall(call);
                case Branch branch -> {
                    checkLabel(branch.target());
                    checkOperand(branch.operand());
                    checkOperand(branch.constant());
                }
                case Return ignored -> {}
                case Label ignored -> throw new AssertionError("labels are not steps");
            }
        }
        if (program.handler() != null) {
            checkLabel(program.handler());
            checkHandler();
        }
    }

    private void checkCall(Call call) {
        for (Operand operand : call.operands()) {
            checkOperand(operand);
        }
        if (targetOf(call) != null) {
            checkLabel(targetOf(call));
        }
    }

    private void checkLabel(Label label) {
        require(labels.contains(label), "goes to the label " + label + ", which does not stand in it");
    }

    private void checkOperand(Operand operand) {
        if (operand instanceof Operand.Contents(Datum datum, int offset, Width width)) {
            require(offset >= 0 && offset + width.bytes() <= datum.size(), "loads from outside of " + datum);
        } else if (operand instanceof Operand.Address(Datum datum, int offset)) {
            require(offset >= 0 && offset <= datum.size(), "takes an address outside of " + datum);
        }
    }

    /** A handler whose own step fails would be entered again, for ever. Followed wherever it goes. */
    private void checkHandler() {
        List<Instruction> all = program.instructions();
        var seen = new BitSet(all.size());
        var pending = new ArrayDeque<Label>();
        pending.add(program.handler());
        while (!pending.isEmpty()) {
            int place = all.indexOf(pending.remove());
            while (!seen.get(place)) {
                seen.set(place);
                Instruction each = all.get(place);
                if (each instanceof Call call && !endsControl(call)) {
                    require(
                            call.failure() instanceof Failure.Ignore || call.failure() instanceof Failure.GoTo,
                            "has a failure handler in which " + call.call() + " can fail");
                }
                Label target = targetOf(each);
                if (target != null) {
                    pending.add(target);
                }
                if (endsControl(each)) {
                    break;
                }
                place++;
            }
        }
    }

    /** Where else an instruction may go, or null: only on. */
    static Label targetOf(Instruction instruction) {
        return switch (instruction) {
            case Call call ->
                switch (call.failure()) {
                    case Failure.GoTo(Label label) -> label;
                    case Failure.Fork(Label child) -> child;
                    case Failure.Fail ignored -> null;
                    case Failure.Ignore ignored -> null;
                };
            case Branch branch -> branch.target();
            case Return ignored -> null;
            case Label ignored -> null;
        };
    }

    private static Instruction lastOf(List<Instruction> instructions) {
        return instructions.isEmpty() ? null : instructions.getLast();
    }

    private static boolean endsControl(Instruction instruction) {
        return switch (instruction) {
            case null -> false;
            case Return ignored -> true;
            case Call call -> call.call() == SystemCall.EXIT_GROUP || call.call() == SystemCall.EXIT;
            case Branch branch -> isUnconditional(branch);
            case Label ignored -> false;
        };
    }

    private static boolean isUnconditional(Branch branch) {
        return branch.condition() == Condition.EQUAL
                && branch.operand() instanceof Operand.Constant(var left)
                && branch.constant() instanceof Operand.Constant(var right)
                && left.word() == right.word();
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("the program " + program.name() + " " + otherwise);
        }
    }
}
