package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.runtime.process.Change;
import java.io.IOException;

/** {@code jocker diff CONTAINER}: what has been changed (C), added (A) and deleted (D) in its root. */
final class DiffVerb extends Verb {
    DiffVerb() {
        super(Command.DIFF, "CONTAINER");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 1) {
            throw new OptionException("it takes the name or id of one container");
        }
        for (Change change : engine.containers().diff(options.words().getFirst())) {
            console.out().println(change.kind().letter() + " " + change.path());
        }
        return ExitStatus.SUCCESS;
    }
}
