package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.JsonText;
import dev.jocker.runtime.network.NetworkException;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.volume.VolumeException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code jocker inspect [OPTIONS] NAME...}: containers first, then images, networks and volumes. */
final class InspectVerb extends Verb {
    private static final List<String> TYPES = List.of("container", "image", "network", "volume");

    private final Text format = options.text("TEMPLATE", "What to print of each; json: in one line", "-f", "--format");
    private final Switch size = options.flag("Find out the sizes of a container, too", "-s", "--size");
    private final Text type = options.text("TYPE", "What is meant: container, image, network or volume", "--type");

    InspectVerb() {
        super(Command.INSPECT, "[OPTIONS] NAME|ID...");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException(
                    "it takes the name or id of a container, an image, a network or a volume, or several");
        }
        if (type.given() && !TYPES.contains(type.value())) {
            throw new OptionException("--type \"" + type.value() + "\": expected container, image, network or volume");
        }
        return new Inspection(console, format)
                .of(options.words(), name -> type.given() ? tree(engine, type.value(), name) : any(engine, name));
    }

    private Object any(Engine engine, String name) throws IOException {
        for (String each : TYPES) {
            try {
                return tree(engine, each, name);
            } catch (ContainerException.NotFound | NetworkException.NotFound | VolumeException.NotFound e) {
                // the next kind
            }
        }
        throw new ContainerException.NotFound("no such container, image, network or volume: ".concat(name));
    }

    private Object tree(Engine engine, String kind, String name) throws IOException {
        return switch (kind) {
            case "container" -> container(engine.containers(), name);
            case "image" -> image(engine, name);
            case "network" -> NetworkInspectVerb.tree(engine.networks(), name);
            case "volume" -> VolumeInspectVerb.tree(engine.volumes(), name);
            default -> throw new AssertionError(kind);
        };
    }

    @SuppressWarnings("unchecked") // it is an object, whose names are strings
    private Object container(KeptContainers containers, String name) throws IOException {
        Map<String, Object> tree = (Map<String, Object>) JsonText.parse(containers.inspectJson(name));
        if (size.on()) {
            ContainerSize found = containers.size(name);
            tree.put("SizeRw", found.changed());
            tree.put("SizeRootFs", found.changed() + found.image());
        }
        return tree;
    }

    private static Object image(Engine engine, String name) throws IOException {
        String json = engine.inspectImage(name);
        if (json == null) {
            throw new ContainerException.NotFound("no such image: ".concat(name));
        }
        return JsonText.parse(json);
    }
}
