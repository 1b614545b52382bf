package dev.jocker.runtime.syscall;

import dev.jocker.bindings.termios_h;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The line settings of a terminal: the kernel's {@code struct termios}, which is shorter than the C library's.
 *
 * <pre>
 *  0         4         8         12        16       17          36
 *  | c_iflag | c_oflag | c_cflag | c_lflag | c_line | c_cc[19]  |
 * </pre>
 */
public final class TerminalAttributes {
    static final int BYTES = 36;
    static final int INPUT = 0;
    static final int OUTPUT = 4;
    static final int CONTROL = 8;
    static final int LOCAL = 12;
    static final int CHARACTERS = 17;

    private final byte[] bytes;

    TerminalAttributes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /**
     * These settings with all processing off, as {@code cfmakeraw(3)}: every byte goes through as it is, none is
     * echoed, none makes a signal, and a read returns as soon as there is one.
     */
    public TerminalAttributes raw() {
        var raw = new TerminalAttributes(bytes);
        raw.clear(
                INPUT,
                termios_h.IGNBRK()
                        | termios_h.BRKINT()
                        | termios_h.PARMRK()
                        | termios_h.ISTRIP()
                        | termios_h.INLCR()
                        | termios_h.IGNCR()
                        | termios_h.ICRNL()
                        | termios_h.IXON());
        raw.clear(OUTPUT, termios_h.OPOST());
        raw.clear(
                LOCAL,
                termios_h.ECHO() | termios_h.ECHONL() | termios_h.ICANON() | termios_h.ISIG() | termios_h.IEXTEN());
        raw.clear(CONTROL, termios_h.CSIZE() | termios_h.PARENB());
        raw.set(CONTROL, termios_h.CS8());
        raw.bytes[CHARACTERS + termios_h.VMIN()] = 1;
        raw.bytes[CHARACTERS + termios_h.VTIME()] = 0;
        return raw;
    }

    /** Whether what is typed is shown, ECHO. */
    public boolean echoes() {
        return (flags().getInt(LOCAL) & termios_h.ECHO()) != 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TerminalAttributes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    private void clear(int offset, int bits) {
        flags().putInt(offset, flags().getInt(offset) & ~bits);
    }

    private void set(int offset, int bits) {
        flags().putInt(offset, flags().getInt(offset) | bits);
    }

    private ByteBuffer flags() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
