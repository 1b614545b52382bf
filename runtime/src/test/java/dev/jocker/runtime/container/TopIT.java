package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker top}. */
@NeedsRoot
class TopIT {
    @TempDir
    Path directory;

    @Test
    void showsTheProcessesOfTheContainerAndNoOthers() throws IOException {
        RunOptionsBuilder options = RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                .command("/bin/sh", "-c", "sleep 1001 & wait");
        try (Entering container = Entering.start(directory, options);
                RunningExec other = container.exec(
                        ExecOptions.command("sleep", "1002")
                                .user(UserChoice.parse("4321"))
                                .terminal(true)
                                .build(),
                        Stdio.none())) {
            ProcessTable table;
            do { // the shell may not have come to it yet
                table = Top.of(container.target(), List.of("-o", "pid,uid,tty,args"));
            } while (table.rows().size() < 3);
            assertThat(table.rows().getFirst())
                    .startsWith(
                            Integer.toString(container.container().pid()), "0", "?", "/bin/sh -c sleep 1001 & wait");
            assertThat(table.rows())
                    .hasSize(3)
                    .anySatisfy(row -> assertThat(row).endsWith("sleep 1001"))
                    .contains(List.of(Integer.toString(other.pid()), "4321", "pts/0", "sleep 1002"));
        }
    }
}
