package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.JsonText;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.template.Template;
import dev.jocker.runtime.network.NetworkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
        Template template = !format.given() || format.value().equals("json")
                ? null
                : Listing.parse(Listing.unescaped(format.value()));
        KeptNetworks networks = engine.networks();
        List<Object> found = new ArrayList<>();
        int status = ExitStatus.SUCCESS;
        for (String reference : options.words()) {
            try {
                Object tree = JsonText.parse(networks.inspectJson(networks.find(reference)));
                if (template == null) {
                    found.add(tree);
                } else {
                    console.out().println(Listing.render(template, tree));
                }
            } catch (NetworkException | IOException e) {
                console.failures().failed(e);
                status = ExitStatus.NOT_DONE;
            }
        }
        if (template == null) { // also where nothing was found: [] is what a script can read
            console.out().println(format.given() ? JsonText.compact(found) : JsonText.indented(found));
        }
        return status;
    }

    @Override
    int failureStatus() {
        return ExitStatus.NOT_DONE;
    }
}
