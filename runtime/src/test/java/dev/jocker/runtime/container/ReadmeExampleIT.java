package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.image.TreeRemoval;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that README.md shows does what it says there. {@link ReadmeExampleTest} keeps the two alike. */
@NeedsRoot
class ReadmeExampleIT {
    private static final int PLENTY = 4096;

    @TempDir
    Path directory;

    // README: begin
    static int hello(Containers containers, Stdio stdio) throws IOException {
        RunOptions options = RunOptions.image("host")
                .command("sh", "-c", "echo hello from $(hostname); exit 3")
                .hostname("box")
                .build();
        try (RunningContainer container = containers.start(options, stdio)) {
            return container.await().exitCode();
        }
    }
    // README: end

    /** JUnit would warn of each link that leads out of the skeleton. */
    @AfterEach
    void deleteSkeleton() throws IOException {
        TreeRemoval.delete(directory.resolve("data"));
    }

    @Test
    void greetsAndReturnsTheStatus() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        var containers = Containers.in(new Directories(directory.resolve("data"), directory.resolve("run")));
        Descriptors.Pipe pipe = Descriptors.pipe();
        try (Fd ours = pipe.readEnd()) {
            try (Fd theirs = pipe.writeEnd()) {
                assertThat(hello(containers, new Stdio(null, theirs, null))).isEqualTo(3);
            }
            assertThat(text(ours)).isEqualTo("hello from box\n");
        }
    }

    private static String text(Fd pipe) throws IOException {
        var text = new StringBuilder();
        ByteBuffer bytes = Descriptors.buffer(PLENTY);
        while (Descriptors.read(pipe, bytes.clear()) > 0) {
            byte[] got = new byte[bytes.position()];
            bytes.get(0, got);
            text.append(new String(got, StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
