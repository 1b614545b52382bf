package dev.jocker.cli;

import java.io.IOException;

/** {@code jocker unpause CONTAINER...}. */
final class UnpauseVerb extends ContainersVerb {

    UnpauseVerb() {
        super(Command.UNPAUSE, "CONTAINER...");
    }

    @Override
    void each(Console console, KeptContainers containers, String reference) throws IOException {
        containers.unpause(reference);
        console.out().println(reference);
    }
}
