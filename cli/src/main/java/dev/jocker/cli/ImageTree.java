package dev.jocker.cli;

import dev.jocker.cli.output.JsonText;
import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.oci.ImageConfiguration;
import dev.jocker.runtime.oci.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image as docker's {@code inspect} shows it. */
final class ImageTree {
    /** The zero of Go's times, for what did not happen. */
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private ImageTree() {}

    /** @param document its configuration */
    static Map<String, Object> of(Image image, JsonObject document) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("Id", image.id());
        tree.put("RepoTags", tags(image));
        tree.put("RepoDigests", familiar(image.digests()));
        tree.put("Parent", "");
        tree.put("Comment", comment(ImageConfiguration.of(document)));
        tree.put("Created", image.created() == null ? NEVER : image.created().toString());
        tree.put("DockerVersion", orEmpty(document.text("docker_version")));
        tree.put("Author", orEmpty(document.text("author")));
        tree.put("Config", config(document.object("config")));
        tree.put("Architecture", image.platform().architecture());
        tree.put("Variant", orEmpty(image.platform().variant()));
        tree.put("Os", image.platform().os());
        tree.put("Size", image.size());
        tree.put("GraphDriver", driver(image));
        Map<String, Object> layers = new LinkedHashMap<>();
        layers.put("Type", "layers");
        layers.put("Layers", image.diffIds());
        tree.put("RootFS", layers);
        tree.put("Metadata", Map.of("LastTagTime", NEVER));
        return tree;
    }

    /** With docker's names: the layers as overlayfs wants them, those below the top one from the upper to the lower. */
    private static Map<String, Object> driver(Image image) {
        Map<String, Object> data = new LinkedHashMap<>();
        List<String> lowers = new ArrayList<>();
        image.layers().forEach(layer -> lowers.add(layer.toString()));
        if (!lowers.isEmpty()) {
            data.put("UpperDir", lowers.removeFirst());
        }
        if (!lowers.isEmpty()) {
            data.put("LowerDir", String.join(":", lowers));
        }
        return Map.of("Name", "overlay2", "Data", data);
    }

    /** Those with a tag: the others are among the digests. */
    private static List<String> tags(Image image) {
        List<ImageReference> tagged = new ArrayList<>(image.references());
        tagged.removeIf(reference -> reference.tag() == null);
        return familiar(tagged);
    }

    private static List<String> familiar(List<ImageReference> references) {
        List<String> names = new ArrayList<>();
        for (ImageReference reference : references) {
            names.add(reference.familiar());
        }
        return names;
    }

    /** Its own, or else that of the last step, as docker has it. */
    private static String comment(ImageConfiguration configuration) {
        String comment = configuration.text("comment");
        if ((comment == null || comment.isEmpty()) && !configuration.history().isEmpty()) {
            comment = configuration.history().getLast().comment();
        }
        return orEmpty(comment);
    }

    /** What templates may name is there whether the image says it or not; what else it says comes behind. */
    private static Map<String, Object> config(JsonObject config) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("User", "");
        tree.put("ExposedPorts", Map.of());
        tree.put("Env", List.of());
        tree.put("Cmd", List.of());
        tree.put("Volumes", Map.of());
        tree.put("WorkingDir", "");
        tree.put("Entrypoint", List.of());
        tree.put("OnBuild", null);
        tree.put("Labels", Map.of());
        tree.put("StopSignal", "");
        Map<?, ?> said = (Map<?, ?>) JsonText.parse(config.toString());
        said.forEach((name, value) -> {
            if (value != null) {
                tree.put(name.toString(), value);
            }
        });
        return tree;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
