package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.testing.Witness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code cli/bin/jocker} as a user runs it: a process of its own, with its modules. */
@Timeout(60)
final class JockerIT {
    private record Result(int status, String out, String err) {}

    private static Result jocker(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Witness.checkout().resolve("cli/bin/jocker").toString());
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command);
        builder.environment().remove("JOCKER_DEBUG");
        Process process = builder.start();
        process.getOutputStream().close();
        // Short texts: neither fills its pipe while the other is read.
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, err);
    }

    @Test
    void saysItsVersion() throws Exception {
        assertThat(jocker("--version")).isEqualTo(new Result(0, "jocker " + Version.NUMBER + "\n", ""));
    }

    @Test
    void showsItsHelp() throws Exception {
        Result result = jocker("--help");
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("Usage: jocker COMMAND").contains("\n  run ");
        assertThat(result.err()).isEmpty();
        assertThat(jocker("run", "--rm", "--help").out())
                .startsWith("Usage: jocker run [OPTIONS] IMAGE [COMMAND [ARG...]]");
    }

    @Test
    void completionIsAScriptThatBashTakes() throws Exception {
        Result script = jocker("completion", "bash");
        assertThat(script.status()).isZero();
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (var stdin = bash.getOutputStream()) {
            stdin.write(script.out().getBytes(UTF_8));
        }
        assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8)).isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void aWrongCommandLineIsStatus125AndTellsWhatIsWrong() throws Exception {
        assertThat(jocker("rnu", "host"))
                .isEqualTo(new Result(
                        125, "", "jocker: 'rnu' is not a jocker command; did you mean 'run'?\nSee 'jocker --help'.\n"));
        assertThat(jocker("run", "--rm", "--shm-size", "lots", "host").err())
                .startsWith("jocker run: --shm-size \"lots\": ")
                .endsWith("See 'jocker run --help'.\n");
        assertThat(jocker("run", "--rm", "--foo", "host"))
                .isEqualTo(new Result(125, "", "jocker run: unknown option: --foo\nSee 'jocker run --help'.\n"));
    }
}
