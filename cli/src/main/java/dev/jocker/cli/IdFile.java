package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Options;
import dev.jocker.cli.option.Text;
import java.io.IOException;
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

    /** Before anything is made. */
    void requireNone() {
        if (file.given() && Files.exists(Path.of(file.value()))) {
            throw taken(null);
        }
    }

    void write(String id) throws IOException {
        if (!file.given()) {
            return;
        }
        try {
            byte[] digits = id.getBytes(StandardCharsets.US_ASCII);
            Files.write(Path.of(file.value()), digits, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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
