package dev.jocker.runtime.launch;

import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.IOException;

/** What is thrown for a start that has failed, whoever has carried it out: it says what the user can do. */
final class FailedStart {
    private FailedStart() {}

    /** The step {@code step} of the child's program has failed. */
    static IOException ofChild(Plan plan, RootView view, Program program, int step, int errno) throws IOException {
        Instruction instruction = program.steps().get(step);
        var failure = new StepFailure(step, instruction, errno);
        if (instruction instanceof Instruction.Call call && call.call() == SystemCall.EXECVE) {
            throw ExecutionFailure.of(view, plan.spec().process(), failure);
        }
        return failure;
    }

    /** The launch itself has failed. */
    static IOException ofLaunch(SyscallException e) {
        String remedy = Remedies.of(e);
        if (remedy == null) {
            return e;
        }
        throw new ContainerException.NotSupported(e.getMessage() + ". " + remedy, e);
    }
}
