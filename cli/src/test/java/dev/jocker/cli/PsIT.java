package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code jocker ps}. */
final class PsIT extends KeptTest {
    @Test
    void showsWhatRunsAndWithAllTheRest() throws Exception {
        String web = server("web", "--label", "stage=dev");
        background("job", "exit 7");
        good("wait", "job");
        String made = good("create", "--name", "made", "host", "true");
        assertThat(good("ps").lines())
                .hasSize(2)
                .last()
                .asString()
                .matches(web.substring(0, 12) + " +host +\"sh -c trap 'echo by…\" +.* ago +Up .* +web");
        assertThat(good("ps", "-a", "--no-trunc", "-q").lines())
                .hasSize(3)
                .startsWith(made)
                .endsWith(web);
        assertThat(good("ps", "-a", "--format", "{{.Names}} {{.Status}}"))
                .matches("made Created\njob Exited \\(7\\) .* ago\nweb Up .*");
        assertThat(good("ps", "--filter", "status=exited", "--format", "{{.Names}}"))
                .isEqualTo("job");
        assertThat(good("ps", "-a", "--filter", "label=stage=dev", "--format", "{{.Label \"stage\"}}"))
                .isEqualTo("dev");
        assertThat(good("ps", "-a", "--filter", "before=job", "--format", "{{.Names}}"))
                .isEqualTo("web");
        assertThat(good("ps", "-a", "--filter", "since=job", "--format", "{{.Names}}"))
                .isEqualTo("made");
        good("create", "--name", "open", "--network", "host", "host", "true");
        assertThat(good("ps", "-a", "-n", "2", "--format", "{{.Names}} {{.Networks}}"))
                .isEqualTo("open host\nmade none");
        assertThat(good("ps", "-aq", "--filter", "network=host").lines()).hasSize(1);
        good("rm", "open");
        assertThat(good("ps", "-l", "--format", "json"))
                .contains("\"Names\":\"made\"")
                .contains("\"State\":\"created\"");
    }

    @Test
    void knowsHowMuchOfTheDiskOneTakes() throws Exception {
        background("fat", "head -c 5000000 /dev/zero > /root/file; echo ready; sleep 60");
        awaitLog("fat", "ready");
        assertThat(good("ps", "-s", "--format", "{{.Size}}")).startsWith("5MB (virtual ");
        assertThat(good("inspect", "-s", "-f", "{{.SizeRw}}", "fat")).isEqualTo("5000000");
    }

    @Test
    void whatCannotBeWrittenIsNoSuccess() throws Exception {
        Result full = Launcher.finish(under("exec \"$@\" > /dev/full", "ps", "-a"), new byte[0]);
        assertThat(full).isEqualTo(new Result(1, "", "jocker: not all could be written to standard output\n"));
    }

    @Test
    void whatNobodyReadsEnds() throws Exception {
        background("web", "while :; do echo line; sleep 0.05; done");
        awaitLog("web", "line");
        String first = "{ \"$@\"; echo $? >&2; } | head -n 1";
        assertThat(Launcher.finish(under(first, "logs", "-f", "web"), new byte[0]))
                .isEqualTo(new Result(0, "line\n", "141\n"));
        assertThat(Launcher.finish(under(first, "attach", "web"), new byte[0]))
                .isEqualTo(new Result(0, "line\n", "141\n"));
        assertThat(Launcher.finish(under(first, "stats", "--format", "{{.Name}}"), new byte[0]))
                .isEqualTo(new Result(0, "web\n", "141\n"));
        assertThat(inspect("web", "{{.State.Status}}")).isEqualTo("running");
    }

    /** {@code jocker WORDS…} that is {@code "$@"} in a script. */
    private ProcessBuilder under(String script, String... words) {
        return launcher.builder(List.of("sh", "-c", script, "sh"), words);
    }
}
