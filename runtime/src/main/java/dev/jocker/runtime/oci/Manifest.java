package dev.jocker.runtime.oci;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an image consists of, as a registry has it.
 *
 * @param mediaType {@link MediaTypes#MANIFEST} or docker's
 * @param config leads to the configuration, whose digest is the image's id
 * @param layers lead to the layers, the bottom one first
 */
public record Manifest(String mediaType, Descriptor config, List<Descriptor> layers) {
    private static final int VERSION = 2;

    public Manifest {
        layers = List.copyOf(layers);
    }

    /**
     * Reads a document.
     *
     * @param mediaType what it is by what led to it; the document may say otherwise
     * @param name for the message
     */
    public static Manifest read(byte[] bytes, String mediaType, String name) throws IOException {
        JsonObject json = JsonObject.read(bytes, name);
        if (!(json.value("config") instanceof JsonObject config)) {
            throw new IOException(name.concat(" is no manifest of an image: it names no configuration"));
        }
        List<Descriptor> layers = new ArrayList<>();
        for (JsonObject layer : json.objects("layers")) {
            layers.add(Descriptor.read(layer, name));
        }
        String own = json.text("mediaType");
        return new Manifest(own == null ? mediaType : own, Descriptor.read(config, name), layers);
    }

    /** As JSON. The same manifest gives the same bytes. */
    public byte[] write() {
        List<JsonObject> parts = new ArrayList<>();
        for (Descriptor layer : layers) {
            parts.add(layer.write());
        }
        return new JsonObject()
                .put("schemaVersion", VERSION)
                .put("mediaType", mediaType)
                .put("config", config.write())
                .put("layers", parts)
                .write();
    }
}
