package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The session with a server in README.md: its commands are typed, and what it shows comes, but for numbers. */
final class ReadmeSessionIT extends KeptTest {
    private record Step(String command, List<String> shown) {}

    private static List<Step> steps() throws Exception {
        String readme = Files.readString(Witness.checkout().resolve("README.md"));
        String session =
                readme.substring(readme.indexOf("<!-- session: begin -->"), readme.indexOf("<!-- session: end -->"));
        List<Step> steps = new ArrayList<>();
        boolean typed = false;
        for (String line : session.lines().toList()) {
            if (line.equals("```")) {
                typed = !typed;
            } else if (typed && line.startsWith("# ")) {
                steps.add(new Step(line.substring(2), new ArrayList<>()));
            } else if (typed) {
                steps.getLast().shown().add(line);
            }
        }
        return steps;
    }

    /** Ids, times and readings differ, and so do the columns' widths. */
    private static List<String> general(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("[0-9a-f]{12,64}", "ID")
                        .replaceAll("(Less than a|About a|[0-9]+) (second|minute)s?", "TIME")
                        .replaceAll("[0-9][0-9.]*([kKMGT]i?)?B?", "N")
                        .replaceAll(" {2,}", " "))
                .toList();
    }

    @Test
    void itGoesAsShown() throws Exception {
        Witness.require("busybox");
        Files.createSymbolicLink(scratch.resolve("jocker"), Path.of(Launcher.script()));
        List<Step> steps = steps();
        assertThat(steps).hasSizeGreaterThan(10);
        for (Step step : steps) {
            var builder = new ProcessBuilder("sh", "-c", step.command()).directory(scratch.toFile());
            builder.environment().put("PATH", scratch + ":" + System.getenv("PATH"));
            Result result = Launcher.finish(launcher.with(builder), new byte[0]);
            List<String> came = new ArrayList<>(result.lines());
            came.addAll(result.err().lines().toList());
            assertThat(general(came)).as(step.command()).isEqualTo(general(step.shown()));
        }
    }
}
