package dev.jocker.runtime.program;

import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Failure;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.SystemCall;

/** Steps as a reader sees them, in the notation of {@code strace(1)}. */
public final class ProgramText {
    private static final int MAX_ERRNO = 4095;

    private ProgramText() {}

    /** One step without its reason: {@code mount("proc", "/proc", "proc", MS_NOSUID, NULL)}. */
    public static String of(Instruction instruction) {
        return switch (instruction) {
            case Call call -> call(call);
            case Branch branch -> branch(branch);
            case Return ignored -> "return";
            case Label label -> label + ":";
        };
    }

    /** Why the step is there; empty for labels and returns. */
    public static String reasonOf(Instruction instruction) {
        return switch (instruction) {
            case Call call -> call.reason();
            case Branch branch -> branch.reason();
            case Return ignored -> "";
            case Label ignored -> "";
        };
    }

    /** What else may happen: {@code , on error go to retry}; empty where an error fails the program. */
    public static String failureOf(Instruction instruction) {
        if (!(instruction instanceof Call call) || call.call() == SystemCall.EXIT_GROUP) {
            return "";
        }
        return switch (call.failure()) {
            case Failure.Fail() -> "";
            case Failure.Ignore() -> "an error is ignored";
            case Failure.Fork(Label child) -> "the child goes to ".concat(child.toString());
            case Failure.GoTo(Label label) -> "on an error go to ".concat(label.toString());
        };
    }

    /** What a step returned: {@code 3}, {@code -1 ENOENT (No such file or directory)}, {@code 0x7f…} for an address. */
    public static String resultOf(Instruction instruction, long result) {
        if (result < 0 && result >= -MAX_ERRNO) {
            return "-1 ".concat(Errno.describe((int) -result));
        }
        boolean address = instruction instanceof Call call && call.call() == SystemCall.MMAP;
        return address ? "0x".concat(Long.toHexString(result)) : Long.toString(result);
    }

    private static String call(Call call) {
        var text = new StringBuilder(call.call().toString()).append('(');
        String separator = "";
        for (Operand operand : call.operands()) {
            text.append(separator).append(operand);
            separator = ", ";
        }
        return text.append(')').toString();
    }

    private static String branch(Branch branch) {
        boolean always = branch.operand() instanceof Operand.Constant && branch.constant() instanceof Operand.Constant;
        return always
                ? "go to " + branch.target()
                : "if " + branch.operand() + " " + branch.condition() + " " + branch.constant() + " go to "
                        + branch.target();
    }
}
