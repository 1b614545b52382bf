package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;

/** A verb that does the same to each of several containers: one that fails does not keep the others, and the exit status tells. */
abstract class ContainersVerb extends Verb {
    ContainersVerb(Command command, String synopsis) {
        super(command, synopsis);
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException("it takes the name or id of a container, or several");
        }
        prepare();
        int status = ExitStatus.SUCCESS;
        for (String reference : options.words()) {
            try {
                each(console, engine.containers(), reference);
            } catch (ContainerException | IOException e) {
                console.failures().failed(e);
                status = ExitStatus.NOT_DONE;
            }
        }
        return status;
    }

    /**
     * Reads the options' values, before anything is done.
     *
     * @throws OptionException if one is wrong
     */
    void prepare() {}

    /** Does it to one, and prints what docker prints: mostly the reference as it was given. */
    abstract void each(Console console, KeptContainers containers, String reference) throws IOException;
}
