package dev.jocker.runtime.terminal;

import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.Terminals;

/**
 * How many lines and columns a terminal shows. Zero means that the terminal does not know.
 *
 * @param rows lines, to 65535
 * @param columns letters in a line, to 65535
 */
public record WindowSize(int rows, int columns) {

    /** Checks that both fit the kernel's structure. */
    public WindowSize {
        if (rows < 0 || rows > 0xffff || columns < 0 || columns > 0xffff) {
            throw new IllegalArgumentException("not a window size: " + rows + " rows, " + columns + " columns");
        }
    }

    /**
     * The size of a terminal.
     *
     * @throws SyscallException if the descriptor is no terminal (ENOTTY)
     */
    public static WindowSize of(Fd terminal) throws SyscallException {
        Terminals.Winsize size = Terminals.windowSize(terminal);
        return new WindowSize(size.rows(), size.columns());
    }

    /** The size of the terminal that standard output goes to, or null where it goes elsewhere. */
    public static WindowSize ofStandardOutput() {
        try {
            return of(Fd.STDOUT);
        } catch (SyscallException e) {
            return null;
        }
    }

    /** Gives a terminal this size; its foreground processes hear of it by SIGWINCH. */
    public void applyTo(Fd terminal) throws SyscallException {
        Terminals.setWindowSize(terminal, new Terminals.Winsize(rows, columns, 0, 0));
    }
}
