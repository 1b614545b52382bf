package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import java.io.IOException;

/** {@code jocker rename CONTAINER NAME}. */
final class RenameVerb extends Verb {
    RenameVerb() {
        super(Command.RENAME, "CONTAINER NAME");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 2) {
            throw new OptionException("it takes a container and its new name");
        }
        try {
            engine.containers().rename(options.words().get(0), options.words().get(1));
        } catch (IllegalArgumentException e) { // a name that is none
            throw new OptionException(e.getMessage(), e);
        }
        return ExitStatus.SUCCESS;
    }
}
