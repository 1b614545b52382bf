package dev.jocker.runtime.container;

import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.ProgramText;
import dev.jocker.runtime.syscall.Errno;
import java.io.IOException;

/** A step of a container's start that the kernel refused: which one, why it is there, the error, and what may help. */
public final class StepFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final int step;
    private final int errno;

    StepFailure(int step, Instruction instruction, int errno) {
        super(describe(instruction, errno));
        this.step = step;
        this.errno = errno;
    }

    /** The step's place among {@link dev.jocker.runtime.program.Program#steps()}. */
    public int step() {
        return step;
    }

    /** The error's number, from 1 to 4095. */
    public int errno() {
        return errno;
    }

    private static String describe(Instruction instruction, int errno) {
        String text = ProgramText.of(instruction) + ": " + Errno.describe(errno) + ", while the container was to: "
                + ProgramText.reasonOf(instruction);
        String remedy = Remedies.of(instruction, Errno.of(errno));
        return remedy == null ? text : text + ". " + remedy;
    }
}
