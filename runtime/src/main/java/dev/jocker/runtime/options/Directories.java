package dev.jocker.runtime.options;

import java.nio.file.Path;

/**
 * Where Jocker keeps what it has to keep.
 *
 * @param data images and containers' layers, on a disk: {@code /var/lib/jocker}
 * @param run what is running, gone with a restart: {@code /run/jocker}
 */
public record Directories(Path data, Path run) {
    public Directories {
        data = data.toAbsolutePath();
        run = run.toAbsolutePath();
    }

    /** The host's, or what JOCKER_DATA and JOCKER_RUN in the environment say. */
    public static Directories ofHost() {
        return new Directories(path("JOCKER_DATA", "/var/lib/jocker"), path("JOCKER_RUN", "/run/jocker"));
    }

    /** Where each container has a directory, by its id. */
    public Path containers() {
        return data.resolve("containers");
    }

    /** What is kept of one container; {@code id} is whole. */
    public Path container(String id) {
        return containers().resolve(id);
    }

    /** Links from names to ids. */
    public Path names() {
        return data.resolve("names");
    }

    /** The journal of what happened. */
    public Path events() {
        return data.resolve("events");
    }

    /** Held by whoever looks after the container: its monitor, or the JVM that started it in the foreground. */
    public Path lock(String id) {
        return locks().resolve(id);
    }

    /** Held by the one command that changes the container. */
    public Path commandLock(String id) {
        return locks().resolve(id.concat(".command"));
    }

    /** Files that are locked by {@code flock(2)}, and gone after the machine's next start. */
    public Path locks() {
        return run.resolve("locks");
    }

    /** Links from the first ids of ranges to ids of containers. */
    public Path idRanges() {
        return data.resolve("ids");
    }

    private static Path path(String variable, String otherwise) {
        String value = System.getenv(variable);
        return Path.of(value == null || value.isEmpty() ? otherwise : value).toAbsolutePath();
    }
}
