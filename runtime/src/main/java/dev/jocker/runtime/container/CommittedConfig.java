package dev.jocker.runtime.container;

import dev.jocker.runtime.oci.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** How an image that is made of a container wants to be run: as the container was, in all that its options have said. A pure function. */
final class CommittedConfig {
    /** Every container gets these, so they are no part of an image that does not have them. */
    private static final List<String> GIVEN = List.of("HOSTNAME=", "TERM=", "HOME=");

    private static final List<String> SAME =
            List.of("User", "Cmd", "Entrypoint", "WorkingDir", "Labels", "StopSignal", "Healthcheck", "Shell");

    private CommittedConfig() {}

    /**
     * What the image is to say.
     *
     * @param image what the container's image says; changed and returned
     * @param container what is kept of the container
     */
    static JsonObject of(JsonObject image, JsonObject container) {
        boolean anywhere = image.text("WorkingDir") == null;
        for (String name : SAME) {
            if (container.has(name)) {
                putOrRemove(image, name, container.value(name));
            }
        }
        if (anywhere && "/".equals(image.text("WorkingDir"))) {
            image.remove("WorkingDir");
        }
        putOrRemove(image, "Env", environment(image.texts("Env"), container.texts("Env")));
        JsonObject ports = image.object("ExposedPorts");
        for (String port : container.object("ExposedPorts").names()) {
            ports.put(port, new JsonObject());
        }
        putOrRemove(image, "ExposedPorts", ports);
        return image;
    }

    private static List<String> environment(List<String> image, List<String> container) {
        List<String> kept = new ArrayList<>();
        for (String variable : container) {
            String name = variable.substring(0, variable.indexOf('=') + 1);
            if (!GIVEN.contains(name) || image.stream().anyMatch(each -> each.startsWith(name))) {
                kept.add(variable);
            }
        }
        return kept;
    }

    private static void putOrRemove(JsonObject config, String name, Object value) {
        boolean empty = value == null
                || value.equals("")
                || value instanceof List<?> list && list.isEmpty()
                || value instanceof JsonObject object && object.names().isEmpty();
        if (empty) {
            config.remove(name);
        } else {
            config.put(name, value);
        }
    }
}
