package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Options;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.options.RunOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** {@code --cidfile}: where a script finds the container's id. One that is there is never overwritten, as with docker. */
final class IdFile {
    private final Text file;

    IdFile(Options options) {
        file = options.text("FILE", "Write the container's id to this file, which must not be there yet", "--cidfile");
    }

    boolean given() {
        return file.given();
    }

    /** Makes the file, then the container, whose id it returns: where one can't be made there is neither. */
    String create(KeptContainers containers, RunOptions options) throws IOException {
        if (!file.given()) {
            return containers.create(options);
        }
        Path path = Path.of(file.value());
        try (OutputStream opened = open(path)) {
            String id;
            try {
                id = containers.create(options);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(path);
                throw e;
            }
            opened.write(id.getBytes(StandardCharsets.US_ASCII));
            return id;
        }
    }

    private OutputStream open(Path path) throws IOException {
        try {
            return Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw taken(e);
        }
    }

    private OptionException taken(Throwable cause) {
        return new OptionException(
                "--cidfile \"".concat(file.value()).concat("\": is there already: remove it, or choose another name"),
                cause);
    }
}
