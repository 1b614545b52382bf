package dev.jocker.runtime.build;

import java.util.ArrayList;
import java.util.List;

/** The options that stand before an instruction's arguments, {@code --name=value}. Each has to be asked for: what is left is an error. */
final class Flags {
    private final Statement statement;
    private final List<String> left = new ArrayList<>();
    private final String arguments;

    private Flags(Statement statement, String arguments) {
        this.statement = statement;
        this.arguments = arguments;
    }

    static Flags of(Statement statement) {
        String rest = statement.rest();
        List<String> words = new ArrayList<>();
        while (rest.startsWith("--")) {
            String word = ShellWords.split(rest, statement.escape()).getFirst();
            rest = rest.substring(word.length()).stripLeading();
            if (word.equals("--")) {
                break;
            }
            words.add(word);
        }
        var flags = new Flags(statement, rest);
        flags.left.addAll(words);
        return flags;
    }

    /** What follows them. */
    String arguments() {
        return arguments;
    }

    /** All values of an option; each of them only once it is asked for. */
    List<String> all(String name) throws DockerfileException {
        List<String> values = new ArrayList<>();
        for (String word : List.copyOf(left)) {
            if (word.equals(name)) {
                throw DockerfileException.at(statement, name + " needs a value: " + name + "=…");
            }
            if (word.startsWith(name + "=")) {
                values.add(word.substring(name.length() + 1));
                left.remove(word);
            }
        }
        return values;
    }

    /** The only value of an option, or null. */
    String one(String name) throws DockerfileException {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw DockerfileException.at(statement, name + " is there twice");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Whether an option is there that needs no value. */
    boolean has(String name) throws DockerfileException {
        if (left.remove(name)) {
            return true;
        }
        String value = one(name);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw DockerfileException.at(statement, name + " is true or false, not " + value);
        }
        return "true".equals(value);
    }

    /** There are no others. */
    void none() throws DockerfileException {
        if (!left.isEmpty()) {
            throw DockerfileException.at(statement, statement.keyword() + " has no option " + left.getFirst());
        }
    }
}
