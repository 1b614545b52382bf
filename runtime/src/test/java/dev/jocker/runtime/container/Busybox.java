package dev.jocker.runtime.container;

import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A root of a container with one static program in it. */
public final class Busybox {
    private Busybox() {}

    /** Makes it in {@code directory}, or ends the test where there is no busybox. */
    public static Path rootIn(Path directory) throws IOException {
        Path busybox = Witness.require("busybox");
        Path root = Files.createDirectories(directory.resolve("bin")).getParent();
        Path copy = Files.copy(busybox, root.resolve("bin/busybox"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        // A temporary directory is for its owner alone; the root of a user namespace has to get through it.
        Files.setPosixFilePermissions(directory.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : new String[] {
            "sh",
            "true",
            "sleep",
            "cat",
            "id",
            "ls",
            "grep",
            "cut",
            "wc",
            "tr",
            "pidof",
            "kill",
            "stty",
            "tty",
            "readlink"
        }) {
            Files.createSymbolicLink(root.resolve("bin").resolve(name), Path.of("busybox"));
        }
        Files.createDirectories(root.resolve("etc"));
        return root;
    }
}
