package dev.jocker.runtime.build;

import dev.jocker.runtime.image.StoredLayer;
import dev.jocker.runtime.oci.ImageConfiguration;
import dev.jocker.runtime.oci.ImageConfiguration.History;
import dev.jocker.runtime.oci.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a stage has come to: layers, and the configuration of the image that it would be.
 *
 * @param base what the layers lie on: nothing, or the host's own files in the state of that name
 * @param layers the bottom one first
 * @param configuration complete but for how the image wants to be run
 * @param config how it wants to be run
 */
record StageState(String base, List<StoredLayer> layers, ImageConfiguration configuration, JsonObject config) {
    static final String NOTHING = "nothing";

    StageState {
        layers = List.copyOf(layers);
    }

    boolean onHost() {
        return !base.equals(NOTHING);
    }

    /** The directories of the layers, the top first. */
    List<Path> directories() {
        List<Path> directories = new ArrayList<>();
        for (StoredLayer layer : layers) {
            directories.addAll(0, layer.directories());
        }
        return directories;
    }

    /** After a step that has made a layer. */
    StageState with(StoredLayer layer, String createdBy) {
        List<StoredLayer> more = new ArrayList<>(layers);
        more.add(layer);
        var step = new History(layer.created(), createdBy, null, null, false);
        return new StageState(base, more, configuration.withStep(step, layer.diffId()), config);
    }

    /** After a step that has only changed the configuration: that is as old as what it lies on. */
    StageState with(String createdBy) {
        Instant created = configuration.created() == null ? Instant.EPOCH : configuration.created();
        var step = new History(created, createdBy, null, null, true);
        return new StageState(base, layers, configuration.withStep(step, null), config);
    }

    StageState withAuthor(String author) {
        return new StageState(base, layers, configuration.with("author", author), config);
    }

    /** The whole of it. */
    ImageConfiguration complete() {
        return configuration.withConfig(config);
    }
}
