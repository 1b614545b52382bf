package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Whole containers, started by the launcher. After each test the host has to be as it was before it. */
@NeedsRoot
@Timeout(120)
abstract class ContainerTest {
    /** Kept for a whole class, so that the skeleton of the host image is made once. */
    static Path directory;

    /** For the files of one test. */
    Path scratch;

    Launcher launcher;
    private HostSnapshot before;

    // Not @TempDir: that warns of each symbolic link it deletes, and the host image has hundreds.
    @BeforeAll
    static void makeDirectory() throws IOException {
        directory = openDirectory();
    }

    /** As /var/lib is, open for root of a user namespace to get through. */
    private static Path openDirectory() throws IOException {
        Path made = Files.createTempDirectory("jocker-it-");
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx--x--x"));
        return made;
    }

    @AfterAll
    static void deleteDirectory() throws IOException {
        delete(directory);
    }

    @BeforeEach
    void lookAtTheHost() throws IOException {
        launcher = new Launcher(directory);
        scratch = openDirectory();
        before = HostSnapshot.of(directory);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try {
            assertThat(HostSnapshot.of(directory)).isEqualTo(before);
        } finally {
            delete(scratch); // fails where something is mounted in it
        }
    }

    private static void delete(Path tree) throws IOException {
        try (var paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    Result jocker(String... words) throws IOException, InterruptedException {
        return launcher.jocker(words);
    }

    /** {@code jocker run OPTIONS… host sh -c SCRIPT}, which has to succeed: its output. */
    String sh(String script, String... options) throws IOException, InterruptedException {
        Result result = shell(script, options);
        assertThat(result.status()).as("status; %s", result.err()).isZero();
        return result.out();
    }

    /** {@code jocker run OPTIONS… host sh -c SCRIPT}. */
    Result shell(String script, String... options) throws IOException, InterruptedException {
        return jocker(shellWords(script, options));
    }

    static String[] shellWords(String script, String... options) {
        List<String> words = new ArrayList<>();
        words.add("run");
        words.add("--rm");
        words.addAll(List.of(options));
        words.addAll(List.of("host", "sh", "-c", script));
        return words.toArray(new String[0]);
    }

    /** A root of busybox alone, to be spoiled: {@code --rootfs}. */
    Path busyboxRoot(String name) throws IOException {
        return BusyboxRoot.in(scratch.resolve(name));
    }

    /** Waits until something is so. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (int tries = 0; !condition.getAsBoolean(); tries++) {
            assertThat(tries).as("waiting for: " + what).isLessThan(1_000);
            Thread.sleep(10);
        }
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
