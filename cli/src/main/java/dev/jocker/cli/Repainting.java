package dev.jocker.cli;

import java.io.PrintStream;

/**
 * A text that is shown again and again: on a terminal over the one before, elsewhere below it. The cursor stands below the text in between,
 * and nothing is switched on that would have to be switched off, so it may end at any moment.
 */
final class Repainting {
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";

    private final PrintStream out;
    private final boolean terminal;
    private int lines;

    Repainting(Console console) {
        this(console.out(), console.isTerminal());
    }

    Repainting(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(String text) {
        if (!terminal) {
            out.print(text);
            out.flush();
            return;
        }
        var painted = new StringBuilder("\r");
        if (lines > 0) {
            painted.append("\033[").append(lines).append('A');
        }
        lines = 0;
        for (String line : text.split("\n", -1)) {
            if (!line.isEmpty()) {
                painted.append(line).append(CLEAR_LINE).append('\n');
                lines++;
            }
        }
        out.print(painted.append(CLEAR_BELOW));
        out.flush();
    }
}
