package dev.jocker.runtime.options;

import java.util.List;

/**
 * A resource limit of the container's first process, {@code setrlimit(2)}.
 *
 * @param name docker's short word: nofile, nproc, core, …
 * @param soft -1 means no limit; the unit is the resource's own
 * @param hard -1 means no limit
 */
public record Ulimit(String name, long soft, long hard) {
    private static final List<String> NAMES = List.of(
            "as",
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack");

    /** Checks the name, and that soft is at most hard. */
    public Ulimit {
        if (!NAMES.contains(name)) {
            throw BadOption.value("--ulimit", name, "no such limit; there are " + String.join(", ", NAMES));
        }
        if (soft < -1 || hard < -1) {
            throw BadOption.value("--ulimit", text(name, soft, hard), "a limit is a number from 0, or -1 for none");
        }
        if (hard != -1 && (soft == -1 || soft > hard)) {
            throw BadOption.value("--ulimit", text(name, soft, hard), "the soft limit is above the hard limit");
        }
    }

    /**
     * Reads {@code name=soft[:hard]}; hard is soft where it is not given; -1 or {@code unlimited} mean no limit.
     *
     * @throws IllegalArgumentException if it is not of that form, has an unknown name, or soft is above hard
     */
    public static Ulimit parse(String value) {
        int equals = value.indexOf('=');
        if (equals <= 0) {
            throw malformed(value);
        }
        String limits = value.substring(equals + 1);
        int colon = limits.indexOf(':');
        long soft = limit(value, colon < 0 ? limits : limits.substring(0, colon));
        long hard = colon < 0 ? soft : limit(value, limits.substring(colon + 1));
        return new Ulimit(value.substring(0, equals), soft, hard);
    }

    /** The name that the OCI specification and {@code getrlimit(2)} have, for example {@code RLIMIT_NOFILE}. */
    public String resource() {
        return "RLIMIT_" + name.toUpperCase(java.util.Locale.ROOT);
    }

    @Override
    public String toString() {
        return text(name, soft, hard);
    }

    private static String text(String name, long soft, long hard) {
        return name + "=" + soft + ":" + hard;
    }

    private static long limit(String value, String word) {
        if (word.equals("unlimited")) {
            return -1;
        }
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw malformed(value);
        }
    }

    private static IllegalArgumentException malformed(String value) {
        return BadOption.value("--ulimit", value, "expected NAME=SOFT[:HARD], for example nofile=1024:2048");
    }
}
