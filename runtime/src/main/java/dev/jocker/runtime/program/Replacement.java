package dev.jocker.runtime.program;

import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.syscall.SyscallException;

/**
 * Has this process become another program, {@code execve(2)}: the calling thread runs steps, the last of which executes. The kernel
 * ends all other threads then, and no Java runs any more; what the command is started with is what jocker was, its number too.
 *
 * <p>What steps before the last change, as {@code unshare(2)} and {@code setns(2)} do, they change for this thread only. So after a
 * failure it is of no use for anything but to tell.
 */
public final class Replacement {
    private Replacement() {}

    /** Runs the steps; returns only if one failed, which it tells. */
    public static SyscallException run(Program program) {
        try (var mapped = new MappedProgram(program)) {
            long error = mapped.run();
            Instruction step = program.steps().get(mapped.failedStep());
            if (!(step instanceof Call call)) {
                throw new IllegalStateException("the program " + program.name() + " has ended");
            }
            return new SyscallException(call.call(), call.operands(), (int) -error);
        }
    }
}
