package dev.jocker.cli;

import dev.jocker.runtime.container.RunOptions;
import java.io.IOException;

/** {@code jocker create [OPTIONS] IMAGE [COMMAND [ARG...]]}. */
final class CreateVerb extends Verb {
    private final IdFile idFile = new IdFile(options);
    private final ContainerOptions container = new ContainerOptions(options);

    CreateVerb() {
        super(Command.CREATE, "[OPTIONS] IMAGE [COMMAND [ARG...]]");
        options.stopAtFirstWord();
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        RunOptions asked = container.runOptions(options.words());
        ContainerOptions.warn(asked, console);
        console.out().println(idFile.create(engine.containers(), asked));
        return ExitStatus.SUCCESS;
    }
}
