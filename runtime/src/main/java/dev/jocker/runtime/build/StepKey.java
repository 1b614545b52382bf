package dev.jocker.runtime.build;

import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.image.StoredLayer;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.syscall.FileNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digest of all that a step's layer depends on: what it lies on, what is done, and the files that it reads, by their contents, modes and
 * owners, but not by their times. Parts are told apart by their lengths.
 */
final class StepKey implements Destination {
    /** To be changed when the same step comes to make another layer. */
    private static final String VERSION = "2";

    private final MessageDigest digest = Digests.sha256();
    private final byte[] buffer = new byte[1 << 16];

    /** Of a step on {@code layers}, the bottom one first; {@code base} says what those lie on. */
    static StepKey on(String base, List<StoredLayer> layers) {
        var key = new StepKey().add(VERSION).add(base);
        for (StoredLayer layer : layers) {
            key.add(layer.diffId());
        }
        return key;
    }

    StepKey add(String part) {
        return add(part.getBytes(StandardCharsets.UTF_8));
    }

    StepKey add(List<String> parts) {
        add(Integer.toString(parts.size()));
        parts.forEach(this::add);
        return this;
    }

    private StepKey add(byte[] bytes) {
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
        return this;
    }

    @Override
    public void put(FileEntry entry, InputStream contents) throws IOException {
        add(FileNames.encode(entry.path()));
        add(entry.kind() + " " + entry.permissions() + " " + entry.uid() + " " + entry.gid() + " " + entry.size() + " "
                + entry.major() + " " + entry.minor());
        add(FileNames.encode(entry.link() == null ? "" : entry.link()));
        for (Map.Entry<String, byte[]> attribute : new TreeMap<>(entry.attributes()).entrySet()) {
            add(attribute.getKey());
            add(attribute.getValue());
        }
        if (contents != null) {
            long left = entry.size();
            for (int count = contents.read(buffer); count >= 0 && left > 0; count = contents.read(buffer)) {
                digest.update(buffer, 0, count);
                left -= count;
            }
        }
    }

    @Override
    public void finish() {}

    /** {@code sha256:…}. Nothing can be added after that. */
    String text() {
        return Digests.text(digest.digest());
    }
}
