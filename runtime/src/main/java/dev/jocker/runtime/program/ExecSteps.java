package dev.jocker.runtime.program;

import static dev.jocker.runtime.program.Operand.NULL;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE_RANGE;
import static dev.jocker.runtime.syscall.SystemCall.EXECVE;
import static dev.jocker.runtime.syscall.SystemCall.RT_SIGPROCMASK;

import dev.jocker.bindings.close_range_h;
import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.syscall.Errno;
import java.util.ArrayList;
import java.util.List;

/** The last steps of a process that becomes a command, whatever it did before. */
public final class ExecSteps {
    private static final int SIGSET_BYTES = 8;

    /** What {@code execvp(3)} takes for "not in this directory". */
    private static final Errno[] ELSEWHERE = {
        Errno.ENOENT, Errno.ENOTDIR, Errno.EACCES, Errno.ESTALE, Errno.ENODEV, Errno.ETIMEDOUT
    };

    private ExecSteps() {}

    /** What would come through the exec otherwise: blocked signals, and descriptors. */
    public static List<Instruction> cleanSlate() {
        return List.of(
                Call.of(
                        "the command begins with no signal blocked",
                        RT_SIGPROCMASK,
                        Operand.named(signal_h.SIG_SETMASK(), "SIG_SETMASK"),
                        Operand.address(Datum.structure("[]", SIGSET_BYTES)),
                        NULL,
                        Operand.of(SIGSET_BYTES)),
                Call.of(
                        "nothing of ours stays open in the command",
                        CLOSE_RANGE,
                        Operand.of(3),
                        Operand.named(0xffffffffL, "~0U"),
                        Operand.named(close_range_h.CLOSE_RANGE_CLOEXEC(), "CLOSE_RANGE_CLOEXEC")));
    }

    /**
     * As {@code execvp(3)}: one place after the other, as long as one has it not, or not for this user.
     *
     * @param candidates where the command may be, at least one: in the directories of PATH
     */
    public static List<Instruction> execute(List<String> candidates, Operand arguments, Operand environment) {
        List<Instruction> steps = new ArrayList<>();
        Datum result = Datum.cell("result");
        for (int i = 0; i < candidates.size(); i++) {
            String candidate = candidates.get(i);
            Call execve = Call.of("become the command", EXECVE, Operand.string(candidate), arguments, environment);
            if (i < candidates.size() - 1) {
                Label next = Label.named("not " + candidate);
                steps.add(execve.into(result).ignoringErrors());
                for (Errno elsewhere : ELSEWHERE) {
                    steps.add(goesOn(result, elsewhere, next));
                }
                // Once more, for an error of this one to be told and not that of the last directory.
                steps.add(execve);
                steps.add(next);
            } else {
                steps.add(execve);
            }
        }
        return steps;
    }

    private static Branch goesOn(Datum result, Errno errno, Label next) {
        Operand number = Operand.named(-errno.number(), "-" + errno);
        return new Branch("look in the next directory", Operand.contents(result), Condition.EQUAL, number, next);
    }
}
