package dev.jocker.runtime.container;

import dev.jocker.runtime.image.ExecFailure;
import dev.jocker.runtime.image.Executables;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.IOException;

/** What is thrown for a start that has failed, by whomever: it says what the user can do. */
final class StartFailure {
    private StartFailure() {}

    /** The step {@code step} of the child's program has failed. */
    static IOException ofChild(Plan plan, RootView view, Program program, int step, int errno) throws IOException {
        Instruction instruction = program.steps().get(step);
        var failure = new StepFailure(step, instruction, errno);
        if (instruction instanceof Instruction.Call call && call.call() == SystemCall.EXECVE) {
            throw cannotExecute(plan, view, failure);
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

    /** The kernel's word for it, ENOENT most of the time, has a dozen causes: look which one it is. */
    private static ContainerException cannotExecute(Plan plan, RootView view, StepFailure failure) throws IOException {
        String command = plan.spec().process().args().getFirst();
        String path = Candidates.path(plan.spec().process().env());
        String place = Executables.locate(view, command, path).orElse(null);
        if (place == null) {
            return new ContainerException.CannotExecute(command + ": command not found in " + path, 127, failure);
        }
        if (!place.startsWith("/")) {
            place = plan.spec().process().cwd() + "/" + place;
        }
        ExecFailure why = Executables.diagnose(view, place).orElse(null);
        return why == null
                ? new ContainerException.CannotExecute(failure.getMessage(), 126, failure)
                : new ContainerException.CannotExecute(why.text(), why.exitStatus(), failure);
    }
}
