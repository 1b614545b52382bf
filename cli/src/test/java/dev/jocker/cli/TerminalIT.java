package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code -t}: jocker runs on a terminal that {@code script(1)} makes, and is typed to. */
final class TerminalIT extends TerminalTest {
    @Test
    void theCommandHasATerminalOfItsOwnOfTheSameSize() throws Exception {
        onATerminal(
                "$J run --rm -it host sh -c 'tty; [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo all; stty size; readlink /proc/self/fd/0; exit 5'");
        assertThat(ends()).isEqualTo(5);
        assertThat(screen.text()).contains("/dev/pts/0\r\nall\r\n33 99\r\n/dev/pts/0\r\n");
    }

    @Test
    void withoutInteractiveThereIsATerminalToo() throws Exception {
        assertThat(jocker("run", "--rm", "-t", "host", "sh", "-c", "[ -t 1 ] && echo terminal")
                        .out())
                .isEqualTo("terminal\r\n");
    }

    @Test
    void whatIsTypedArrivesAndTheWindowsSizeFollows() throws Exception {
        onATerminal(
                "(sleep 1.5; stty rows 40 cols 123 < /dev/tty) & $J run --rm -it host sh -c 'trap \"stty size\" WINCH; echo ready; while :; do read x && echo \"read <$x>\" && [ \"$x\" = end ] && exit 3; done'");
        appears("ready");
        type("hello\n");
        appears("read <hello>");
        appears("40 123");
        type("end\n");
        assertThat(ends()).isEqualTo(3);
    }

    @Test
    void interruptGoesToTheForegroundProcessInside() throws Exception {
        onATerminal("$J run --rm -it host bash -c 'trap : INT; echo ready; sleep 60; echo after $?'; echo status $?");
        appears("ready");
        type("\u0003");
        appears("after 130");
        appears("status 0");
        ends();
    }

    @Test
    void theTerminalIsRawMeanwhileAndRestoredAfterwards() throws Exception {
        onATerminal("stty -g > " + scratch + "/before; $J run --rm -it host sh -c 'echo ready; read x'; stty -g > "
                + scratch + "/after");
        appears("ready");
        await("raw mode", this::isRaw);
        type("\n");
        assertThat(ends()).isZero();
        assertThat(scratch.resolve("after")).hasSameTextualContentAs(scratch.resolve("before"));
    }

    @Test
    void theTerminalIsRestoredWhenTheContainerIsKilledAndWhenJockerIsAskedToEnd() throws Exception {
        for (String[] each :
                new String[][] {{"kill -9 $$", "--init", "137"}, {"exec sleep 60", "--hostname=box", "143"}}) {
            onATerminal("stty -g > " + scratch + "/before; $J run --rm " + each[1]
                    + " -it host sh -c 'echo ready; sleep 0.3; " + each[0] + "'; echo status $?; stty -g > " + scratch
                    + "/after");
            appears("ready");
            if (each[2].equals("143")) {
                await("raw mode", this::isRaw);
                new ProcessBuilder("kill", "-TERM", Long.toString(jockersPid()))
                        .start()
                        .waitFor();
            }
            appears("status " + each[2]);
            ends();
            assertThat(scratch.resolve("after")).hasSameTextualContentAs(scratch.resolve("before"));
        }
    }

    @Test
    void interactiveNeedsATerminal() throws Exception {
        var result = jocker("run", "--rm", "-it", "host", "true");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.err()).contains("terminal").contains("-t");
    }
}
