package dev.jocker.cli;

import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.oci.ImageConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image as docker's {@code inspect} shows it. */
final class ImageTree {
    private ImageTree() {}

    static Map<String, Object> of(Image image) {
        List<Object> names = new ArrayList<>();
        for (ImageReference reference : image.references()) {
            names.add(reference.familiar());
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("Id", image.id());
        tree.put("RepoTags", names);
        tree.put("Created", image.created() == null ? null : image.created().toString());
        tree.put("Config", config(image.config()));
        tree.put("Architecture", image.platform().architecture());
        tree.put("Os", image.platform().os());
        tree.put("Size", image.size());
        Map<String, Object> layers = new LinkedHashMap<>();
        layers.put("Type", "layers");
        layers.put("Layers", image.diffIds());
        tree.put("RootFS", layers);
        return tree;
    }

    private static Map<String, Object> config(ImageConfig config) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("User", config.user() == null ? "" : config.user());
        tree.put("ExposedPorts", keys(config.exposedPorts()));
        tree.put("Env", config.env());
        tree.put("Cmd", config.cmd());
        tree.put("Volumes", keys(config.volumes()));
        tree.put("WorkingDir", config.workingDir() == null ? "" : config.workingDir());
        tree.put("Entrypoint", config.entrypoint());
        tree.put("Labels", config.labels());
        if (config.stopSignal() != null) {
            tree.put("StopSignal", config.stopSignal());
        }
        return tree;
    }

    private static Map<String, Object> keys(List<String> words) {
        if (words == null) {
            return null;
        }
        Map<String, Object> keys = new LinkedHashMap<>();
        for (String word : words) {
            keys.put(word, Map.of());
        }
        return keys;
    }
}
