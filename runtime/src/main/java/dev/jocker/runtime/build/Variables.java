package dev.jocker.runtime.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The variables of a stage: what its ARGs declare, under what its environment says. */
final class Variables {
    /** These need no ARG, and change neither an image nor what is done before. */
    private static final Set<String> PROXIES =
            Set.of("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY");

    /** docker's, of images that say nothing of it: ENV can add to it. */
    static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Map<String, String> given;
    private final Map<String, String> globals;
    private final Map<String, String> platform;
    private final ConfigEdit config;
    private final Map<String, String> declared = new LinkedHashMap<>();

    /**
     * None declared yet.
     *
     * @param given {@code --build-arg}
     * @param globals those before the first FROM
     * @param platform {@code TARGETPLATFORM} and its like
     */
    Variables(Map<String, String> given, Map<String, String> globals, Map<String, String> platform, ConfigEdit config) {
        this.given = given;
        this.globals = globals;
        this.platform = platform;
        this.config = config;
    }

    /** The value of a variable, or null. */
    String value(String name) {
        String environment = config.environment(name);
        return environment == null ? declared.get(name) : environment;
    }

    void declare(Statement statement, Instruction.Arg arg) throws DockerfileException {
        for (Instruction.Pair each : arg.variables()) {
            String value = given.get(each.name());
            if (value == null && each.value() != null) {
                value = expand(statement, each.value());
            }
            if (value == null) {
                value = globals.getOrDefault(each.name(), platform.get(each.name()));
            }
            declared.put(each.name(), value);
        }
    }

    /** As docker's history has it: with the values that the Dockerfile or the command line gives. */
    String text(Instruction.Arg arg) {
        var text = new StringBuilder("ARG");
        for (Instruction.Pair each : arg.variables()) {
            text.append(' ').append(each.name());
            boolean said = each.value() != null || given.containsKey(each.name());
            if (said && !isProxy(each.name())) { // those may have passwords
                text.append('=').append(declared.get(each.name()));
            }
        }
        return text.toString();
    }

    String expand(Statement statement, String word) throws DockerfileException {
        try {
            return Substitution.of(word, statement.escape(), this::value);
        } catch (IllegalArgumentException e) {
            throw DockerfileException.at(statement, e.getMessage(), e);
        }
    }

    /** What ARGs say and the environment does not, for a command: {@code NAME=VALUE}, sorted. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (String name : new TreeSet<>(declared.keySet())) {
            if (declared.get(name) != null && config.environment(name) == null && !isProxy(name)) {
                arguments.add(name + "=" + declared.get(name));
            }
        }
        return arguments;
    }

    /** Proxies that are given, for a command: {@code NAME=VALUE}. */
    List<String> proxies() {
        List<String> proxies = new ArrayList<>();
        for (Map.Entry<String, String> each : given.entrySet()) {
            if (isProxy(each.getKey())) {
                proxies.add(each.getKey() + "=" + each.getValue());
            }
        }
        return proxies;
    }

    static boolean isProxy(String name) {
        return PROXIES.contains(name.toUpperCase(java.util.Locale.ROOT));
    }
}
