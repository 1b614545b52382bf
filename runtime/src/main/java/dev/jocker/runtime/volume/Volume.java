package dev.jocker.runtime.volume;

import dev.jocker.runtime.oci.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A directory that containers can be given by its name.
 *
 * @param name what it is called: of an anonymous one, 64 digits
 * @param mountpoint where its files are on the host
 * @param created when
 * @param labels free for all; {@link #ANONYMOUS} is docker's
 */
public record Volume(String name, Path mountpoint, Instant created, Map<String, String> labels) {
    /** The only way in which one is made. */
    public static final String DRIVER = "local";

    /** For the machine, not for a cluster. */
    public static final String SCOPE = "local";

    /** The label of those whose name nobody has chosen. */
    public static final String ANONYMOUS = "com.docker.volume.anonymous";

    public Volume {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** Whether nobody has chosen its name: it goes with the container that it was made for, if that is asked for. */
    public boolean isAnonymous() {
        return labels.containsKey(ANONYMOUS);
    }

    /** As docker's {@code volume inspect} has it. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("CreatedAt", created.toString())
                .put("Driver", DRIVER)
                .put("Labels", labels.isEmpty() ? null : JsonObject.of(labels))
                .put("Mountpoint", mountpoint.toString())
                .put("Name", name)
                .put("Options", null)
                .put("Scope", SCOPE);
    }

    /**
     * What {@link #toJson} made; the mount point is where the file lies now.
     *
     * @param file for the message
     * @throws IOException with one line, if something is missing
     */
    static Volume fromJson(JsonObject json, String name, Path mountpoint, Path file) throws IOException {
        if (!name.equals(json.text("Name")) || json.text("CreatedAt") == null) {
            throw new IOException(file + " is damaged: it is not the record of volume " + name);
        }
        try {
            return new Volume(name, mountpoint, Instant.parse(json.text("CreatedAt")), json.textMap("Labels"));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }
}
