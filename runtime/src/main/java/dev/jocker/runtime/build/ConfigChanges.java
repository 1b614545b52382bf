package dev.jocker.runtime.build;

import dev.jocker.runtime.oci.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What {@code commit --change} says: instructions of a Dockerfile that change how an image wants to be run, and nothing else. */
public final class ConfigChanges {
    private final List<Dockerfile.Step> steps;

    private ConfigChanges(List<Dockerfile.Step> steps) {
        this.steps = steps;
    }

    /**
     * Reads them.
     *
     * @param changes one or more lines each
     * @throws DockerfileException if one is none, or is another instruction
     */
    public static ConfigChanges parse(List<String> changes) throws DockerfileException {
        List<Dockerfile.Step> steps = new ArrayList<>();
        for (String change : changes) {
            for (Statement statement : DockerfileReader.read("--change", change)) {
                var step = new Dockerfile.Step(statement, InstructionReader.read(statement));
                if (!ConfigEdit.isOne(step.instruction())) {
                    throw DockerfileException.at(statement, "this changes more than how the image is to be run");
                }
                steps.add(step);
            }
        }
        return new ConfigChanges(steps);
    }

    /** Carries them out; {@code config} is changed and returned. Variables are those of its environment. */
    public JsonObject apply(JsonObject config) {
        var edit = new ConfigEdit(config);
        for (Dockerfile.Step step : steps) {
            try {
                edit.apply(step, edit::environment);
            } catch (DockerfileException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
        return edit.config();
    }
}
