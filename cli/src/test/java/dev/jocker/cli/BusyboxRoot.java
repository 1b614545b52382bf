package dev.jocker.cli;

import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The smallest root with a shell: a static busybox, and the directories that mounts go on. */
final class BusyboxRoot {
    private static final List<String> APPLETS = List.of(
            "sh", "cat", "echo", "ls", "id", "mount", "readlink", "stat", "true", "touch", "mkdir", "ps", "env");

    private BusyboxRoot() {}

    static Path in(Path root) throws IOException {
        Path busybox = Witness.require("busybox");
        for (String directory : List.of("bin", "dev", "etc", "proc", "sys", "tmp", "root")) {
            Files.createDirectories(root.resolve(directory));
        }
        Files.copy(busybox.toRealPath(), root.resolve("bin/busybox"));
        for (String applet : APPLETS) {
            Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
        }
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
        return root;
    }
}
