package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;

/** {@code jocker network disconnect [OPTIONS] NETWORK CONTAINER}: at once if the container runs, and for good. */
final class NetworkDisconnectVerb extends Verb {
    private final Switch force = options.flag("Do not mind a container that is not there", "-f", "--force");

    NetworkDisconnectVerb() {
        super(Command.NETWORK_DISCONNECT, "[OPTIONS] NETWORK CONTAINER");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 2) {
            throw new OptionException("it takes two words: a network and a container");
        }
        try {
            engine.networks()
                    .disconnect(options.words().getLast(), options.words().getFirst());
        } catch (ContainerException.NotFound e) {
            if (!force.on()) {
                throw e;
            }
        }
        return ExitStatus.SUCCESS;
    }
}
