package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is shelled out to, and strace is the witness. */
final class ExecIT extends ContainerTest {
    @Test
    void onlyTheShellJavaTheSealedImageAndTheCommandAreExecuted() throws Exception {
        Path log = scratch.resolve("execs");
        List<String> strace = List.of(
                Witness.require("strace").toString(),
                "-f",
                "-qq",
                "-e",
                "trace=execve,execveat",
                "-e",
                "signal=none",
                "-o",
                log.toString());
        Result result = launcher.jockerUnder(strace, "run", "--rm", "host", "/usr/bin/true");
        assertThat(result.status()).as(result.err()).isZero();
        List<String> executed = Files.readAllLines(log).stream()
                .filter(line -> line.contains("exec") && !line.contains("resumed>") && !line.contains("+++"))
                .map(line -> line.replaceFirst("^\\d+ +", "").split(", \\[|, 0x", -1)[0])
                .toList();
        assertThat(executed).hasSize(4);
        assertThat(executed.get(0)).isEqualTo("execve(\"" + Launcher.script() + "\"");
        assertThat(executed.get(1)).startsWith("execve(\"/").endsWith("/bin/java\"");
        // A descriptor and no name: the sealed memory file.
        assertThat(executed.get(2)).matches("execveat\\(\\d+, \"\"");
        assertThat(executed.get(3)).isEqualTo("execve(\"/usr/bin/true\"");
    }
}
