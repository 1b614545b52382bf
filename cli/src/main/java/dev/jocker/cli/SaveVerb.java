package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.image.ArchiveFormat;
import java.io.IOException;
import java.util.List;

/** {@code jocker save IMAGE…}. */
final class SaveVerb extends Verb {
    private final Text output = options.text("FILE", "Write to a file, not to standard output", "-o", "--output");
    private final Text format = options.text(
            "FORMAT",
            "docker-archive, which is an OCI layout as well and the default, or oci-archive, which is nothing else",
            "--format");

    SaveVerb() {
        super(Command.SAVE, "[OPTIONS] IMAGE [IMAGE...]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        List<String> images = options.words();
        if (images.isEmpty()) {
            throw new OptionException("it takes the name of an image, or several");
        }
        ArchiveFormat wanted = format();
        ArchiveOutput.write(output.value(), console, out -> engine.making().save(images, wanted, out));
        return ExitStatus.SUCCESS;
    }

    private ArchiveFormat format() {
        return switch (format.value() == null ? "docker-archive" : format.value()) {
            case "docker-archive" -> ArchiveFormat.DOCKER;
            case "oci-archive" -> ArchiveFormat.OCI;
            default -> throw new OptionException("--format is docker-archive or oci-archive, not " + format.value());
        };
    }
}
