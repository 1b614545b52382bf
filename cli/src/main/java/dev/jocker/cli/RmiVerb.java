package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import java.io.IOException;

/** {@code jocker rmi NAME...}. */
final class RmiVerb extends Verb {
    RmiVerb() {
        super(Command.RMI, "NAME[:TAG]|ID...");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException("it takes the name or id of an image, or several");
        }
        IOException first = null;
        for (String name : options.words()) { // one that is not there does not keep the others
            try {
                engine.removeImage(name).forEach(console.out()::println);
            } catch (IllegalArgumentException e) {
                throw new OptionException(e.getMessage(), e);
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return ExitStatus.SUCCESS;
    }
}
