package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.build.ConfigChanges;
import dev.jocker.runtime.build.DockerfileException;
import dev.jocker.runtime.image.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code jocker import FILE [NAME[:TAG]]}. */
final class ImportVerb extends Verb {
    /** As docker has it, of a file, too: where that was is nobody's business who gets the image. */
    private static final String COMMENT = "Imported from -";

    private final Texts change =
            options.texts("INSTRUCTION", "Apply an instruction of a Dockerfile: CMD, ENV, USER, …", "-c", "--change");
    private final Text message = options.text("TEXT", "What the image is for", "-m", "--message");

    ImportVerb() {
        super(Command.IMPORT, "[OPTIONS] FILE.tar[.gz|.xz|.zst]|- [NAME[:TAG]]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        List<String> words = options.words();
        if (words.isEmpty() || words.size() > 2) {
            throw new OptionException(
                    "it takes an archive (- for standard input), and a name for the image if it is to have one");
        }
        try {
            console.out().println(imported(console, engine, words.getFirst()));
        } catch (IllegalArgumentException
                | DockerfileException e) { // a name or a path that is none, for the user to read
            throw new OptionException(e.getMessage(), e);
        }
        return ExitStatus.SUCCESS;
    }

    private String imported(Console console, Engine engine, String file) throws IOException {
        ConfigChanges changes = ConfigChanges.parse(change.values());
        ImageReference name = options.words().size() == 1
                ? null
                : ImageReference.parse(options.words().get(1));
        String comment = message.given() ? message.value() : COMMENT;
        if (file.equals("-")) {
            return engine.importArchive(console.in(), name, comment, changes::apply);
        }
        try (InputStream archive = Files.newInputStream(Path.of(file))) {
            return engine.importArchive(archive, name, comment, changes::apply);
        } catch (ArchiveException e) {
            throw new ArchiveException(file + ": " + e.getMessage(), e);
        }
    }
}
