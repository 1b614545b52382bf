package dev.jocker.cli;

import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.ProgramText;
import java.io.PrintStream;

/** A program for people: each call as strace would show it, below it why it is made. */
final class ProgramListing {
    private ProgramListing() {}

    static void print(Program program, PrintStream out) {
        out.println("── " + program.name() + ": " + program.steps().size() + " steps");
        int step = 0;
        for (Instruction instruction : program.instructions()) {
            if (instruction instanceof Label) {
                out.println("     " + ProgramText.of(instruction));
                continue;
            }
            out.println(number(step++) + "  " + ProgramText.of(instruction));
            String reason = ProgramText.reasonOf(instruction);
            String failure = ProgramText.failureOf(instruction);
            if (!reason.isEmpty() || !failure.isEmpty()) {
                String separator = reason.isEmpty() || failure.isEmpty() ? "" : "; ";
                out.println("         # " + reason + separator + failure);
            }
        }
    }

    /** Right-aligned in four columns. */
    static String number(int step) {
        String digits = Integer.toString(step);
        return " ".repeat(Math.max(0, 4 - digits.length())) + digits;
    }
}
