package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.JsonText;
import java.io.IOException;

/** {@code jocker network inspect [OPTIONS] NETWORK...}. */
final class NetworkInspectVerb extends Verb {
    private final Text format = options.text("TEMPLATE", "What to print of each; json: in one line", "-f", "--format");

    NetworkInspectVerb() {
        super(Command.NETWORK_INSPECT, "[OPTIONS] NETWORK...");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException("it takes the name or id of a network, or several");
        }
        KeptNetworks networks = engine.networks();
        return new Inspection(console, format).of(options.words(), name -> tree(networks, name));
    }

    /** What there is to know about one, as docker has it. */
    static Object tree(KeptNetworks networks, String name) throws IOException {
        return JsonText.parse(networks.inspectJson(networks.find(name)));
    }
}
