package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.JsonText;
import java.io.IOException;

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
        KeptVolumes volumes = engine.volumes();
        return new Inspection(console, format).of(options.words(), name -> tree(volumes, name));
    }

    /** What there is to know about one, as docker has it. */
    static Object tree(KeptVolumes volumes, String name) throws IOException {
        return JsonText.parse(volumes.find(name).toJson().indented());
    }
}
