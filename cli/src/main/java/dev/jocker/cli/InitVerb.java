package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import java.io.IOException;
import java.util.List;

/** {@code jocker init DIRECTORY [NAME[:TAG]]}. */
final class InitVerb extends Verb {
    InitVerb() {
        super(Command.INIT, "DIRECTORY [NAME[:TAG]]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        List<String> words = options.words();
        if (words.isEmpty() || words.size() > 2) {
            throw new OptionException("it takes a directory, and a name for the image if it is to have one");
        }
        try {
            String name = words.size() == 1 ? null : words.get(1);
            console.out().println(engine.making().init(words.getFirst(), name));
        } catch (IllegalArgumentException e) {
            throw new OptionException(e.getMessage(), e);
        }
        return ExitStatus.SUCCESS;
    }
}
