package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import java.io.IOException;

/** {@code jocker export CONTAINER}. */
final class ExportVerb extends Verb {
    private final Text output = options.text("FILE", "Write to a file, not to standard output", "-o", "--output");

    ExportVerb() {
        super(Command.EXPORT, "[OPTIONS] CONTAINER");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 1) {
            throw new OptionException("it takes one container");
        }
        String container = options.words().getFirst();
        ArchiveOutput.write(output.value(), console, out -> engine.making().export(container, out));
        return ExitStatus.SUCCESS;
    }
}
