package dev.jocker.runtime.build;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What {@code RUN --mount} says.
 *
 * @param target where the command sees it; null: nowhere, it is only a variable
 * @param source a path in what {@code from} names; of a cache: where its files begin
 * @param from a stage or an image; null: the context, and of a cache an empty directory
 * @param id of a cache: those of one id are the same; of a secret: which one
 * @param writable whether the command may write; what it writes to a bind is lost
 * @param size of a tmpfs, or null
 * @param mode of a cache that is made, or of a secret, octal, or null; {@code uid} and {@code gid} likewise
 * @param alone whether nobody else has the cache at the same time
 * @param variable of the environment that a secret is the value of, or null
 * @param required whether a secret has to be there
 */
record RunMount(
        Kind kind,
        String target,
        String source,
        String from,
        String id,
        boolean writable,
        String size,
        String mode,
        String uid,
        String gid,
        boolean alone,
        String variable,
        boolean required) {
    private static final Set<String> KNOWN = Set.of(
            "type",
            "target",
            "dst",
            "destination",
            "source",
            "src",
            "from",
            "id",
            "rw",
            "readwrite",
            "ro",
            "readonly",
            "size",
            "mode",
            "uid",
            "gid",
            "sharing",
            "env",
            "required");

    private static final String SECRETS = "/run/secrets/";

    /** What is mounted. */
    enum Kind {
        BIND,
        CACHE,
        TMPFS,
        SECRET
    }

    /** Reads the words after {@code --mount=}; variables are not yet replaced. */
    static RunMount parse(Statement statement, String text) throws DockerfileException {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : text.split(",", -1)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (!KNOWN.contains(name)) {
                throw DockerfileException.at(statement, "--mount knows no " + name);
            }
            words.put(name, equals < 0 ? "true" : word.substring(equals + 1));
        }
        Kind kind = kind(statement, words.getOrDefault("type", "bind"));
        String target = first(words, "target", "dst", "destination");
        if (kind == Kind.SECRET) {
            return secret(statement, words, target);
        }
        if (words.containsKey("env") || words.containsKey("required")) {
            throw DockerfileException.at(statement, "--mount has env and required for a secret only");
        }
        if (target == null || target.isEmpty()) {
            throw DockerfileException.at(statement, "--mount needs a target: target=/path");
        }
        boolean readOnly = isOn(words, "ro") || isOn(words, "readonly");
        boolean asked = isOn(words, "rw") || isOn(words, "readwrite");
        return new RunMount(
                kind,
                target,
                first(words, "source", "src"),
                words.get("from"),
                words.get("id"),
                kind == Kind.BIND ? asked : !readOnly,
                words.get("size"),
                words.get("mode"),
                words.get("uid"),
                words.get("gid"),
                alone(statement, words.getOrDefault("sharing", "shared")),
                null,
                true);
    }

    /** One without a target is a file of {@code /run/secrets}, or only a variable; one without an id is called as its target. */
    private static RunMount secret(Statement statement, Map<String, String> words, String target)
            throws DockerfileException {
        String id = first(words, "id", "source", "src");
        if (id == null && target != null) {
            id = target.substring(target.lastIndexOf('/') + 1);
        }
        if (id == null || id.isEmpty()) {
            throw DockerfileException.at(statement, "--mount of a secret needs its id: id=NAME");
        }
        String variable = words.get("env");
        String place = target == null && variable == null ? SECRETS + id : target;
        return new RunMount(
                Kind.SECRET,
                place,
                null,
                null,
                id,
                false,
                null,
                words.get("mode"),
                words.get("uid"),
                words.get("gid"),
                false,
                variable,
                isOn(words, "required"));
    }

    private static Kind kind(Statement statement, String type) throws DockerfileException {
        return switch (type) {
            case "bind" -> Kind.BIND;
            case "cache" -> Kind.CACHE;
            case "tmpfs" -> Kind.TMPFS;
            case "secret" -> Kind.SECRET;
            default ->
                throw DockerfileException.at(statement, "--mount type is bind, cache, tmpfs or secret, not " + type);
        };
    }

    /** A private one is one that others wait for: so none has to be made for each. */
    private static boolean alone(Statement statement, String sharing) throws DockerfileException {
        return switch (sharing) {
            case "shared" -> false;
            case "locked", "private" -> true;
            default ->
                throw DockerfileException.at(statement, "--mount sharing is shared, locked or private, not " + sharing);
        };
    }

    private static boolean isOn(Map<String, String> words, String name) {
        String value = words.get(name);
        return value != null && !value.equals("false") && !value.equals("0");
    }

    private static String first(Map<String, String> words, String... names) {
        for (String name : names) {
            if (words.containsKey(name)) {
                return words.get(name);
            }
        }
        return null;
    }
}
