package dev.jocker.runtime.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.TerminalAttributes;
import dev.jocker.runtime.syscall.Terminals;
import java.io.File;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RawModeIT {
    private static final byte CTRL_C = 3;

    @Test
    void letsEveryKeyThroughAndRestores() throws Exception {
        try (var user = PseudoTerminal.open()) {
            TerminalAttributes before = Terminals.attributes(user.peer());
            assertThat(before.echoes()).isTrue();
            RawMode mode = RawMode.enter(user.peer());
            assertThat(Terminals.attributes(user.peer()))
                    .isEqualTo(before.raw())
                    .isNotEqualTo(before);
            byte[] keys = {'a', CTRL_C, '\r', 4, 17};
            Descriptors.write(user.master(), keys);
            assertThat(PseudoTerminal.read(user.peer(), keys.length)).isEqualTo(keys);
            mode.close();
            assertThat(Terminals.attributes(user.peer())).isEqualTo(before);
            Terminals.setAttributes(user.peer(), before.raw()); // by somebody else, later
            mode.close(); // the second time does nothing
            assertThat(Terminals.attributes(user.peer())).isEqualTo(before.raw());
        }
    }

    /** The settings are those that cfmakeraw(3) makes, as stty(1) calls them. */
    @Test
    void isWhatSttyCallsRaw() throws Exception {
        try (var user = PseudoTerminal.open();
                var mode = RawMode.enter(user.peer())) {
            Process stty = new ProcessBuilder("stty", "-a")
                    .redirectInput(path(user.master()))
                    .redirectErrorStream(true)
                    .start();
            String settings = new String(stty.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(stty.waitFor()).as(settings).isZero();
            assertThat(settings)
                    .contains(
                            "-icanon", "-echo ", "-isig", "-iexten", "-opost", "-ixon", "-icrnl", "-brkint", "-istrip")
                    .contains("cs8", "-parenb", "min = 1", "time = 0");
            assertThat(mode).isNotNull();
        }
    }

    @Test
    void restoresAfterTheTerminalHungUp() throws Exception {
        try (var user = PseudoTerminal.open()) {
            RawMode mode = RawMode.enter(user.peer());
            user.master().close();
            mode.close(); // does not throw
        }
    }

    @Test
    void refusesWhatIsNoTerminal() throws Exception {
        try (var pipe = Descriptors.pipe()) {
            assertThatThrownBy(() -> RawMode.enter(pipe.readEnd()))
                    .isInstanceOfSatisfying(
                            SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTTY));
            assertThat(Terminals.isTerminal(pipe.readEnd())).isFalse();
        }
    }

    @Test
    void theEndOfTheJvmRestores() throws Exception {
        try (var user = PseudoTerminal.open()) {
            TerminalAttributes before = Terminals.attributes(user.peer());
            Process jvm = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            EntersAndWaits.class.getName())
                    .redirectInput(path(user.master()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                assertThat(jvm.getInputStream().read()).isEqualTo('r');
                assertThat(Terminals.attributes(user.peer())).isEqualTo(before.raw());
                jvm.destroy(); // SIGTERM
                assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(jvm.exitValue()).isEqualTo(128 + 15);
                assertThat(Terminals.attributes(user.peer())).isEqualTo(before);
            } finally {
                jvm.destroyForcibly();
            }
        }
    }

    private static File path(Fd master) throws SyscallException {
        return new File("/dev/pts/" + Terminals.number(master));
    }

    /** A program that sets raw mode and never restores it by itself. */
    static final class EntersAndWaits {
        private EntersAndWaits() {}

        public static void main(String[] arguments) throws Exception {
            RawMode.enter(Fd.STDIN);
            System.out.write('r');
            System.out.flush();
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        }
    }
}
