package dev.jocker.runtime.build;

import dev.jocker.runtime.build.Instruction.Pair;
import dev.jocker.runtime.build.Instruction.Source;
import dev.jocker.runtime.oci.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** From a {@link Statement} to the {@link Instruction} that it is. */
final class InstructionReader {
    private static final Set<String> NO_TRIGGER = Set.of("ONBUILD", "FROM", "MAINTAINER");
    private static final Set<String> NETWORKS = Set.of("default", "none", "host");

    private final Statement statement;
    private final Flags flags;
    private final String arguments;

    private InstructionReader(Statement statement) {
        this.statement = statement;
        this.flags = Flags.of(statement);
        this.arguments = flags.arguments();
    }

    static Instruction read(Statement statement) throws DockerfileException {
        var reader = new InstructionReader(statement);
        Instruction instruction = reader.instruction();
        reader.flags.none();
        return instruction;
    }

    private Instruction instruction() throws DockerfileException {
        String keyword = statement.keyword();
        Instruction instruction = switch (keyword) {
            case "FROM" -> from();
            case "RUN" -> run();
            case "COPY" -> copy(false);
            case "ADD" -> copy(true);
            case "ARG" -> new Instruction.Arg(declarations());
            case "ENV" -> new Instruction.Env(pairs());
            case "LABEL" -> new Instruction.Label(pairs());
            case "WORKDIR" -> new Instruction.Workdir(needed());
            case "USER" -> new Instruction.User(needed());
            case "CMD" -> new Instruction.Cmd(command());
            case "ENTRYPOINT" -> new Instruction.Entrypoint(command());
            case "EXPOSE" -> new Instruction.Expose(ShellWords.split(needed(), statement.escape()));
            case "VOLUME" -> new Instruction.Volume(volumes());
            case "STOPSIGNAL" -> new Instruction.StopSignal(needed());
            case "HEALTHCHECK" -> healthCheck();
            case "SHELL" -> shell();
            case "ONBUILD" -> onBuild();
            case "MAINTAINER" -> new Instruction.Maintainer(needed());
            default -> throw wrong("there is no instruction " + keyword + nearest(keyword));
        };
        return instruction;
    }

    private static String nearest(String keyword) {
        for (String each : List.of(
                "FROM",
                "RUN",
                "COPY",
                "ADD",
                "ARG",
                "ENV",
                "LABEL",
                "WORKDIR",
                "USER",
                "CMD",
                "ENTRYPOINT",
                "EXPOSE",
                "VOLUME",
                "STOPSIGNAL",
                "HEALTHCHECK",
                "SHELL",
                "ONBUILD",
                "MAINTAINER")) {
            if (isNear(keyword, each)) {
                return "; did you mean " + each + "?";
            }
        }
        return "";
    }

