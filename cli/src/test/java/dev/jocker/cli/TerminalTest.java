package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Collector;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Jocker on a terminal that {@code script(1)} makes: what is typed, what appears. */
abstract class TerminalTest extends ContainerTest {
    Process script;
    Collector screen;

    /** Runs a shell line on a new terminal of 33 rows and 99 columns; {@code $J} is jocker. */
    void onATerminal(String line) throws IOException {
        String prepared = "stty rows 33 cols 99; J=" + Launcher.script() + "; " + line;
        var builder = new ProcessBuilder(Witness.require("script").toString(), "-qefc", prepared, "/dev/null");
        builder.environment().put("SHELL", "/bin/sh");
        script = launcher.with(builder).start();
        screen = new Collector(script.getInputStream());
    }

    void type(String text) throws IOException {
        script.getOutputStream().write(text.getBytes(UTF_8));
        script.getOutputStream().flush();
    }

    void appears(String text) throws InterruptedException {
        await(text, () -> screen.text().contains(text));
    }

    int ends() throws InterruptedException {
        assertThat(script.waitFor(30, TimeUnit.SECONDS)).as("it ended").isTrue();
        return script.exitValue();
    }

    @AfterEach
    void closeTheTerminal() throws Exception {
        if (script != null && script.isAlive()) {
            script.destroy();
            script.waitFor();
        }
    }

    /** The process that became Java, below script and its shell. */
    long jockersPid() {
        return script.descendants()
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    /** Whether the terminal on jocker's standard input takes each character as it comes. */
    boolean isRaw() {
        try {
            String stdin = "/proc/" + jockersPid() + "/fd/0";
            return Launcher.finish(new ProcessBuilder("stty", "-F", stdin, "-a"), new byte[0])
                    .out()
                    .contains("-icanon");
        } catch (IOException | InterruptedException | java.util.NoSuchElementException e) {
            return false;
        }
    }
}
