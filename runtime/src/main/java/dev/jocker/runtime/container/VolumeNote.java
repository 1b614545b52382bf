package dev.jocker.runtime.container;

import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which volumes a container wants, in a file of its own: there from before they are made until the container is taken away. The record
 * comes later and goes sooner.
 *
 * @param volumes by their names: whether they go with the container, since nobody chose the name
 */
record VolumeNote(Map<String, Boolean> volumes) {
    static final String FILE = "volumes";
    private static final String ANONYMOUS = " anonymous";

    /** Of those of {@code mounts} that are volumes. */
    static VolumeNote of(List<VolumeMount> mounts) {
        Map<String, Boolean> volumes = new LinkedHashMap<>();
        for (VolumeMount mount : mounts) {
            if (mount instanceof VolumeMount.Named named) {
                volumes.put(named.name(), named.anonymous());
            }
        }
        return new VolumeNote(volumes);
    }

    /** That of the container that has {@code directory}; empty if there is none. */
    static VolumeNote read(Path directory) throws IOException {
        Map<String, Boolean> volumes = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(directory.resolve(FILE))) {
                boolean anonymous = line.endsWith(ANONYMOUS);
                volumes.put(anonymous ? line.substring(0, line.length() - ANONYMOUS.length()) : line, anonymous);
            }
        } catch (NoSuchFileException e) {
            return new VolumeNote(Map.of());
        }
        return new VolumeNote(volumes);
    }

    void write(Path directory) throws IOException {
        var text = new StringBuilder();
        for (Map.Entry<String, Boolean> volume : volumes.entrySet()) {
            text.append(volume.getKey())
                    .append(volume.getValue() ? ANONYMOUS : "")
                    .append('\n');
        }
        WholeFile.write(directory.resolve(FILE), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** From here on it wants none. */
    static void delete(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }

    /** Those that go with the container. */
    List<String> anonymous() {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Boolean> volume : volumes.entrySet()) {
            if (volume.getValue()) {
                names.add(volume.getKey());
            }
        }
        return names;
    }
}
