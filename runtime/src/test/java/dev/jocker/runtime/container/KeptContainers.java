package dev.jocker.runtime.container;

import dev.jocker.runtime.image.TreeRemoval;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Containers in directories of the test's own, which are removed at its end. */
abstract class KeptContainers {
    /** Does nothing until it is told to end, and then says 7. */
    static final String OBEDIENT = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done";

    /** One for all tests of a class: the skeleton of the image is made once. */
    @TempDir
    static Path directory;

    Directories directories;
    Containers containers;

    @BeforeEach
    void makeDirectories() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        containers = Containers.in(directories);
    }

    @AfterEach
    void removeContainers() throws IOException {
        for (Container each : containers.list()) {
            try {
                each.remove(RemoveRequest.FORCED);
            } catch (ContainerException.NotFound e) {
                // a foreground one, which has removed itself
            }
        }
    }

    /** JUnit would warn of each link that leads out of the skeleton. */
    @AfterAll
    static void deleteSkeleton() throws IOException {
        TreeRemoval.delete(directory.resolve("data"));
    }

    static RunOptionsBuilder shell(String script) {
        return RunOptions.image("host").command("sh", "-c", script);
    }

    Container obedient(String name) throws IOException {
        return containers.create(shell(OBEDIENT).name(name).build());
    }

    /** Starts it, and waits until its handler is set. */
    static Container ready(Container container) throws IOException {
        try (Attachment attachment = container.startAttached(false)) {
            attachment.output().next();
        }
        return container;
    }

    static ContainerStatus status(Container container) throws IOException {
        return container.snapshot().status();
    }

    static String text(LogReader reader) throws IOException {
        var text = new StringBuilder();
        try (reader) {
            for (LogEntry entry = reader.next(); entry != null; entry = reader.next()) {
                text.append(new String(entry.bytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }
}
