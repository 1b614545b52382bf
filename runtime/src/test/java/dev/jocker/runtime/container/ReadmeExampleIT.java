package dev.jocker.runtime.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.build.Build;
import dev.jocker.runtime.build.BuildOptions;
import dev.jocker.runtime.build.BuildProgress;
import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.TreeRemoval;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
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

    // README, kept: begin
    static String work(Containers containers) throws IOException {
        RunOptions options = RunOptions.image("host")
                .name("worker")
                .command("sh", "-c", "echo at work; exec sleep 1000")
                .limits(Limits.builder().memory(64 << 20).build())
                .build();
        Container worker = containers.create(options);
        try {
            worker.start();
            worker.update(Limits.builder().cpus("0.2").build(), null);
            ExecOptions touch = ExecOptions.command("touch", "/tmp/touched").build();
            try (RunningExec exec = worker.exec(touch, Stdio.none())) {
                exec.await();
            }
            long processes = worker.stats().pids();
            worker.stop(Duration.ofSeconds(1), null);
            try (LogReader log = worker.logs(LogQuery.ALL)) {
                String line = new String(log.next().bytes(), UTF_8);
                return line + processes + " process, then " + worker.snapshot().exitCode();
            }
        } finally {
            worker.remove(RemoveRequest.FORCED);
        }
    }
    // README, kept: end

    // README, image: begin
    static String image(Directories directories, Path context) throws IOException {
        Containers containers = Containers.in(directories);
        ImageStore store = ImageStore.under(directories.data());
        ImageReference name = ImageReference.parse("note:1");
        Image image = new Build(directories, containers, BuildOptions.of(context, name), BuildProgress.NONE).run();
        store.tag("note:1", ImageReference.parse("localhost:5000/note:1"));
        byte[] text = store.find("note:1").orElseThrow().view().read("/note").orElseThrow();
        store.removeWhole(image.id(), containers::isInUse);
        return new String(text, UTF_8);
    }
    // README, image: end

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

    @Test
    void keepsAContainerThatWorksInTheBackground() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        var containers = Containers.in(new Directories(directory.resolve("data"), directory.resolve("run")));

        assertThat(work(containers)).isEqualTo("at work\n1 process, then 137");
        assertThat(containers.list()).isEmpty();
    }

    @Test
    void buildsAnImage() throws IOException {
        Path context = Files.createDirectory(directory.resolve("context"));
        Files.writeString(context.resolve("note"), "a note\n");
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY note /note\n");
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));

        assertThat(image(directories, context)).isEqualTo("a note\n");
        assertThat(ImageStore.under(directories.data()).list()).isEmpty();
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
