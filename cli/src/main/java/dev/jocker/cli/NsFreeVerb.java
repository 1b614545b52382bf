package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.runtime.namespace.KeptNamespaces;
import java.io.IOException;
import java.nio.file.Path;

/** {@code jocker ns free FILE...}: lets go of kept namespaces, and removes their files. */
final class NsFreeVerb extends Verb {
    NsFreeVerb() {
        super(Command.NS_FREE, "FILE...");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException("it takes the files of kept namespaces: 'jocker ns ls' shows them");
        }
        IOException failure = null;
        for (String word : options.words()) {
            try {
                KeptNamespaces.free(Path.of(word).toAbsolutePath());
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return ExitStatus.SUCCESS;
    }
}
