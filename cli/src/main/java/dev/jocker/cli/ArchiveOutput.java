package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
            standard(console, writing);
            return;
        }
        Path path = Path.of(file);
        boolean plain = Files.isRegularFile(path) || !Files.exists(path);
        Path made = plain ? path.resolveSibling(path.getFileName() + ".part") : path; // a pipe, a device
        OutputStream out = open(made, file);
        try (out) {
            writing.to(out);
        } catch (IOException | RuntimeException e) {
            if (plain) {
                Files.deleteIfExists(made);
            }
            throw e;
        }
        if (plain) {
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Where nobody reads any more, or the disk is full, the rest is not made: what to say of it is {@link Main}'s. */
    private static void standard(Console console, Writing writing) throws IOException {
        var standard = new BufferedOutputStream(new Checked(console.out()), BUFFER);
        try {
            writing.to(standard);
            standard.flush();
        } catch (Lost e) {
            return;
        }
    }

    private static final class Lost extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** A print stream does not say that it could not write. */
    private static final class Checked extends OutputStream {
        private final PrintStream out;

        private Checked(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            if (out.checkError()) {
                throw new Lost();
            }
        }
    }

    /** Opens {@code made}; what the user has asked for is {@code file}, and so that is what an error is about. */
    private static OutputStream open(Path made, String file) throws IOException {
        try {
            return new BufferedOutputStream(Files.newOutputStream(made), BUFFER);
        } catch (NoSuchFileException e) {
            throw new FileSystemException(file, null, "its directory is not there");
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(file);
        } catch (FileSystemException e) {
            throw new FileSystemException(file, null, e.getReason());
        }
    }
}
