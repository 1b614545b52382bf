package dev.jocker.runtime.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A container on disk: a directory with a {@code config.json}, and most often its root file system.
 *
 * @param directory absolute
 * @param spec what config.json says
 */
public record Bundle(Path directory, Spec spec) {
    /** The name that the specification gives the file. */
    public static final String CONFIG = "config.json";

    /**
     * Reads and checks a bundle.
     *
     * @throws InvalidSpecException if config.json is not there or not right
     * @throws IOException if it can't be read
     */
    public static Bundle read(Path directory) throws IOException {
        Path config = directory.resolve(CONFIG);
        byte[] json;
        try {
            json = Files.readAllBytes(config);
        } catch (NoSuchFileException e) {
            throw new InvalidSpecException(config + ": no such file; a bundle is a directory with a config.json", e);
        }
        Spec spec;
        try {
            spec = SpecJson.readSpec(json);
            SpecCheck.check(spec);
        } catch (InvalidSpecException e) {
            throw new InvalidSpecException(config + ": " + e.getMessage(), e);
        }
        return new Bundle(directory.toAbsolutePath().normalize(), spec);
    }

    /** The root file system, absolute. */
    public Path rootfs() {
        return directory.resolve(spec.root().path()).normalize();
    }
}
