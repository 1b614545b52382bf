package dev.jocker.cli;

import dev.jocker.cli.option.Switch;
import dev.jocker.runtime.container.RemoveRequest;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;

/** {@code jocker rm [OPTIONS] CONTAINER...}. */
final class RmVerb extends ContainersVerb {
    private final Switch force =
            options.flag("Kill it first if it runs; do not mind one that is not there", "-f", "--force");
    private final Switch volumes =
            options.flag("Remove the volumes without a name that were made for it", "-v", "--volumes");

    RmVerb() {
        super(Command.RM, "[OPTIONS] CONTAINER...");
    }

    @Override
    void each(Console console, KeptContainers containers, String reference) throws IOException {
        try {
            containers.remove(reference, new RemoveRequest(force.on(), volumes.on()));
        } catch (ContainerException.NotFound e) {
            if (!force.on()) {
                throw e;
            }
            console.failures().failed(e); // said, but no failure, as in docker
            return;
        }
        console.out().println(reference);
    }
}
