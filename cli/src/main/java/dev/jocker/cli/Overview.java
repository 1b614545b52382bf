package dev.jocker.cli;

/** What {@code jocker --help} prints: the verbs in their groups, or those after one word. Builds none of them. */
final class Overview {
    private static final int INDENT = 2;
    private static final int COLUMN = 22;

    private Overview() {}

    static String text(int width) {
        var text = new StringBuilder();
        text.append("Usage: jocker COMMAND [OPTIONS] [ARG...]\n\n");
        text.append("Runs containers, and shows how the kernel makes them.\n");
        for (Command.Group group : Command.Group.values()) {
            text.append('\n').append(group.heading()).append(":\n");
            for (Command command : Command.values()) {
                if (command.group() == group) {
                    line(text, command.word(), command, width);
                }
            }
        }
        text.append("\nOptions:\n");
        text.append("  --help              Print this and exit\n");
        text.append("  --version           Print the version and exit\n\n");
        text.append("'jocker COMMAND --help' tells more of one.\n");
        return text.toString();
    }

    /** The same for those that can follow {@code word}. */
    static String of(String word, int width) {
        var text = new StringBuilder();
        text.append("Usage: jocker ").append(word).append(" COMMAND [OPTIONS] [ARG...]\n\nCommands:\n");
        Management.verbs(word).forEach((verb, command) -> line(text, verb, command, width));
        text.append("\n'jocker ").append(word).append(" COMMAND --help' tells more of one.\n");
        return text.toString();
    }

    private static void line(StringBuilder text, String typed, Command command, int width) {
        text.repeat(' ', INDENT).append(typed);
        text.repeat(' ', COLUMN - INDENT - typed.length());
        wrap(text, command.summary(), width);
    }

    /** Appends the words in lines that end before {@code width}; the second and later begin below the first. */
    private static void wrap(StringBuilder text, String words, int width) {
        int column = COLUMN;
        boolean first = true;
        for (String word : words.split(" ", -1)) {
            if (!first && column + 1 + word.length() > width) {
                text.append('\n').repeat(' ', COLUMN);
                column = COLUMN;
                first = true;
            }
            text.append(first ? "" : " ").append(word);
            column += word.length() + (first ? 0 : 1);
            first = false;
        }
        text.append('\n');
    }
}
