package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import org.junit.jupiter.api.Test;

/** {@code jocker exec}. */
final class EnterIT extends KeptTest {
    @Test
    void aCommandRunsInTheContainer() throws Exception {
        server("web", "--hostname", "box", "-e", "A=container", "-w", "/tmp");
        assertThat(good("exec", "web", "sh", "-c", "hostname; pwd; echo $A; tr '\\0' ' ' < /proc/1/cmdline"))
                .startsWith("box\n/tmp\ncontainer\nsh -c trap");
        assertThat(good("exec", "-e", "A=exec", "-w", "/usr", "-u", "1000", "web", "sh", "-c", "echo $A; pwd; id -u"))
                .isEqualTo("exec\n/usr\n1000");
        Result failed = jocker("exec", "web", "sh", "-c", "echo out; echo err >&2; exit 5");
        assertThat(failed).isEqualTo(new Result(5, "out\n", "err\n"));
        Result read = launcher.jockerReads("hello".getBytes(UTF_8), "exec", "-i", "web", "tr", "a-z", "A-Z");
        assertThat(read.out()).isEqualTo("HELLO");
        assertThat(jocker("exec", "web", "cat").out()).isEmpty();
        assertThat(good("stop", "web")).isEqualTo("web");
    }

    @Test
    void statusesAreDockers() throws Exception {
        server("web");
        assertThat(jocker("exec", "web", "no-such").status()).isEqualTo(127);
        assertThat(jocker("exec", "web", "/etc/passwd").status()).isEqualTo(126);
        assertThat(jocker("exec", "web", "sh", "-c", "kill -9 $$").status()).isEqualTo(137);
        Result nothing = jocker("exec", "nothing", "true");
        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.err()).isEqualTo("jocker: no such container: nothing\n");
        good("stop", "web");
        Result stopped = jocker("exec", "web", "true");
        assertThat(stopped.status()).isEqualTo(1);
        assertThat(stopped.err().lines()).hasSize(1).first().asString().contains("not running");
    }

    @Test
    void aDetachedCommandOutlivesJocker() throws Exception {
        server("web");
        assertThat(good("exec", "-d", "web", "sh", "-c", "sleep 0.3; echo done > /tmp/file; sleep 60"))
                .isEmpty();
        awaitThat(
                "the file",
                () -> jocker("exec", "web", "cat", "/tmp/file").out().equals("done\n"));
    }

    @Test
    void aTerminalIsTheContainersOwn() throws Exception {
        server("web");
        onATerminal("$J exec -it web sh -c 'tty; stty size; read x; echo \"<$x>\"; exit 4'; echo status $?");
        appears("/dev/pts/");
        appears("33 99");
        type("hello\n");
        appears("<hello>");
        appears("status 4");
        ends();
    }
}
