package dev.jocker.cli;

import java.util.Locale;

/** The verbs there are, grouped as {@code jocker --help} shows them. Naming one builds nothing. */
enum Command {
    RUN(Group.CONTAINERS, "Create and run a container in the foreground"),
    IMAGES(Group.IMAGES, "List images"),
    IMPORT(Group.IMAGES, "Make an image of a root file system in a tar archive"),
    RMI(Group.IMAGES, "Remove images"),
    EXPLAIN(Group.MECHANICS, "Show the system calls of a start, and why each is made, without making them"),
    BENCH(Group.MECHANICS, "Measure what a start costs, beside C that makes the same system calls"),
    COMPLETION(Group.JOCKER, "Print the completion script for a shell"),
    HELP(Group.JOCKER, "Show the verbs, or the help of one"),
    VERSION(Group.JOCKER, "Show the versions of Jocker and what it runs on");

    /** A heading of the help. */
    enum Group {
        CONTAINERS("Containers"),
        IMAGES("Images"),
        MECHANICS("How it works"),
        JOCKER("Jocker itself");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }

    private final Group group;
    private final String word;
    private final String summary;

    Command(Group group, String summary) {
        this.group = group;
        this.word = name().toLowerCase(Locale.ROOT);
        this.summary = summary;
    }

    Group group() {
        return group;
    }

    /** What is typed. */
    String word() {
        return word;
    }

    /** One line, without a full stop. */
    String summary() {
        return summary;
    }

    /** The command that is typed so, or null. */
    static Command named(String word) {
        for (Command each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        return null;
    }

    /** Builds the verb. */
    Verb verb() {
        return switch (this) {
            case RUN -> new RunVerb();
            case IMAGES -> new ImagesVerb();
            case IMPORT -> new ImportVerb();
            case RMI -> new RmiVerb();
            case EXPLAIN -> new ExplainVerb();
            case BENCH -> new BenchVerb();
            case COMPLETION -> new CompletionVerb();
            case HELP -> new HelpVerb();
            case VERSION -> new VersionVerb();
        };
    }
}
