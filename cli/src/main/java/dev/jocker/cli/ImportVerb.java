package dev.jocker.cli;

import dev.jocker.cli.Engine.ImageRow;
import dev.jocker.cli.option.OptionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code jocker import FILE NAME[:TAG]}. */
final class ImportVerb extends Verb {
    ImportVerb() {
        super(Command.IMPORT, "FILE.tar[.gz|.xz|.zst]|- NAME[:TAG]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        List<String> words = options.words();
        if (words.size() != 2) {
            throw new OptionException("it takes an archive (- for standard input) and a name");
        }
        try {
            console.out()
                    .println(imported(console, engine, words.get(0), words.get(1))
                            .id());
        } catch (IllegalArgumentException e) { // a name or a path that is none, for the user to read
            throw new OptionException(e.getMessage(), e);
        }
        return ExitStatus.SUCCESS;
    }

    private static ImageRow imported(Console console, Engine engine, String file, String name) throws IOException {
        if (file.equals("-")) {
            return engine.importArchive(console.in(), name);
        }
        try (InputStream archive = Files.newInputStream(Path.of(file))) {
            return engine.importArchive(archive, name);
        }
    }
}
