package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A container with {@code --init} ends as its command does. */
@NeedsRoot
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InitIT {
    @TempDir
    Path directory;

    @Test
    void endsWithTheCommandsStatus() throws IOException {
        assertThat(run("exit 3")).isEqualTo(new Processes.Ending(false, 3));
    }

    @Test
    void endsAsACommandThatASignalKilled() throws IOException {
        assertThat(run("kill -9 $$")).isEqualTo(new Processes.Ending(false, 137));
    }

    /** The orphan ends first; its status is taken, and is not the container's. */
    @Test
    void anOrphansStatusIsNotTheContainers() throws IOException {
        assertThat(run("(sh -c 'exit 5' &); sleep 0.2; exit 4")).isEqualTo(new Processes.Ending(false, 4));
    }

    private Processes.Ending run(String script) throws IOException {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        RunOptions options = RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                .init(true)
                .command("sh", "-c", script)
                .build();
        try (RunningContainer container = Containers.in(directories).start(options, Stdio.none())) {
            return container.await();
        }
    }
}
