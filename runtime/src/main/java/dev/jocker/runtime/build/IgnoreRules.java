package dev.jocker.runtime.build;

import java.util.ArrayList;
import java.util.List;

/** What is left out: the lines of {@code .dockerignore}, and of {@code --exclude}. The last one that matches counts. */
final class IgnoreRules {
    static final IgnoreRules NONE = new IgnoreRules(List.of());

    private final List<Rule> rules;

    private IgnoreRules(List<Rule> rules) {
        this.rules = rules;
    }

    private record Rule(PathPattern pattern, boolean again) {}

    /** Reads a file's text. {@code file}: what errors call it. */
    static IgnoreRules parse(String file, String text) throws DockerfileException {
        List<Rule> rules = new ArrayList<>();
        List<String> lines =
                (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            try {
                add(line.strip(), rules);
            } catch (IllegalArgumentException e) {
                throw DockerfileException.at(file, i + 1, e.getMessage());
            }
        }
        return new IgnoreRules(rules);
    }

    /** One rule of each pattern. */
    static IgnoreRules of(List<String> patterns) {
        List<Rule> rules = new ArrayList<>();
        for (String each : patterns) {
            add(each, rules);
        }
        return new IgnoreRules(rules);
    }

    private static void add(String line, List<Rule> rules) {
        boolean again = line.startsWith("!");
        String pattern =
                ImagePath.of("/", again ? line.substring(1).strip() : line).substring(1);
        if (pattern.isEmpty() && again) {
            throw new IllegalArgumentException("! is not followed by a pattern");
        }
        if (!pattern.isEmpty()) {
            rules.add(new Rule(PathPattern.of(pattern), again));
        }
    }

    /** Whether a path is left out, itself or with a directory that it is in. {@code path}: relative, without a slash at its end. */
    boolean ignores(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.again() == ignored && matchesAny(rule.pattern(), path)) {
                ignored = !rule.again();
            }
        }
        return ignored;
    }

    /** Whether something below an ignored directory may be wanted all the same: then it has to be looked through. */
    boolean hasExceptions() {
        for (Rule rule : rules) {
            if (rule.again()) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesAny(PathPattern pattern, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (pattern.matches(path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }
}
