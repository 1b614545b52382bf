package dev.jocker.runtime.build;

import java.time.Duration;
import java.util.List;

/** What an instruction of a Dockerfile says; variables in its words are not yet replaced. */
public sealed interface Instruction {
    /**
     * Begins a stage.
     *
     * @param image an image, an earlier stage's name, {@code scratch} or {@code host}
     * @param name of the stage, in small letters, or null
     * @param platform {@code linux/amd64}, or null
     */
    record From(String image, String name, String platform) implements Instruction {}

    /**
     * Executes a command.
     *
     * @param mounts what {@code --mount} says, each
     * @param network {@code default}, {@code none} or {@code host}
     */
    record Run(Command command, List<String> mounts, String network) implements Instruction {
        public Run {
            mounts = List.copyOf(mounts);
        }
    }

    /**
     * Copies files.
     *
     * @param add whether it is ADD, which unpacks archives
     * @param destination a path in the image; relative: to the working directory
     */
    record Copy(boolean add, List<Source> sources, String destination, CopyFlags flags) implements Instruction {
        public Copy {
            sources = List.copyOf(sources);
        }
    }

    /** Where files come from. */
    sealed interface Source {
        /** A path or a pattern of paths, in the context or in what {@code --from} names; of ADD also an address. */
        record Named(String path) implements Source {}

        /** A text of the Dockerfile's. */
        record Inline(Heredoc text) implements Source {}
    }

    /**
     * The options of COPY and ADD; null where one is not given.
     *
     * @param from a stage, its number, or an image
     * @param owner {@code user[:group]}, names or numbers
     * @param mode octal digits
     * @param parents whether the path of a source is kept
     * @param exclude patterns of what is not copied
     * @param checksum of a remote source
     */
    record CopyFlags(String from, String owner, String mode, boolean parents, List<String> exclude, String checksum) {
        public CopyFlags {
            exclude = List.copyOf(exclude);
        }
    }

    /** A name and its value; {@code value} is null where ARG gives none. */
    record Pair(String name, String value) {}

    /** Declares variables of the build. */
    record Arg(List<Pair> variables) implements Instruction {
        public Arg {
            variables = List.copyOf(variables);
        }
    }

    /** Sets variables of the environment. */
    record Env(List<Pair> variables) implements Instruction {
        public Env {
            variables = List.copyOf(variables);
        }
    }

    record Label(List<Pair> labels) implements Instruction {
        public Label {
            labels = List.copyOf(labels);
        }
    }

    record Workdir(String path) implements Instruction {}

    record User(String user) implements Instruction {}

    /** {@code command} without words takes the base image's away. */
    record Entrypoint(Command command) implements Instruction {}

    /** {@code command} without words takes the base image's away. */
    record Cmd(Command command) implements Instruction {}

    record Expose(List<String> ports) implements Instruction {
        public Expose {
            ports = List.copyOf(ports);
        }
    }

    record Volume(List<String> paths) implements Instruction {
        public Volume {
            paths = List.copyOf(paths);
        }
    }

    record StopSignal(String signal) implements Instruction {}

    /**
     * How it is found out whether the container does well.
     *
     * @param command null: not at all, whatever the base image says
     * @param interval null where it is not given, as the next three; {@code retries} is 0 then
     */
    record HealthCheck(
            Command command,
            Duration interval,
            Duration timeout,
            Duration startPeriod,
            Duration startInterval,
            int retries)
            implements Instruction {}

    /** What lines are given to from here on. */
    record Shell(List<String> words) implements Instruction {
        public Shell {
            words = List.copyOf(words);
        }
    }

    /** Something to be done by whoever builds from the image. */
    record OnBuild(Statement trigger) implements Instruction {}

    record Maintainer(String name) implements Instruction {}
}
