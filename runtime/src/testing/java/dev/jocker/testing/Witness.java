package dev.jocker.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that is not Jocker and tells what Jocker did, or does the same for comparison. They are named in {@code
 * .ci/witnesses}, with the package each comes in; {@code make test} installs from the same list.
 */
public final class Witness {
    private Witness() {}

    /**
     * The path of a program, or the end of the test that asks: it is then skipped, and the reason says what to install.
     *
     * @throws IllegalArgumentException if {@code .ci/witnesses} does not name the program
     */
    public static Path require(String program) {
        String packages = debianPackages(program);
        Path found = find(program);
        assumeTrue(found != null, program + " is not installed: apt-get install " + packages);
        return found;
    }

    /** The top of the checkout. */
    public static Path checkout() {
        String root = System.getProperty("jocker.root");
        if (root == null) {
            throw new IllegalStateException("the system property jocker.root is not set; the parent pom sets it");
        }
        return Path.of(root);
    }

    private static Path find(String program) {
        List<String> directories = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) {
            directories.addAll(List.of(path.split(":", -1)));
        }
        // Where ip, nft and getcap are; not on the PATH of every user.
        directories.addAll(List.of("/usr/sbin", "/sbin"));
        for (String directory : directories) {
            Path candidate = Path.of(directory, program);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static String debianPackages(String program) {
        Path list = checkout().resolve(".ci/witnesses");
        try {
            for (String line : Files.readAllLines(list)) {
                String[] words = line.trim().split("\\s+", 2);
                if (words.length == 2 && words[0].equals(program)) {
                    return words[1];
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException(program + " is not named in " + list);
    }
}
