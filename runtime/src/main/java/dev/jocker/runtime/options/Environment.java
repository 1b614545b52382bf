package dev.jocker.runtime.options;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Environment variables as {@code -e} and {@code --env-file} write them. */
public final class Environment {
    private Environment() {}

    /**
     * What {@code -e word} means: {@code KEY=VALUE} as it stands; {@code KEY} with the host's value, or bare where the host
     * has none (then it takes away the image's).
     *
     * @param host the host's value of a variable, or null
     * @throws IllegalArgumentException if there is no name
     */
    public static String resolve(String word, UnaryOperator<String> host) {
        if (word.isEmpty() || word.startsWith("=")) {
            throw BadOption.value("--env", word, "expected NAME=VALUE or NAME");
        }
        String value = word.indexOf('=') >= 0 ? null : host.apply(word);
        return value == null ? word : word + "=" + value;
    }

    /**
     * The variables of an environment file: {@code KEY=VALUE} or {@code KEY} a line, # comments, empty lines. Quotes are
     * part of the value, and so are blanks at its end. A {@code KEY} that the host does not have is left out.
     *
     * @param file its name, for errors
     * @param host the host's value of a variable, or null
     * @throws IllegalArgumentException if a line has no name or a name with blanks in it
     */
    public static List<String> parseFile(String file, List<String> lines, UnaryOperator<String> host) {
        return parse("--env-file ".concat(file), lines, host);
    }

    /**
     * The labels of a file of labels, with the same rules. A {@code KEY} alone is a label with an empty value.
     *
     * @param file its name, for errors
     * @throws IllegalArgumentException if a line has no name or a name with blanks in it
     */
    public static List<String> parseLabels(String file, List<String> lines) {
        return parse("--label-file ".concat(file), lines, _ -> "");
    }

    private static List<String> parse(String file, List<String> lines, UnaryOperator<String> host) {
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line =
                    i == 0 && lines.get(0).startsWith("\uFEFF") ? lines.get(0).substring(1) : lines.get(i);
            line = line.stripLeading();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? line : line.substring(0, equals);
            if (name.isEmpty() || name.indexOf(' ') >= 0 || name.indexOf('\t') >= 0) {
                throw BadOption.value(
                        file + " line " + (i + 1), line, "expected NAME=VALUE or NAME, no blanks in the name");
            }
            if (equals >= 0) {
                variables.add(line);
            } else {
                String value = host.apply(name);
                if (value != null) {
                    variables.add(name + "=" + value);
                }
            }
        }
        return variables;
    }
}
