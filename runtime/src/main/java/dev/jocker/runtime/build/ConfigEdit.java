package dev.jocker.runtime.build;

import dev.jocker.runtime.build.Instruction.Pair;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.SignalName;
import dev.jocker.runtime.options.UserChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What becomes of an image's {@code config} by the instructions that change nothing else. */
final class ConfigEdit {
    static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");
    private static final long NANOS = 1_000_000_000L;
    private static final int LARGEST_PORT = 65535;

    private final JsonObject config;
    private boolean ownCommand;

    /** @param config changed by {@link #apply} */
    ConfigEdit(JsonObject config) {
        this.config = config;
    }

    JsonObject config() {
        return config;
    }

    /** What lines are given to. */
    List<String> shell() {
        List<String> shell = config.texts("Shell");
        return shell.isEmpty() ? DEFAULT_SHELL : shell;
    }

    /** An absolute path. */
    String workingDirectory() {
        String directory = config.text("WorkingDir");
        return directory == null || directory.isEmpty() ? "/" : directory;
    }

    /** The value of a variable of the environment, or null. */
    String environment(String name) {
        for (String each : config.texts("Env")) {
            if (each.startsWith(name) && each.startsWith("=", name.length())) {
                return each.substring(name.length() + 1);
            }
        }
        return null;
    }

    void addEnvironment(String name, String value) {
        List<String> environment = config.texts("Env");
        environment.add(name + "=" + value);
        config.put("Env", environment);
    }

    /**
     * Applies an instruction, if it is one of these.
     *
     * @param variables values of variables, or null
     * @return false if it does something else
     * @throws DockerfileException if its words make no sense
     */
    boolean apply(Dockerfile.Step step, UnaryOperator<String> variables) throws DockerfileException {
        Statement statement = step.statement();
        try {
            return apply(step.instruction(), word -> Substitution.of(word, statement.escape(), variables));
        } catch (IllegalArgumentException e) {
            throw DockerfileException.at(statement, e.getMessage(), e);
        }
    }

