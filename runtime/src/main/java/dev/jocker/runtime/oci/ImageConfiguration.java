package dev.jocker.runtime.oci;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * An image's configuration, the document whose digest is the image's id, for those who make a new image of an old one: what they do not
 * know, they keep.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image configuration</a>
 */
public final class ImageConfiguration {
    /** The top-level member that names an image without layers of its own that this one lies on: Jocker's, not the specification's. */
    public static final String BASE = "dev.jocker.base";

    private final JsonObject document;

    private ImageConfiguration(JsonObject document) {
        this.document = document;
    }

    /** One without layers that says nothing. {@code architecture}: as Go names it. */
    public static ImageConfiguration empty(String architecture) {
        return new ImageConfiguration(new JsonObject()
                .put("architecture", architecture)
                .put("os", "linux")
                .put("config", new JsonObject())
                .put("rootfs", new JsonObject().put("type", "layers").put("diff_ids", List.of()))
                .put("history", List.of()));
    }

    /** What a document says; a copy. */
    public static ImageConfiguration of(JsonObject document) {
        return new ImageConfiguration(copy(document));
    }

    /** The same configuration gives the same bytes. */
    public byte[] write() {
        return document.write();
    }

    /**
     * One step of an image's making.
     *
     * @param created null if it is not known
     * @param createdBy the command; null as the next two
     * @param emptyLayer whether it made no layer
     */
    public record History(Instant created, String createdBy, String author, String comment, boolean emptyLayer) {
        private JsonObject json() {
            var json = new JsonObject();
            if (created != null) {
                json.put("created", created.toString());
            }
            putText(json, "created_by", createdBy);
            putText(json, "author", author);
            putText(json, "comment", comment);
            if (emptyLayer) {
                json.put("empty_layer", true);
            }
            return json;
        }

        private static void putText(JsonObject json, String name, String text) {
            if (text != null && !text.isEmpty()) {
                json.put(name, text);
            }
        }
    }

    /** How it wants to be run: with the names of the specification and of docker. A copy. */
    public JsonObject config() {
        return copy(document.object("config"));
    }

    /** Its layers, the bottom one first. */
    public List<String> diffIds() {
        return document.object("rootfs").texts("diff_ids");
    }

    public String architecture() {
        String architecture = document.text("architecture");
        return architecture == null ? "" : architecture;
    }

    public String os() {
        String os = document.text("os");
        return os == null ? "" : os;
    }

    /** Null if it does not say. */
    public Instant created() {
        return instant(document.text("created"));
    }

    /** How it came to be, the first step first. */
    public List<History> history() {
        List<History> steps = new ArrayList<>();
        for (JsonObject step : document.objects("history")) {
            steps.add(new History(
                    instant(step.text("created")),
                    step.text("created_by"),
                    step.text("author"),
                    step.text("comment"),
                    step.flag("empty_layer")));
        }
        return steps;
    }

    /** A top-level member, or null. */
    public String text(String name) {
        return document.text(name);
    }

    /** The same with another top-level member; null takes it away. */
    public ImageConfiguration with(String name, String text) {
        JsonObject changed = copy(document);
        if (text == null) {
            changed.remove(name);
        } else {
            changed.put(name, text);
        }
        return new ImageConfiguration(changed);
    }

    /** The same, run in another way. */
    public ImageConfiguration withConfig(JsonObject config) {
        return new ImageConfiguration(copy(document).put("config", copy(config)));
    }

    /** The same after a further step, made when that was; {@code diffId} is null where the step has no layer. */
    public ImageConfiguration withStep(History step, String diffId) {
        JsonObject changed = copy(document);
        if (step.created() != null) {
            changed.put("created", step.created().toString());
        }
        List<Object> history = document.list("history");
        history.add(step.json());
        changed.put("history", history);
        if (diffId != null) {
            List<Object> diffIds = document.object("rootfs").list("diff_ids");
            diffIds.add(diffId);
            changed.put(
                    "rootfs",
                    copy(document.object("rootfs")).put("type", "layers").put("diff_ids", diffIds));
        }
        return new ImageConfiguration(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageConfiguration configuration && document.equals(configuration.document);
    }

    @Override
    public int hashCode() {
        return document.hashCode();
    }

    @Override
    public String toString() {
        return document.toString();
    }

    /** Down to the values, which nobody changes. */
    private static JsonObject copy(JsonObject original) {
        var copy = new JsonObject();
        for (String name : original.names()) {
            copy.put(name, copyOf(original.value(name)));
        }
        return copy;
    }

    private static Object copyOf(Object value) {
        if (value instanceof JsonObject object) {
            return copy(object);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (Object element : list) {
                copy.add(copyOf(element));
            }
            return copy;
        }
        return value;
    }

    private static Instant instant(String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
