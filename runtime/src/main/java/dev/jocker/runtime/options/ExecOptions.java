package dev.jocker.runtime.options;

import java.util.ArrayList;
import java.util.List;

/**
 * A further command in a container that runs, as {@code docker exec} has it. Made by {@link #command}.
 *
 * @param command its words
 * @param environment {@code KEY=VALUE} beside the container's own; {@code KEY} takes it away
 * @param user null: as the container's command
 * @param workingDirectory absolute; null: as the container's command
 * @param terminal whether it has a pseudo-terminal; not together with {@code detached}, where nobody would read it
 * @param privileged whether it has all capabilities
 * @param detached whether it outlives this JVM
 */
public record ExecOptions(
        List<String> command,
        List<String> environment,
        UserChoice user,
        String workingDirectory,
        boolean terminal,
        boolean privileged,
        boolean detached) {
    public ExecOptions {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("name a command to execute in the container");
        }
    }

    /** Begins the options. */
    public static Builder command(String... words) {
        return command(List.of(words));
    }

    /** Begins the options. */
    public static Builder command(List<String> words) {
        return new Builder(words);
    }

    /** Collects {@link ExecOptions}; each method has the name of what it sets. */
    public static final class Builder {
        private final List<String> command;
        private final List<String> environment = new ArrayList<>();
        private UserChoice user;
        private String workingDirectory;
        private boolean terminal;
        private boolean privileged;
        private boolean detached;

        private Builder(List<String> command) {
            this.command = command;
        }

        /** {@code KEY=VALUE} sets a variable, {@code KEY} takes the container's away. See {@link Environment} for the host's values. */
        public Builder environment(String variable) {
            if (variable.isEmpty() || variable.startsWith("=")) {
                throw BadOption.value("--env", variable, "expected NAME=VALUE or NAME");
            }
            environment.add(variable);
            return this;
        }

        public Builder user(UserChoice choice) {
            user = choice;
            return this;
        }

        /** An absolute path in the container. */
        public Builder workingDirectory(String path) {
            if (!path.startsWith("/")) {
                throw BadOption.value("--workdir", path, "the working directory must be an absolute path");
            }
            workingDirectory = path;
            return this;
        }

        public Builder terminal(boolean wanted) {
            terminal = wanted;
            return this;
        }

        public Builder privileged(boolean wanted) {
            privileged = wanted;
            return this;
        }

        public Builder detached(boolean wanted) {
            detached = wanted;
            return this;
        }

        public ExecOptions build() {
            return new ExecOptions(
                    command, environment, user, workingDirectory, terminal && !detached, privileged, detached);
        }
    }
}
