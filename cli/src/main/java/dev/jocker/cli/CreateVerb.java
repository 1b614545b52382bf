package dev.jocker.cli;

import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;

/** {@code jocker create [OPTIONS] IMAGE [COMMAND [ARG...]]}. */
final class CreateVerb extends Verb {
    private final IdFile idFile = new IdFile(options);
    private final ContainerOptions container = new ContainerOptions(options);
    private final ImageOptions image = new ImageOptions(options);

    CreateVerb() {
        super(Command.CREATE, "[OPTIONS] IMAGE [COMMAND [ARG...]]");
        options.stopAtFirstWord();
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        RunOptions asked = container.runOptions(options.words());
        ContainerOptions.warn(asked, console);
        image.prepare(console, engine, options.words(), container.hasRootfs());
        String id;
        try {
            id = idFile.create(engine.containers(), asked);
        } catch (ContainerException.ImageNotFound e) {
            image.bring(console, engine, options.words(), e);
            id = idFile.create(engine.containers(), asked);
        }
        console.out().println(id);
        return ExitStatus.SUCCESS;
    }

    @Override
    int failureStatus() {
        return ExitStatus.FAILED;
    }
}
