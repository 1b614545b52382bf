package dev.jocker.runtime.build;

import java.util.ArrayList;
import java.util.List;

/**
 * A Dockerfile that has been read.
 *
 * @param steps its instructions in their order; the first FROM, and ARGs before it, begin it
 */
public record Dockerfile(List<Step> steps) {
    public Dockerfile {
        steps = List.copyOf(steps);
    }

    /** An instruction and where it stands. */
    public record Step(Statement statement, Instruction instruction) {}

    /**
     * Reads a Dockerfile.
     *
     * @param file what errors call it
     * @throws DockerfileException with one line, if it is none
     */
    public static Dockerfile parse(String file, String text) throws DockerfileException {
        List<Step> steps = new ArrayList<>();
        boolean begun = false;
        for (Statement statement : DockerfileReader.read(file, text)) {
            Instruction instruction = InstructionReader.read(statement);
            begun |= instruction instanceof Instruction.From;
            if (!begun && !(instruction instanceof Instruction.Arg)) {
                throw DockerfileException.at(statement, "the first instruction has to be FROM, but for ARG");
            }
            steps.add(new Step(statement, instruction));
        }
        if (!begun) {
            throw DockerfileException.at(file, 1, steps.isEmpty() ? "the file is empty" : "there is no FROM");
        }
        return new Dockerfile(steps);
    }
}
