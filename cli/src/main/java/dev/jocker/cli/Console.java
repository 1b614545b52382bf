package dev.jocker.cli;

import dev.jocker.cli.output.Table;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Terminals;
import dev.jocker.runtime.terminal.WindowSize;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * What a verb reads and prints on.
 *
 * @param in standard input
 * @param out results
 * @param err everything else
 * @param ofProcess whether these are the process's own streams, so that its terminal's width is theirs
 */
record Console(InputStream in, PrintStream out, PrintStream err, boolean ofProcess) {
    private static final int USUAL_WIDTH = 80;
    private static final int WIDEST_TEXT = 100;

    static Console standard() {
        return new Console(System.in, System.out, System.err, true);
    }

    /** Whether results go to a terminal. */
    boolean isTerminal() {
        return windowSize() != null;
    }

    /** Whether everything else goes to a terminal. */
    boolean isErrorTerminal() {
        return ofProcess && Terminals.isTerminal(Fd.STDERR);
    }

    /** Where failures are told. */
    Failures failures() {
        return new Failures(err, "1".equals(System.getenv("JOCKER_DEBUG")));
    }

    /**
     * How wide a table may be: the terminal's columns, or without limit where the output goes to a file or a program.
     */
    int tableWidth() {
        WindowSize size = windowSize();
        return size == null || size.columns() == 0 ? Table.UNLIMITED : size.columns();
    }

    /** How wide running text is set: the terminal's columns as far as that reads well. */
    int textWidth() {
        WindowSize size = windowSize();
        return size == null || size.columns() == 0 ? USUAL_WIDTH : Math.min(size.columns(), WIDEST_TEXT);
    }

    private WindowSize windowSize() {
        if (!ofProcess) {
            return null;
        }
        try {
            return WindowSize.ofStandardOutput();
        } catch (UnsupportedOperationException | LinkageError e) {
            return null; // a machine that Jocker has no code for: help and version still work there
        }
    }
}
