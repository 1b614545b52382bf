package dev.jocker.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a RUN executes. */
final class RunScriptTest {
    private static RunScript script(String dockerfile) throws DockerfileException {
        Dockerfile.Step step =
                Dockerfile.parse("Dockerfile", "FROM a\n" + dockerfile).steps().get(1);
        var run = (Instruction.Run) step.instruction();
        return RunScript.of(run.command(), step.statement(), List.of("sh", "-c"));
    }

    @Test
    void aLineIsForTheShellAndWordsAreForNobody() throws DockerfileException {
        assertThat(script("RUN a | b").words()).containsExactly("sh", "-c", "a | b");
        assertThat(script("RUN [\"a\", \"b\"]").words()).containsExactly("a", "b");
    }

    @Test
    void aTextAloneIsAScript() throws DockerfileException {
        assertThat(script("RUN <<E\na\nb\nE\n").words()).containsExactly("sh", "-c", "a\nb\n");
        RunScript script = script("RUN <<E\n#!/bin/x\nb\nE\n");
        assertThat(script.words()).containsExactly("/dev/pipes/E");
        assertThat(script.text()).isEqualTo("#!/bin/x\nb\n");
    }

    @Test
    void textsAfterALineAreTheShellsOwn() throws DockerfileException {
        assertThat(script("RUN cat <<E <<\"F\"\na\nE\nb\nF\n").words())
                .containsExactly("sh", "-c", "cat <<E <<\"F\"\na\nE\nb\nF\n");
    }
}
