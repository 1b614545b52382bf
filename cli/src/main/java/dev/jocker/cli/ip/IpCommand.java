package dev.jocker.cli.ip;

import dev.jocker.runtime.route.Family;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** {@code jocker ip}: reads the options, and hands the rest to the object's class. */
public final class IpCommand {
    private final Words words;
    private Family family;
    private boolean linkLayer;
    private boolean json;
    private boolean pretty;
    private int statistics;
    private boolean details;
    private boolean oneLine;
    private boolean brief;
    private boolean numeric;
    private String namespace;

    /** @param words what follows {@code jocker ip} */
    public IpCommand(List<String> words) {
        this.words = new Words(words);
    }

    /** Whether the words ask for the help of all. */
    public static boolean asksForHelp(List<String> words) {
        return words.isEmpty() || words.equals(List.of("help")) || words.contains("--help") && !isExecuted(words);
    }

    /** What is to be executed may have a {@code --help} of its own. */
    private static boolean isExecuted(List<String> words) {
        return words.contains("exec");
    }

    /** The text of the help. */
    public static String help() {
        return Help.ALL;
    }

    /**
     * Does it, and returns the exit status.
     *
     * @throws UsageException if the words are wrong
     * @throws IOException if the kernel refused
     */
    public int run(PrintStream out, PrintStream err) throws IOException {
        options();
        if (!words.hasNext()) {
            throw new UsageException("say what it is about: link, address, route, neighbour, rule or netns");
        }
        var display = new Display(family, linkLayer, json, pretty, statistics, details, oneLine, brief, numeric);
        try (var session = new Session(namespace, display, out, err)) {
            return run(session);
        }
    }

    private int run(Session session) throws IOException {
        String typed = words.next();
        String object =
                Words.match(typed, "address", "route", "rule", "neighbor", "neighbour", "link", "netns", "help");
        switch (object) {
            case "address" -> new AddressObject(session).run(words);
            case "route" -> new RouteObject(session).run(words);
            case "rule" -> new RuleObject(session).run(words);
            case "neighbor", "neighbour" -> new NeighbourObject(session).run(words);
            case "link" -> new LinkObject(session).run(words);
            case "netns" -> {
                return new NetnsObject(session).run(words);
            }
            case "help" -> session.print(Help.ALL);
            case null, default ->
                throw new UsageException("\"" + typed
                        + "\" is no object here: they are link, address, route, neighbour, rule and netns");
        }
        return 0;
    }

    private void options() {
        while (words.hasNext() && words.peek().startsWith("-")) {
            String typed = words.next();
            String option = typed.startsWith("--") ? typed.substring(1) : typed;
            switch (option) {
                case "-4" -> family = Family.AF_INET;
                case "-6" -> family = Family.AF_INET6;
                case "-0" -> linkLayer = true;
                case "-f" -> family(words.value(typed));
                case "-n" -> namespace = Values.namespaceName(words.value(typed));
                case "-br" -> brief = true;
                default -> longOption(typed, option);
            }
        }
    }

    /** By their beginnings, in ip(8)'s order. */
    private void longOption(String typed, String option) {
        String name = Words.match(
                option,
                "-family",
                "-stats",
                "-statistics",
                "-details",
                "-resolve",
                "-oneline",
                "-timestamp",
                "-numeric",
                "-Numeric",
                "-netns",
                "-json",
                "-pretty",
                "-brief",
                "-color");
        switch (name) {
            case "-family" -> family(words.value(typed));
            case "-stats", "-statistics" -> statistics++;
            case "-details" -> details = true;
            case "-oneline" -> oneLine = true;
            case "-Numeric" -> numeric = true;
            case "-netns" -> namespace = Values.namespaceName(words.value(typed));
            case "-json" -> json = true;
            case "-pretty" -> pretty = true;
            case "-brief" -> brief = true;
            case "-color" -> {} // what is printed has none
            case null, default -> throw new UsageException("unknown option: " + typed);
        }
    }

    private void family(String word) {
        switch (word) {
            case "inet" -> family = Family.AF_INET;
            case "inet6" -> family = Family.AF_INET6;
            case "link" -> linkLayer = true;
            default -> throw new UsageException("a family is inet, inet6 or link, not \"" + word + "\"");
        }
    }
}
