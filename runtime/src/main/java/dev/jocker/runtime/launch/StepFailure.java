package dev.jocker.runtime.launch;

import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.ProgramText;
import dev.jocker.runtime.syscall.Errno;
import java.io.IOException;

/** A step of a container's start that the kernel refused: which one, why it is there, the error, and what may help. */
public final class StepFailure extends IOException {
    private static final long serialVersionUID = 1;

    /** Of an operand in a message, in characters. */
    private static final int LONGEST = 120;

    private final int step;
    private final int errno;

    public StepFailure(int step, Instruction instruction, int errno) {
        this("the container", step, instruction, errno, Remedies.of(instruction, Errno.of(errno)));
    }

    /**
     * One of a program that is not a container's.
     *
     * @param whose who was at it
     * @param remedy a sentence, or null
     */
    public StepFailure(String whose, int step, Instruction instruction, int errno, String remedy) {
        super(describe(whose, instruction, errno, remedy));
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

    private static String describe(String whose, Instruction instruction, int errno, String remedy) {
        String text = brief(instruction) + ": " + Errno.describe(errno) + ", while " + whose + " was to: "
                + ProgramText.reasonOf(instruction);
        return remedy == null ? text : text + ". " + remedy;
    }

    /** The step for a message: {@link ProgramText#of}, but without what would fill the screen, an environment say. */
    public static String brief(Instruction instruction) {
        if (!(instruction instanceof Call call)) {
            return ProgramText.of(instruction);
        }
        var text = new StringBuilder(call.call().toString()).append('(');
        String separator = "";
        for (Operand operand : call.operands()) {
            text.append(separator).append(brief(operand));
            separator = ", ";
        }
        return text.append(')').toString();
    }

    private static String brief(Operand operand) {
        String text = operand.toString();
        if (text.length() <= LONGEST) {
            return text;
        }
        if (text.startsWith("[") && operand instanceof Operand.Address strings) {
            return "[… " + strings.datum().pointers().size() + " strings]";
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + (text.startsWith("\"") ? "…\"" : "…");
    }
}
