package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's files, {@code /proc} and {@code /sys}.
 *
 * @param root of the host
 */
record HostFiles(Path root) {
    /** This host's. */
    static final HostFiles OF_HOST = new HostFiles(Path.of("/"));

    Path path(String name) {
        return root.resolve(name);
    }

    boolean has(String name) {
        return Files.exists(path(name));
    }

    /** What is in a file, without the line's end; null where there is none, or none for us. */
    String text(String name) throws IOException {
        try {
            return new String(Files.readAllBytes(path(name)), StandardCharsets.UTF_8).strip();
        } catch (FileSystemException e) {
            return null;
        }
    }

    /** A parameter of the kernel, {@code sysctl(8)}: {@code net.ipv4.ip_forward}; null where the kernel has none. */
    String parameter(String name) throws IOException {
        return text("proc/sys/" + name.replace('.', '/'));
    }
}
