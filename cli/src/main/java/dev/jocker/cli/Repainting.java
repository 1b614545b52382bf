package dev.jocker.cli;

/**
 * A text that is shown again and again: on a terminal over the one before, elsewhere below it. The cursor stands below the text in between,
 * and nothing is switched on that would have to be switched off, so it may end at any moment.
 */
final class Repainting {
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";

    private final Console console;
    private final boolean terminal;
    private int lines;

    Repainting(Console console) {
        this.console = console;
        this.terminal = console.isTerminal();
    }

    void show(String text) {
        if (!terminal) {
            console.out().print(text);
            console.out().flush();
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
        console.out().print(painted.append(CLEAR_BELOW));
        console.out().flush();
    }
}
