package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.JsonText;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.template.Template;
import dev.jocker.runtime.container.ContainerException;
import dev.jocker.runtime.volume.VolumeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code jocker inspect [OPTIONS] NAME...}: containers first, then images, then volumes. */
final class InspectVerb extends Verb {
    private final Text format = options.text("TEMPLATE", "What to print of each; json: in one line", "-f", "--format");
    private final Switch size = options.flag("Find out the sizes of a container, too", "-s", "--size");
    private final Text type = options.text("TYPE", "What is meant: container, image or volume", "--type");

    InspectVerb() {
        super(Command.INSPECT, "[OPTIONS] NAME|ID...");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException("it takes the name or id of a container, an image or a volume, or several");
        }
        if (type.given() && !List.of("container", "image", "volume").contains(type.value())) {
            throw new OptionException("--type \"" + type.value() + "\": expected container, image or volume");
        }
        Template template = !format.given() || format.value().equals("json")
                ? null
                : Listing.parse(Listing.unescaped(format.value()));
        List<Object> found = new ArrayList<>();
        int status = ExitStatus.SUCCESS;
        for (String name : options.words()) {
            try {
                Object tree = tree(engine, name);
                if (template == null) {
                    found.add(tree);
                } else {
                    console.out().println(Listing.render(template, tree));
                }
            } catch (ContainerException | VolumeException | IOException e) {
                console.failures().failed(e);
                status = ExitStatus.NOT_DONE;
            }
        }
        if (template == null) { // also where nothing was found: [] is what a script can read
            console.out().println(format.given() ? JsonText.compact(found) : JsonText.indented(found));
        }
        return status;
    }

    private Object tree(Engine engine, String name) throws IOException {
        if (type.or("container").equals("image")) {
            return image(engine, name);
        }
        if (type.or("container").equals("volume")) {
            return VolumeInspectVerb.tree(engine.volumes(), name);
        }
        try {
            return container(engine.containers(), name);
        } catch (ContainerException.NotFound e) {
            if (type.given()) {
                throw e;
            }
        }
        try {
            return image(engine, name);
        } catch (ContainerException.NotFound e) {
            return volume(engine.volumes(), name);
        }
    }

    private static Object volume(KeptVolumes volumes, String name) throws IOException {
        try {
            return VolumeInspectVerb.tree(volumes, name);
        } catch (VolumeException.NotFound e) {
            throw new ContainerException.NotFound("no such container, image or volume: ".concat(name), e);
        }
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

    @Override
    int failureStatus() {
        return ExitStatus.NOT_DONE;
    }
}
