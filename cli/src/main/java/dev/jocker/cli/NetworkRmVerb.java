package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.runtime.network.NetworkException;
import java.io.IOException;

/** {@code jocker network rm [OPTIONS] NETWORK...}: one that fails does not keep the others, and the exit status tells. */
final class NetworkRmVerb extends Verb {
    private final Switch force = options.flag("Do not mind one that is not there", "-f", "--force");

    NetworkRmVerb() {
        super(Command.NETWORK_RM, "[OPTIONS] NETWORK...");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException("it takes the name or id of a network, or several");
        }
        KeptNetworks networks = engine.networks();
        int status = ExitStatus.SUCCESS;
        for (String reference : options.words()) {
            try {
                networks.remove(networks.find(reference));
                console.out().println(reference);
            } catch (NetworkException | IOException e) {
                if (!force.on() || !(e instanceof NetworkException.NotFound)) {
                    console.failures().failed(e);
                    status = ExitStatus.NOT_DONE;
                }
            }
        }
        return status;
    }

    @Override
    int failureStatus() {
        return ExitStatus.NOT_DONE;
    }
}
