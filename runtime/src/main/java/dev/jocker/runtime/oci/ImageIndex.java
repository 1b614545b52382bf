package dev.jocker.runtime.oci;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of manifests: those of one image for several platforms, or all that an OCI layout has.
 *
 * @param manifests lead to them, or to further lists
 */
public record ImageIndex(List<Descriptor> manifests) {
    private static final int VERSION = 2;

    public ImageIndex {
        manifests = List.copyOf(manifests);
    }

    /** Reads a document, called {@code name} in messages. */
    public static ImageIndex read(byte[] bytes, String name) throws IOException {
        List<Descriptor> manifests = new ArrayList<>();
        for (JsonObject each : JsonObject.read(bytes, name).objects("manifests")) {
            manifests.add(Descriptor.read(each, name));
        }
        return new ImageIndex(manifests);
    }

    /** As JSON. */
    public byte[] write() {
        List<JsonObject> parts = new ArrayList<>();
        for (Descriptor each : manifests) {
            parts.add(each.write());
        }
        return new JsonObject()
                .put("schemaVersion", VERSION)
                .put("mediaType", MediaTypes.INDEX)
                .put("manifests", parts)
                .write();
    }

    /** The first that is for the platform; null if none is. */
    public Descriptor of(Platform platform) {
        for (Descriptor each : manifests) {
            if (platform.equals(each.platform())) {
                return each;
            }
        }
        return null;
    }

    /** What the manifests are for, in their order, without what is for no machine, such as attestations. */
    public List<Platform> platforms() {
        List<Platform> platforms = new ArrayList<>();
        for (Descriptor each : manifests) {
            Platform platform = each.platform();
            if (platform != null && !platform.os().equals("unknown") && !platforms.contains(platform)) {
                platforms.add(platform);
            }
        }
        return platforms;
    }
}
