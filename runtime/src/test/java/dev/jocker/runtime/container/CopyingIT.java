package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.options.CopyOptions;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.testing.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files go into and out of a container before, during and after its run. */
@NeedsRoot
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CopyingIT {
    @TempDir
    Path directory;

    @Test
    void filesComeAndGoWhateverTheContainerDoes() throws IOException {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        RunOptions options = RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                .command("/bin/sh", "-c", "cp /etc/before /etc/during; exec sleep 1000")
                .build();
        Container container = Containers.in(directories).create(options);
        try {
            Path file = Files.writeString(directory.resolve("before"), "contents\n");
            assertThat(container.copyIn(file.toString(), "/etc", CopyOptions.DEFAULT))
                    .isEqualTo(9);
            assertThat(read(container, "/etc/before")).isEqualTo("contents\n");

            container.start();
            while (!container.top(List.of("-o", "args")).rows().contains(List.of("sleep 1000"))) {
                Thread.onSpinWait(); // the copy comes before it
            }
            assertThat(read(container, "/bin/busybox")).isNotEmpty();
            container.copyIn(file.toString(), "/etc/running", CopyOptions.DEFAULT);
            assertThat(read(container, "/etc/running")).isEqualTo("contents\n");
            container.pause();
            assertThat(read(container, "/etc/running")).isEqualTo("contents\n");
            container.unpause();
            container.stop(Duration.ZERO, null);

            var archive = new ByteArrayOutputStream();
            container.copyOut("/etc/during", archive, CopyOptions.DEFAULT);
            container.copyIn(new ByteArrayInputStream(archive.toByteArray()), "/bin", CopyOptions.DEFAULT);
            assertThat(read(container, "/bin/during")).isEqualTo("contents\n");
            container.start();
            assertThat(read(container, "/bin/during")).isEqualTo("contents\n");
        } finally {
            container.remove(RemoveRequest.FORCED);
        }
    }

    private String read(Container container, String path) throws IOException {
        Path copy = Files.createTempFile(directory, "copy", "");
        Files.delete(copy);
        container.copyOut(path, copy.toString(), CopyOptions.DEFAULT);
        return new String(Files.readAllBytes(copy), StandardCharsets.ISO_8859_1);
    }
}
