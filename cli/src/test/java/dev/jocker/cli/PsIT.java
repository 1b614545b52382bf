package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
}
