package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a verb writes an archive: standard output, unless that is a terminal, or a file that is there whole or not at all. */
final class ArchiveOutput {
    private static final int BUFFER = 1 << 16;

    private ArchiveOutput() {}

    /** Something that writes an archive. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** @param file null: standard output */
    static void write(String file, Console console, Writing writing) throws IOException {
        if (file == null) {
            if (console.isTerminal()) {
                throw new OptionException(
                        "an archive is not for a terminal: give a file, -o FILE, or redirect the output");
            }
            var out = new BufferedOutputStream(console.out(), BUFFER);
            writing.to(out);
            out.flush();
            if (console.out().checkError()) {
                throw new IOException("the archive could not be written to standard output");
            }
            return;
        }
        Path path = Path.of(file);
        boolean plain = Files.isRegularFile(path) || !Files.exists(path);
        Path made = plain ? path.resolveSibling(path.getFileName() + ".part") : path; // a pipe, a device
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(made), BUFFER)) {
                writing.to(out);
            }
            if (plain) {
                Files.move(made, path, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException | RuntimeException e) {
            if (plain) {
                Files.deleteIfExists(made);
            }
            throw e;
        }
    }
}
