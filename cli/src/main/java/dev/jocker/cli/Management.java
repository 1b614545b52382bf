package dev.jocker.cli;

import java.util.ArrayList;
import java.util.List;

/** docker's second names: {@code jocker container ls} is {@code jocker ps}. */
final class Management {
    private Management() {}

    /**
     * The arguments with one verb in front, or as they were.
     *
     * @param arguments at least one
     */
    static List<String> plain(List<String> arguments) {
        if (arguments.size() < 2) {
            return arguments;
        }
        String word = arguments.get(1);
        String both = arguments.getFirst().concat(" ").concat(word);
        if (Command.named(both) != null) {
            return with(both, arguments);
        }
        if (!arguments.getFirst().equals("container")) {
            return arguments;
        }
        String verb = word.equals("ls") || word.equals("list") || word.equals("ps") ? Command.PS.word() : word;
        Command command = Command.named(verb);
        if (command == null || command.group() != Command.Group.CONTAINERS) {
            return arguments;
        }
        return with(verb, arguments);
    }

    private static List<String> with(String verb, List<String> arguments) {
        List<String> plain = new ArrayList<>(arguments.size());
        plain.add(verb);
        plain.addAll(arguments.subList(2, arguments.size()));
        return plain;
    }
}
