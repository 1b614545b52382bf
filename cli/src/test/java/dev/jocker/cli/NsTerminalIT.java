package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code jocker ns unshare} at a terminal: the command has that terminal itself, not one of its own. */
final class NsTerminalIT extends TerminalTest {
    @Test
    void anInteractiveShellHasTheTerminalAndWhatIsTypedThere() throws Exception {
        onATerminal(
                "trap : INT; tty; $J ns unshare -fp --mount-proc sh -c 'tty; trap \"echo got INT\" INT; echo pid $$; read x; echo \"<$x>\"; "
                        + "read y; exit 6'; echo status $?");
        appears("pid 1");
        type("hello\n");
        appears("<hello>");
        type("\u0003");
        appears("got INT");
        type("\n");
        appears("status 6");
        ends();
        String screen = this.screen.text();
        assertThat(screen.indexOf("got INT"))
                .as("once, from the terminal, and not from jocker again")
                .isEqualTo(screen.lastIndexOf("got INT"));
    }
}
