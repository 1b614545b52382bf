package dev.jocker.runtime.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A directory on its way out: nobody finds it any more, and closing this deletes it. Who is killed before leaves that to the next. */
public final class Withdrawal implements AutoCloseable {
    private final Staging staging;

    private Withdrawal(Staging staging) {
        this.staging = staging;
    }

    /**
     * Takes a directory from its place in one step.
     *
     * @param data the directory that it is below, somewhere
     */
    public static Withdrawal of(Path data, Path directory) throws IOException {
        Staging staging = new DataRoot(data).stage();
        try {
            Files.move(directory, staging.path().resolve("withdrawn"), StandardCopyOption.ATOMIC_MOVE);
            return new Withdrawal(staging);
        } catch (IOException | RuntimeException e) {
            try (staging) {
                throw e;
            }
        }
    }

    /** Deletes it with all that is in it. */
    @Override
    public void close() throws IOException {
        staging.close();
    }
}