    private boolean apply(Instruction instruction, UnaryOperator<String> expand) {
        switch (instruction) {
            case Instruction.Env env -> environment(env.variables(), expand);
            case Instruction.Label label -> labels(label.labels(), expand);
            case Instruction.Workdir workdir -> config.put("WorkingDir", directory(expand.apply(workdir.path())));
            case Instruction.User user -> config.put("User", user(expand.apply(user.user())));
            case Instruction.Entrypoint entrypoint -> {
                put("Entrypoint", entrypoint.command());
                if (!ownCommand) {
                    config.remove("Cmd"); // it was meant for another entrypoint
                }
            }
            case Instruction.Cmd cmd -> {
                put("Cmd", cmd.command());
                ownCommand = true;
            }
            case Instruction.Expose expose -> expose(expose.ports(), expand);
            case Instruction.Volume volume -> {
                JsonObject volumes = config.object("Volumes");
                for (String path : volume.paths()) {
                    volumes.put(expand.apply(path), new JsonObject());
                }
                config.put("Volumes", volumes);
            }
            case Instruction.StopSignal stop -> config.put("StopSignal", signal(expand.apply(stop.signal())));
            case Instruction.HealthCheck check -> config.put("Healthcheck", healthCheck(check));
            case Instruction.Shell shell -> config.put("Shell", shell.words());
            case Instruction.OnBuild trigger -> {
                List<Object> triggers = config.list("OnBuild");
                triggers.add(trigger.trigger().toString());
                config.put("OnBuild", triggers);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Whether {@link #apply} does something for it. */
    static boolean isOne(Instruction instruction) {
        return switch (instruction) {
            case Instruction.From _, Instruction.Run _, Instruction.Copy _ -> false;
            case Instruction.Arg _, Instruction.Maintainer _ -> false;
            default -> true;
        };
    }

    /** All values are those of before: a variable that is set here is not seen by its neighbours. */
    private void environment(List<Pair> variables, UnaryOperator<String> expand) {
        List<Pair> expanded = expanded(variables, expand);
        List<String> environment = config.texts("Env");
        for (Pair each : expanded) {
            put(environment, each.name(), each.value());
        }
        config.put("Env", environment);
    }

    private static void put(List<String> environment, String name, String value) {
        for (int i = 0; i < environment.size(); i++) {
            if (environment.get(i).startsWith(name + "=")) {
                environment.set(i, name + "=" + value);
                return;
            }
        }
        environment.add(name + "=" + value);
    }

    private void labels(List<Pair> pairs, UnaryOperator<String> expand) {
        JsonObject labels = config.object("Labels");
        for (Pair each : expanded(pairs, expand)) {
            labels.put(each.name(), each.value());
        }
        config.put("Labels", labels);
    }

    private static List<Pair> expanded(List<Pair> pairs, UnaryOperator<String> expand) {
        List<Pair> expanded = new ArrayList<>();
        for (Pair each : pairs) {
            String name = expand.apply(each.name());
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a name is empty: " + each.name());
            }
            expanded.add(new Pair(name, expand.apply(each.value())));
        }
        return expanded;
    }

    private String directory(String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("the working directory is empty");
        }
        return ImagePath.of(workingDirectory(), path);
    }

    private static String user(String user) {
        if (user.isBlank()) {
            throw new IllegalArgumentException("the user is empty");
        }
        UserChoice.parse(user, "USER");
        return user;
    }

    private void put(String name, Command command) {
        if (command.words().isEmpty()) {
            config.remove(name);
        } else {
            config.put(name, command.words(shell()));
        }
    }

    private void expose(List<String> words, UnaryOperator<String> expand) {
        JsonObject ports = config.object("ExposedPorts");
        for (String word : words) {
            for (String port : expand.apply(word).split(" ", -1)) {
                if (!port.isEmpty()) {
                    expose(port, ports);
                }
            }
        }
        config.put("ExposedPorts", ports);
    }

    private static void expose(String word, JsonObject ports) {
        int slash = word.indexOf('/');
        String protocol = slash < 0 ? "tcp" : word.substring(slash + 1).toLowerCase(Locale.ROOT);
        String numbers = slash < 0 ? word : word.substring(0, slash);
        int dash = numbers.indexOf('-');
        int first = port(word, dash < 0 ? numbers : numbers.substring(0, dash));
        int last = dash < 0 ? first : port(word, numbers.substring(dash + 1));
        if (first > last || !List.of("tcp", "udp", "sctp").contains(protocol)) {
            throw new IllegalArgumentException("expected PORT[-PORT][/tcp|/udp|/sctp], not " + word);
        }
        for (int port = first; port <= last; port++) {
            ports.put(port + "/" + protocol, new JsonObject());
        }
    }

    private static int port(String word, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port > 0 && port <= LARGEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("expected PORT[-PORT][/tcp|/udp|/sctp], not " + word);
    }

    private static String signal(String signal) {
        try {
            SignalName.number(signal);
        } catch (IllegalArgumentException e) { // its words are about an option
            throw new IllegalArgumentException("expected the name of a signal or its number, not " + signal, e);
        }
        return signal;
    }

    private JsonObject healthCheck(Instruction.HealthCheck check) {
        var json = new JsonObject();
        if (check.command() == null) {
            return json.put("Test", List.of("NONE"));
        }
        List<String> test = new ArrayList<>();
        test.add(check.command().shell() ? "CMD-SHELL" : "CMD");
        test.addAll(check.command().words());
        json.put("Test", test);
        put(json, "Interval", check.interval());
        put(json, "Timeout", check.timeout());
        put(json, "StartPeriod", check.startPeriod());
        put(json, "StartInterval", check.startInterval());
        if (check.retries() > 0) {
            json.put("Retries", check.retries());
        }
        return json;
    }

    private static void put(JsonObject json, String name, Duration time) {
        if (time != null && !time.isZero()) {
            json.put(name, time.getSeconds() * NANOS + time.getNano());
        }
    }
}
