package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.JsonText;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.template.Template;
import dev.jocker.runtime.volume.VolumeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code jocker volume inspect [OPTIONS] VOLUME...}. */
final class VolumeInspectVerb extends Verb {
    private final Text format = options.text("TEMPLATE", "What to print of each; json: in one line", "-f", "--format");

    VolumeInspectVerb() {
        super(Command.VOLUME_INSPECT, "[OPTIONS] VOLUME...");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException("it takes the name of a volume, or several");
        }
        Template template = !format.given() || format.value().equals("json")
                ? null
                : Listing.parse(Listing.unescaped(format.value()));
        KeptVolumes volumes = engine.volumes();
        List<Object> found = new ArrayList<>();
        int status = ExitStatus.SUCCESS;
        for (String name : options.words()) {
            try {
                Object tree = tree(volumes, name);
                if (template == null) {
                    found.add(tree);
                } else {
                    console.out().println(Listing.render(template, tree));
                }
            } catch (VolumeException | IOException e) {
                console.failures().failed(e);
                status = ExitStatus.NOT_DONE;
            }
        }
        if (template == null) { // also where nothing was found: [] is what a script can read
            console.out().println(format.given() ? JsonText.compact(found) : JsonText.indented(found));
        }
        return status;
    }

    /** What there is to know about one, as docker has it. */
    static Object tree(KeptVolumes volumes, String name) throws IOException {
        return JsonText.parse(volumes.find(name).toJson().indented());
    }

    @Override
    int failureStatus() {
        return ExitStatus.NOT_DONE;
    }
}
