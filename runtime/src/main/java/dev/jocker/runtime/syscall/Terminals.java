package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.IOCTL;

import dev.jocker.bindings.termios_h;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Terminals and pseudo-terminals: {@code ioctl_tty(2)}, {@code pty(7)}. One method for each request. */
public final class Terminals {
    // struct winsize, four unsigned shorts; TerminalLayoutsTest compares with bindings. Their classes would cost a cold
    // start more
    // than the whole call.
    static final int WINSIZE_BYTES = 8;
    static final int WS_ROW = 0;
    static final int WS_COL = 2;
    static final int WS_XPIXEL = 4;
    static final int WS_YPIXEL = 6;

    private Terminals() {}

    /**
     * {@code struct winsize}. Zero means not known.
     *
     * @param rows lines of text, to 65535
     * @param columns letters in a line, to 65535
     * @param xPixels width in pixels, to 65535
     * @param yPixels height in pixels, to 65535
     */
    public record Winsize(int rows, int columns, int xPixels, int yPixels) {}

    /** Whether a descriptor is a terminal, {@code isatty(3)}. */
    public static boolean isTerminal(Fd fd) {
        try {
            attributes(fd);
            return true;
        } catch (SyscallException e) {
            return false; // ENOTTY as a rule; a descriptor that isn't open is no terminal either
        }
    }

    /** The line settings, TCGETS, as {@code tcgetattr(3)}. */
    public static TerminalAttributes attributes(Fd terminal) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block termios = memory.block(TerminalAttributes.BYTES);
            ioctl(terminal, termios_h.TCGETS(), "TCGETS", termios);
            byte[] bytes = new byte[TerminalAttributes.BYTES];
            termios.bytes().get(0, bytes);
            return new TerminalAttributes(bytes);
        }
    }

    /**
     * Changes the line settings at once, TCSETS, as {@code tcsetattr(3)} with TCSANOW: to wait until all output is
     * gone would be to wait for ever on a terminal that was stopped by Ctrl-S.
     */
    public static void setAttributes(Fd terminal, TerminalAttributes attributes) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block termios = memory.block(TerminalAttributes.BYTES);
            termios.bytes().put(0, attributes.bytes());
            ioctl(terminal, termios_h.TCSETS(), "TCSETS", termios);
        }
    }

    /** The window's size, TIOCGWINSZ. */
    public static Winsize windowSize(Fd terminal) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block winsize = memory.block(WINSIZE_BYTES);
            ioctl(terminal, termios_h.TIOCGWINSZ(), "TIOCGWINSZ", winsize);
            ByteBuffer bytes = winsize.bytes();
            return new Winsize(
                    Short.toUnsignedInt(bytes.getShort(WS_ROW)),
                    Short.toUnsignedInt(bytes.getShort(WS_COL)),
                    Short.toUnsignedInt(bytes.getShort(WS_XPIXEL)),
                    Short.toUnsignedInt(bytes.getShort(WS_YPIXEL)));
        }
    }

    /** Changes the window's size, TIOCSWINSZ: the foreground process group of the terminal gets SIGWINCH. */
    public static void setWindowSize(Fd terminal, Winsize size) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block winsize = memory.block(WINSIZE_BYTES);
            winsize.bytes()
                    .putShort(WS_ROW, (short) size.rows())
                    .putShort(WS_COL, (short) size.columns())
                    .putShort(WS_XPIXEL, (short) size.xPixels())
                    .putShort(WS_YPIXEL, (short) size.yPixels());
            ioctl(terminal, termios_h.TIOCSWINSZ(), "TIOCSWINSZ", winsize);
        }
    }

    /**
     * Makes a pseudo-terminal and unlocks it, as {@code posix_openpt(3)} and {@code unlockpt(3)}.
     *
     * @param ptmx {@code /dev/ptmx}, or the {@code ptmx} of a devpts of one's own
     * @return the master's side
     */
    public static Fd openMaster(Path ptmx) throws SyscallException {
        Fd master = Descriptors.open(ptmx, Flags.of(OpenFlag.O_RDWR, OpenFlag.O_NOCTTY));
        try {
            unlock(master);
            return master;
        } catch (SyscallException e) {
            master.close();
            throw e;
        }
    }

    /** Lets the other side be opened, TIOCSPTLCK, as {@code unlockpt(3)}. */
    public static void unlock(Fd master) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            // A zero int: not locked.
            ioctl(master, termios_h.TIOCSPTLCK(), "TIOCSPTLCK", memory.block(Integer.BYTES));
        }
    }

    /** The number of the pseudo-terminal, TIOCGPTN: the other side's name in its devpts, as {@code ptsname(3)}. */
    public static int number(Fd master) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block number = memory.block(Integer.BYTES);
            ioctl(master, termios_h.TIOCGPTN(), "TIOCGPTN", number);
            return number.bytes().getInt(0);
        }
    }

    /**
     * Opens the other side of a pseudo-terminal by its master, TIOCGPTPEER (Linux 4.13): no path is looked up that
     * somebody could have put something else at. It does not become the controlling terminal.
     */
    public static Fd openPeer(Fd master) throws SyscallException {
        Flags<OpenFlag> flags = Flags.of(OpenFlag.O_RDWR, OpenFlag.O_NOCTTY, OpenFlag.O_CLOEXEC);
        long fd = ioctl(master, termios_h.TIOCGPTPEER(), "TIOCGPTPEER", flags);
        return Fd.owned((int) fd, "the other side of " + master);
    }

    /**
     * Makes reads and writes of an open file return EAGAIN instead of waiting, FIONBIO. That is a setting of the open
     * file, which all who hold it share.
     */
    public static void setNonBlocking(Fd fd) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block on = memory.block(Integer.BYTES);
            on.bytes().putInt(0, 1);
            ioctl(fd, termios_h.FIONBIO(), "FIONBIO", on);
        }
    }

    private static long ioctl(Fd fd, long request, String name, Argument argument) throws SyscallException {
        return Downcall.call(IOCTL, fd, Argument.named(request, name), argument);
    }
}
