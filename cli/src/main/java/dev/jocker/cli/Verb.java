package dev.jocker.cli;

import dev.jocker.cli.option.Options;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;
import java.util.List;

/**
 * One verb of the command line: declares its options as fields, and then makes of them one call into the library and a
 * print.
 *
 * <p>It is built only to run, to show its help, or for completion: declaring options is most of what a verb costs.
 */
abstract class Verb {
    /** Where the fields declare themselves. */
    protected final Options options;

    /**
     * @param command its entry in the list of verbs
     * @param synopsis what follows {@code jocker VERB}
     */
    protected Verb(Command command, String synopsis) {
        this.options = new Options(command.word(), synopsis, command.summary());
    }

    /**
     * Reads what was typed behind the verb.
     *
     * @return whether to go on; false where the help was asked for
     * @throws dev.jocker.cli.option.OptionException if the command line is wrong
     */
    boolean parse(List<String> arguments) {
        return options.parse(arguments);
    }

    /** The text of {@code --help}. */
    String help(int width) {
        return options.help(width);
    }

    /**
     * Does it, after {@link #options} have been parsed.
     *
     * @return the exit status
     * @throws IOException what failed, in a message for the user
     * @throws dev.jocker.cli.option.OptionException if the options do not go together
     */
    abstract int run(Console console, Engine engine) throws IOException;

    /** The exit status where it could not be done: as docker's 1, but where a container was to be run, whose own status that may be. */
    int failureStatus() {
        return ExitStatus.NOT_DONE;
    }

    /** The exit status where the library refuses. */
    int failureStatus(ContainerException e) {
        return failureStatus() == ExitStatus.FAILED ? e.exitStatus() : failureStatus();
    }
}
