package dev.jocker.runtime.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.termios;
import dev.jocker.bindings.winsize;
import dev.jocker.bindings.x86_64.sigaction;
import org.junit.jupiter.api.Test;

/** The offsets that are spelled out, because the classes of bindings would cost a cold start too much, are those of bindings. */
final class TerminalLayoutsTest {
    @Test
    void windowSize() {
        assertThat(new long[] {
                    winsize.ws_row$offset(),
                    winsize.ws_col$offset(),
                    winsize.ws_xpixel$offset(),
                    winsize.ws_ypixel$offset(),
                    winsize.sizeof()
                })
                .containsExactly(
                        Terminals.WS_ROW,
                        Terminals.WS_COL,
                        Terminals.WS_XPIXEL,
                        Terminals.WS_YPIXEL,
                        Terminals.WINSIZE_BYTES);
    }

    @Test
    void lineSettings() {
        assertThat(new long[] {
                    termios.c_iflag$offset(),
                    termios.c_oflag$offset(),
                    termios.c_cflag$offset(),
                    termios.c_lflag$offset(),
                    termios.c_cc$offset(),
                    termios.sizeof()
                })
                .containsExactly(
                        TerminalAttributes.INPUT,
                        TerminalAttributes.OUTPUT,
                        TerminalAttributes.CONTROL,
                        TerminalAttributes.LOCAL,
                        TerminalAttributes.CHARACTERS,
                        TerminalAttributes.BYTES);
    }

    @Test
    void signalAction() {
        assertThat(new long[] {
                    sigaction.sa_handler$offset(),
                    sigaction.sa_flags$offset(),
                    sigaction.sa_restorer$offset(),
                    sigaction.sizeof()
                })
                .containsExactly(SignalPipe.HANDLER, SignalPipe.FLAGS, SignalPipe.RESTORER, SignalPipe.ACTION_BYTES);
    }
}
