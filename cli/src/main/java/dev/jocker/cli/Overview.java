package dev.jocker.cli;

/** What {@code jocker --help} prints: the verbs in their groups. Builds none of them. */
final class Overview {
    private static final int INDENT = 2;
    private static final int COLUMN = 20;

    private Overview() {}

    static String text(int width) {
        var text = new StringBuilder();
        text.append("Usage: jocker COMMAND [OPTIONS] [ARG...]\n\n");
        text.append("Runs containers, and shows how the kernel makes them.\n");
        for (Command.Group group : Command.Group.values()) {
            text.append('\n').append(group.heading()).append(":\n");
            for (Command command : Command.values()) {
                if (command.group() == group) {
                    text.repeat(' ', INDENT).append(command.word());
                    text.repeat(' ', COLUMN - INDENT - command.word().length());
                    wrap(text, command.summary(), width);
                }
            }
        }
        text.append("\nOptions:\n");
        text.append("  --help            Print this and exit\n");
        text.append("  --version         Print the version and exit\n\n");
        text.append("'jocker COMMAND --help' tells more of one.\n");
        return text.toString();
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
