package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.runtime.image.ImageReference;
import java.io.IOException;

/** {@code jocker tag NAME|ID NAME[:TAG]}. */
final class TagVerb extends Verb {
    TagVerb() {
        super(Command.TAG, "NAME[:TAG]|ID NAME[:TAG]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 2) {
            throw new OptionException("it takes an image, and the name that it is to have too");
        }
        engine.keptImages()
                .tag(
                        options.words().get(0),
                        ImageReference.parse(options.words().get(1)));
        return ExitStatus.SUCCESS;
    }
}
