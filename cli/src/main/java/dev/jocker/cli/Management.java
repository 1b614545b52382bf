package dev.jocker.cli;

import dev.jocker.cli.Command.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** docker's second names: {@code jocker container ls} is {@code jocker ps}. */
final class Management {
    private static final String CONTAINER = "container";
    private static final String IMAGE = "image";
    private static final String SYSTEM = "system";

    private Management() {}

    /** The words that another has to follow. */
    static List<String> words() {
        Set<String> words = new LinkedHashSet<>(List.of(CONTAINER, IMAGE, SYSTEM));
        for (Command each : Command.values()) {
            int blank = each.word().indexOf(' ');
            if (blank >= 0) {
                words.add(each.word().substring(0, blank));
            }
        }
        return List.copyOf(words);
    }

    /** What may follow {@code word}, each with the command it means; empty if it is no such word. */
    static Map<String, Command> verbs(String word) {
        Map<String, Command> verbs = new LinkedHashMap<>();
        for (Command each : Command.values()) {
            String verb = verb(word, each);
            if (verb != null) {
                verbs.put(verb, each);
            }
        }
        return verbs;
    }

    /** How {@code command} is typed after {@code word}, or null. */
    private static String verb(String word, Command command) {
        String typed = command.word();
        int blank = typed.indexOf(' ');
        if (blank >= 0) {
            return typed.substring(0, blank).equals(word) ? typed.substring(blank + 1) : null;
        }
        boolean there = switch (word) {
            case CONTAINER -> command.group() == Group.CONTAINERS && command != Command.EVENTS;
            case IMAGE ->
                command == Command.INSPECT
                        || command.group() == Group.IMAGES
                                && command != Command.LOGIN
                                && command != Command.LOGOUT
                                && command != Command.COMMIT;
            case SYSTEM -> command == Command.EVENTS || command == Command.INFO;
            default -> false;
        };
        if (!there) {
            return null;
        }
        return switch (command) {
            case PS, IMAGES -> "ls";
            case RMI -> "rm";
            default -> typed;
        };
    }

    private static String usual(String verb) {
        return switch (verb) {
            case "list", "ps" -> "ls";
            case "remove" -> "rm";
            default -> verb;
        };
    }

    /**
     * The arguments with one verb in front, or as they were.
     *
     * @param arguments at least one
     */
    static List<String> plain(List<String> arguments) {
        if (arguments.size() < 2) {
            return arguments;
        }
        Command command = verbs(arguments.getFirst()).get(usual(arguments.get(1)));
        if (command == null) {
            return arguments;
        }
        List<String> plain = new ArrayList<>(arguments.size());
        plain.add(command.word());
        if (command == Command.INSPECT) {
            plain.addAll(List.of("--type", arguments.getFirst())); // it looks for nothing else
        }
        plain.addAll(arguments.subList(2, arguments.size()));
        return plain;
    }
}
