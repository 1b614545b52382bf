package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.process.ContainerException;
import org.junit.jupiter.api.Test;

/** Docker's table of what can be asked when; {@link LifecycleIT} asks real containers. */
class OperationTest {
    private static final String TABLE = """
            status      START   STOP    RESTART KILL    PAUSE   UNPAUSE EXEC    ATTACH  REMOVE
            CREATED     do      -       do      refuse  refuse  refuse  refuse  refuse  do
            RUNNING     refuse  do      do      do      do      refuse  do      do      refuse
            PAUSED      refuse  do      do      do      refuse  do      refuse  refuse  refuse
            RESTARTING  refuse  do      do      do      refuse  refuse  refuse  refuse  refuse
            REMOVING    refuse  -       refuse  refuse  refuse  refuse  refuse  refuse  do
            EXITED      do      -       do      refuse  refuse  refuse  refuse  refuse  do
            DEAD        refuse  -       refuse  refuse  refuse  refuse  refuse  refuse  do
            """;

    @Test
    void isDockers() {
        var table = new StringBuilder(String.format("%-12s", "status"));
        for (Operation operation : Operation.values()) {
            table.append(String.format("%-8s", operation));
        }
        for (ContainerStatus status : ContainerStatus.values()) {
            table.append(String.format("%n%-12s", status));
            for (Operation operation : Operation.values()) {
                table.append(String.format("%-8s", answer(operation, status)));
            }
        }
        assertThat(table.toString().lines().map(String::strip))
                .containsExactlyElementsOf(TABLE.lines().map(String::strip).toList());
    }

    private static String answer(Operation operation, ContainerStatus status) {
        try {
            return operation.isNeeded("web", status) ? "do" : "-";
        } catch (ContainerException.WrongState e) {
            assertThat(e).hasMessageContaining("web").message().doesNotContain("\n");
            return "refuse";
        }
    }
}