    /** Whether one letter too many, one too few, another, or two that have changed places make the difference. */
    private static boolean isNear(String a, String b) {
        int start = 0;
        while (start < a.length() && start < b.length() && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        String x = a.substring(start);
        String y = b.substring(start);
        return !x.isEmpty() && x.substring(1).equals(y)
                || !y.isEmpty() && y.substring(1).equals(x)
                || !x.isEmpty() && !y.isEmpty() && x.substring(1).equals(y.substring(1))
                || x.length() > 1
                        && x.length() == y.length()
                        && x.charAt(0) == y.charAt(1)
                        && x.charAt(1) == y.charAt(0)
                        && x.substring(2).equals(y.substring(2));
    }

    private Instruction from() throws DockerfileException {
        List<String> words = ShellWords.split(needed(), statement.escape());
        boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("AS");
        if (words.size() != 1 && !named) {
            throw wrong("expected FROM IMAGE or FROM IMAGE AS NAME");
        }
        String name = named ? words.get(2).toLowerCase(Locale.ROOT) : null;
        if (name != null && !isStageName(name)) {
            throw wrong("the name of a stage is letters, digits, _ . -, and begins with a letter: not " + words.get(2));
        }
        return new Instruction.From(words.getFirst(), name, flags.one("--platform"));
    }

    private static boolean isStageName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            if (!letter && (i == 0 || (c < '0' || c > '9') && "_.-".indexOf(c) < 0)) {
                return false;
            }
        }
        return true;
    }

    private Instruction run() throws DockerfileException {
        String network = flags.one("--network");
        if (network != null && !NETWORKS.contains(network)) {
            throw wrong("--network is default, none or host, not " + network);
        }
        if (flags.one("--security") != null) {
            throw wrong("RUN --security is not supported");
        }
        List<String> mounts = flags.all("--mount");
        Command command = command();
        if (command.words().isEmpty()) {
            throw wrong("there is no command");
        }
        return new Instruction.Run(command, mounts, network == null ? "default" : network);
    }

    private Instruction copy(boolean add) throws DockerfileException {
        String from = add ? null : flags.one("--from");
        String checksum = add ? flags.one("--checksum") : null;
        boolean parents = !add && flags.has("--parents");
        flags.has("--link"); // only how it is cached and stored
        var options = new Instruction.CopyFlags(
                from, flags.one("--chown"), flags.one("--chmod"), parents, flags.all("--exclude"), checksum);
        List<String> words = json(needed());
        boolean literal = words != null;
        words = literal ? words : ShellWords.split(arguments, statement.escape());
        if (words.size() < 2) {
            throw wrong("expected at least a source and a destination");
        }
        List<Source> sources = new ArrayList<>();
        int heredoc = 0;
        for (String word : words.subList(0, words.size() - 1)) {
            if (!literal && HeredocWord.name(word) != null) {
                sources.add(new Source.Inline(statement.heredocs().get(heredoc++)));
            } else {
                sources.add(new Source.Named(word));
            }
        }
        return new Instruction.Copy(add, sources, words.getLast(), options);
    }

    private List<Pair> declarations() throws DockerfileException {
        List<Pair> pairs = new ArrayList<>();
        for (String word : ShellWords.split(needed(), statement.escape())) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (name.isEmpty()) {
                throw wrong("a variable has no name: " + word);
            }
            pairs.add(new Pair(name, equals < 0 ? null : word.substring(equals + 1)));
        }
        return pairs;
    }

    /** {@code name=value …}; or, as it was once, {@code name value}, the value being all that follows. */
    private List<Pair> pairs() throws DockerfileException {
        List<String> words = ShellWords.split(needed(), statement.escape());
        if (words.getFirst().indexOf('=') < 0) {
            if (words.size() < 2) {
                throw wrong("expected NAME=VALUE");
            }
            String name = words.getFirst();
            return List.of(new Pair(name, arguments.substring(name.length()).strip()));
        }
        List<Pair> pairs = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw wrong("expected NAME=VALUE, not " + word);
            }
            if (equals == 0) {
                throw wrong("a name is missing: " + word);
            }
            pairs.add(new Pair(word.substring(0, equals), word.substring(equals + 1)));
        }
        return pairs;
    }

    private List<String> volumes() throws DockerfileException {
        List<String> words = json(needed());
        words = words != null ? words : ShellWords.split(arguments, statement.escape());
        for (String word : words) {
            if (word.isBlank()) {
                throw wrong("the path of a volume is empty");
            }
        }
        return words;
    }

    private Instruction healthCheck() throws DockerfileException {
        Duration interval = duration("--interval");
        Duration timeout = duration("--timeout");
        Duration startPeriod = duration("--start-period");
        Duration startInterval = duration("--start-interval");
        String times = flags.one("--retries");
        String rest = needed();
        String kind = ShellWords.split(rest, statement.escape()).getFirst();
        if (kind.equalsIgnoreCase("NONE")) {
            if (rest.length() > kind.length()) {
                throw wrong("NONE takes nothing after it");
            }
            return new Instruction.HealthCheck(null, null, null, null, null, 0);
        }
        if (!kind.equalsIgnoreCase("CMD")) {
            throw wrong("expected HEALTHCHECK [OPTIONS] CMD COMMAND or HEALTHCHECK NONE");
        }
        Command command = command(rest.substring(kind.length()).strip());
        if (command.words().isEmpty()) {
            throw wrong("there is no command after CMD");
        }
        return new Instruction.HealthCheck(command, interval, timeout, startPeriod, startInterval, retries(times));
    }

    private int retries(String times) throws DockerfileException {
        try {
            int retries = times == null ? 0 : Integer.parseInt(times);
            if (retries >= 0) {
                return retries;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong("--retries is a number, not " + times);
    }

    private Duration duration(String name) throws DockerfileException {
        String text = flags.one(name);
        if (text == null) {
            return null;
        }
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(name + " is a time such as 30s or 1m30s, not " + text);
        }
    }

    private Instruction shell() throws DockerfileException {
        List<String> words = json(needed());
        if (words == null || words.isEmpty()) {
            throw wrong("expected the exec form: SHELL [\"/bin/sh\", \"-c\"]");
        }
        return new Instruction.Shell(words);
    }

    private Instruction onBuild() throws DockerfileException {
        String rest = needed();
        String word = ShellWords.split(rest, statement.escape()).getFirst();
        String keyword = word.toUpperCase(Locale.ROOT);
        if (NO_TRIGGER.contains(keyword)) {
            throw wrong(keyword + " cannot be a trigger");
        }
        if (!statement.heredocs().isEmpty()) {
            throw wrong("a heredoc cannot be part of a trigger");
        }
        Statement trigger =
                statement.inner(keyword, rest.substring(word.length()).strip());
        read(trigger); // its mistakes are this file's
        return new Instruction.OnBuild(trigger);
    }

    /** The exec form, or else the shell form. Without any words where there are none: {@code CMD []}. */
    private Command command() throws DockerfileException {
        return command(needed());
    }

    private Command command(String text) {
        List<String> words = json(text);
        if (words != null) {
            return new Command(words, false);
        }
        return new Command(text.isEmpty() ? List.of() : List.of(text), true);
    }

    /** A JSON array of texts; null if it is anything else. */
    private static List<String> json(String text) {
        if (!text.startsWith("[")) {
            return null;
        }
        try {
            JsonObject object = JsonObject.read(("{\"a\":" + text + "}").getBytes(StandardCharsets.UTF_8), "");
            List<String> words = object.texts("a");
            return object.names().size() == 1
                            && words.size() == object.list("a").size()
                    ? words
                    : null;
        } catch (IOException e) {
            return null; // it is for a shell, which knows brackets too
        }
    }

    private String needed() throws DockerfileException {
        if (arguments.isEmpty()) {
            throw wrong(statement.keyword() + " needs something after it");
        }
        return arguments;
    }

    private DockerfileException wrong(String why) {
        return DockerfileException.at(statement, why);
    }
}
