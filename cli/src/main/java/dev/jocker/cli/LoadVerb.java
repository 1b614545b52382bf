package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.archive.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code jocker load}. */
final class LoadVerb extends Verb {
    private final Text input = options.text("FILE", "Read a file, not standard input", "-i", "--input");

    LoadVerb() {
        super(Command.LOAD, "[OPTIONS]");
        options.flag("Say nothing but what was loaded, as always", "-q", "--quiet"); // docker's progress bars
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException("it takes no words: give the archive with -i, or on standard input");
        }
        for (String line : load(console, engine)) {
            console.out().println(line);
        }
        return ExitStatus.SUCCESS;
    }

    private List<String> load(Console console, Engine engine) throws IOException {
        if (input.value() == null || input.value().equals("-")) {
            return engine.making().load(console.in());
        }
        try (InputStream archive = Files.newInputStream(Path.of(input.value()))) {
            return engine.making().load(archive);
        } catch (ArchiveException e) {
            throw new ArchiveException(input.value() + ": " + e.getMessage(), e);
        }
    }
}
