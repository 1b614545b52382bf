package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the disk is full, at any file that it takes, a container is not made: one line says why, and nothing is left. */
@NeedsRoot
class FullDiskIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"nr_inodes=%d, false, 1", "size=%dk, false, 4", "nr_inodes=%d, true, 1", "size=%dk, true, 4"})
    void aFullDiskLeavesNothing(String option, String foreground, String step) throws Exception {
        List<String> lines = linesOf(
                Witness.require("unshare").toString(),
                "-m",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djocker.root=" + Witness.checkout(),
                "-cp",
                System.getProperty("java.class.path"),
                FullDisk.class.getName(),
                directory.toString(),
                option,
                foreground,
                step);
        assertThat(lines).hasSizeGreaterThan(4).endsWith("done");
        // An overlay whose work directory cannot be made is mounted read only.
        assertThat(lines.subList(0, lines.size() - 1))
                .allMatch(line -> line.contains("No space left on device") || line.contains("full disk"));
    }

    private static List<String> linesOf(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            return output.lines().toList();
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }
}
