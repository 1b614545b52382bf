package dev.jocker.runtime.oci;

import java.io.IOException;
import java.util.Map;

/**
 * What leads from one part of an image to another.
 *
 * @param mediaType of the content; see {@link MediaTypes}
 * @param digest of the content
 * @param size of the content, in bytes
 * @param platform what it is for; null if that is not said
 * @param annotations free for all
 */
public record Descriptor(
        String mediaType, String digest, long size, Platform platform, Map<String, String> annotations) {
    public Descriptor {
        annotations = Frozen.map(annotations);
    }

    /** One that says the least. */
    public Descriptor(String mediaType, String digest, long size) {
        this(mediaType, digest, size, null, null);
    }

    /** The same, with other annotations. */
    public Descriptor with(Map<String, String> other) {
        return new Descriptor(mediaType, digest, size, platform, other);
    }

    /**
     * Reads one.
     *
     * @param document it is in, for the message
     * @throws IOException if it is none
     */
    static Descriptor read(JsonObject json, String document) throws IOException {
        String digest = json.text("digest");
        if (!Digests.isDigest(digest)) {
            throw new IOException(document.concat(" is damaged: a digest is missing, or not of SHA-256"));
        }
        long size = json.number("size");
        if (size < 0) {
            throw new IOException(document.concat(" is damaged: a size is below zero"));
        }
        String mediaType = json.text("mediaType");
        Platform platform = json.has("platform") ? Platform.read(json.object("platform")) : null;
        return new Descriptor(mediaType == null ? "" : mediaType, digest, size, platform, json.textMap("annotations"));
    }

    JsonObject write() {
        var json = new JsonObject()
                .put("mediaType", mediaType)
                .put("digest", digest)
                .put("size", size);
        if (platform != null) {
            json.put("platform", platform.write());
        }
        if (!annotations.isEmpty()) {
            json.put("annotations", JsonObject.of(annotations));
        }
        return json;
    }
}
