package dev.jocker.runtime.options;

import java.nio.file.Path;

/** Which system calls a container may make ({@code --security-opt seccomp=…}); {@code seccomp(2)}. */
public sealed interface SeccompChoice {

    /** The runtime's own list, docker's. */
    record Default() implements SeccompChoice {}

    /** All of them. */
    record Unconfined() implements SeccompChoice {}

    /** What a profile in docker's JSON form says. */
    record Profile(Path path) implements SeccompChoice {}

    SeccompChoice DEFAULT = new Default();
    SeccompChoice UNCONFINED = new Unconfined();

    /**
     * Reads {@code default} (docker says {@code builtin} too), {@code unconfined}, or a profile's path.
     *
     * @throws IllegalArgumentException if it is empty
     */
    static SeccompChoice parse(String value) {
        return switch (value) {
            case "" ->
                throw BadOption.value(
                        "--security-opt seccomp", value, "expected default, unconfined, or the path of a profile");
            case "default", "builtin" -> DEFAULT;
            case "unconfined" -> UNCONFINED;
            default -> new Profile(Path.of(value));
        };
    }
}
