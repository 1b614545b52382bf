package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.JsonText;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.template.Template;
import dev.jocker.runtime.container.ContainerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code jocker inspect [OPTIONS] NAME...}: containers first, then images. */
final class InspectVerb extends Verb {
    private final Text format = options.text("TEMPLATE", "What to print of each; json: in one line", "-f", "--format");
    private final Switch size = options.flag("Find out the sizes of a container, too", "-s", "--size");
    private final Text type = options.text("TYPE", "What is meant: container or image", "--type");

    InspectVerb() {
        super(Command.INSPECT, "[OPTIONS] NAME|ID...");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException("it takes the name or id of a container or an image, or several");
        }
        if (type.given() && !type.value().equals("container") && !type.value().equals("image")) {
            throw new OptionException("--type \"" + type.value() + "\": expected container or image");
        }
        Template template = !format.given() || format.value().equals("json") ? null : Listing.parse(Listing.unescaped(format.value()));
        List<Object> found = new ArrayList<>();
        int status = ExitStatus.SUCCESS;
        for (String name : options.words()) {
            try {
                Object tree = JsonText.parse(json(engine, name));
                if (template == null) {
                    found.add(tree);
                } else {
                    console.out().println(Listing.render(template, tree));
                }
            } catch (ContainerException | IOException e) {
                console.failures().failed(e);
                status = ExitStatus.NOT_DONE;
            }
        }
        if (template == null) { // also where nothing was found: [] is what a script can read
            console.out().println(format.given() ? JsonText.compact(found) : JsonText.indented(found));
        }
        return status;
    }

    private String json(Engine engine, String name) throws IOException {
        if (!type.or("container").equals("container")) {
            return engine.inspectImage(name);
        }
        try {
            return engine.containers().inspectJson(name);
        } catch (ContainerException.NotFound e) {
            if (type.given()) {
                throw e;
            }
            return imageAfterAll(engine, name);
        }
    }

    private static String imageAfterAll(Engine engine, String name) throws IOException {
        String image = engine.inspectImage(name);
        if (image == null) {
            throw new ContainerException.NotFound("no such container or image: ".concat(name));
        }
        return image;
    }

    @Override
    int failureStatus() {
        return ExitStatus.NOT_DONE;
    }
}
