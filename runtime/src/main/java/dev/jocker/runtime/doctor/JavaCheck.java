package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The Java that runs this, and its ahead-of-time cache, which halves what a command takes to start.
 *
 * @param feature its version: 22, 25, …
 * @param home its directory
 * @param cache the file that the launcher looks for; null: not started by it
 */
record JavaCheck(int feature, Path home, Path cache) implements Check {
    private static final int FIRST_WITH_CACHE = 25;

    @Override
    public String name() {
        return "java";
    }

    @Override
    public List<Finding> look() throws IOException {
        Finding java = Finding.ok(name(), feature + ", in " + home);
        if (cache == null) {
            return List.of(java);
        }
        if (feature < FIRST_WITH_CACHE) {
            return List.of(
                    java,
                    Finding.warn(
                            name(),
                            "no ahead-of-time cache: Java " + feature + " has none for Jocker",
                            "With a Java of 25 or newer each command starts in half the time; JOCKER_JDK names one"));
        }
        return List.of(
                java,
                Files.isReadable(cache)
                        ? Finding.ok(name(), "ahead-of-time cache: " + cache)
                        : Finding.warn(
                                name(),
                                "no ahead-of-time cache: " + cache + " is not there",
                                "Each command starts in half the time with one: make build, or make install, makes it"));
    }
}
