package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Collector;
import dev.jocker.cli.Launcher.Result;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code jocker logs}. */
final class LogsIT extends KeptTest {
    @Test
    void linesGoWhereTheyWentTo() throws Exception {
        background("job", "for i in 1 2 3; do echo out$i; echo err$i >&2; done; printf 'no end'");
        good("wait", "job");
        assertThat(jocker("logs", "job")).isEqualTo(new Result(0, "out1\nout2\nout3\nno end", "err1\nerr2\nerr3\n"));
        Result last = jocker("logs", "--tail", "2", "job");
        // Lines of one stream are in their order; those of two may change places.
        assertThat(last.out().lines().count() + last.err().lines().count()).isEqualTo(2);
        assertThat(jocker("logs", "-n", "0", "job").out()).isEmpty();
        Result none = jocker("logs", "nothing");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).isEqualTo("jocker: no such container: nothing\n");
    }

    @Test
    void eachLineHasATime() throws Exception {
        background("job", "echo a; sleep 1.2; echo b");
        good("wait", "job");
        List<String> lines = jocker("logs", "-t", "job").lines();
        assertThat(lines)
                .hasSize(2)
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z [ab]"));
        String second = lines.getLast().split(" ")[0];
        assertThat(good("logs", "--since", second, "job")).isEqualTo("b");
        String between = Instant.parse(second).minusMillis(100).toString();
        assertThat(good("logs", "--until", between, "job")).isEqualTo("a");
        assertThat(good("logs", "--since", "1h", "job")).isEqualTo("a\nb");
        assertThat(good("logs", "--since", "1735689600", "--until", "2026-01-01", "job"))
                .isEmpty();
    }

    @Test
    void followingEndsWithTheContainer() throws Exception {
        background("job", "for i in 1 2 3 4 5; do echo line$i; sleep 0.3; done");
        Result followed = jocker("logs", "-f", "job");
        assertThat(followed.status()).as(followed.err()).isZero();
        assertThat(followed.out()).isEqualTo("line1\nline2\nline3\nline4\nline5\n");
    }

    @Test
    void followingOutlivesRotation() throws Exception {
        background(
                "job",
                "i=0; while [ $i -lt 800 ]; do echo \"line $i of some length to fill the log\"; i=$((i+1)); [ $((i % 40)) = 0 ] && sleep 0.1; done",
                "--log-opt",
                "max-size=4k",
                "--log-opt",
                "max-file=6");
        Process follow = launcher.builder(List.of(), "logs", "-f", "job").start();
        var out = new Collector(follow.getInputStream());
        assertThat(follow.waitFor(60, TimeUnit.SECONDS)).isTrue();
        out.bytes();
        assertThat(out.text())
                .contains("line 799 of")
                .hasLineCount(out.text().lines().toList().size());
        List<String> followed = out.text().lines().toList();
        int first = Integer.parseInt(followed.getFirst().split(" ")[1]);
        for (int i = 0; i < followed.size(); i++) {
            assertThat(followed.get(i)).startsWith("line " + (first + i) + " of");
        }
        List<String> kept = jocker("logs", "job").lines();
        assertThat(kept.getLast()).startsWith("line 799 of");
        assertThat(kept.size()).isLessThan(800);
    }

    @Test
    void aTerminalsOutputIsLoggedToo() throws Exception {
        background("job", "[ -t 1 ] && echo terminal", "-t");
        good("wait", "job");
        assertThat(jocker("logs", "job").out()).isEqualTo("terminal\r\n");
    }

    @Test
    void manyBytesComeThroughWhole() throws Exception {
        background("job", "head -c 3000000 /dev/zero | tr '\\0' x");
        good("wait", "job");
        assertThat(jocker("logs", "job").raw()).hasSize(3_000_000).matches("x+");
    }
}
