package dev.jocker.cli;

import java.io.IOException;

/** {@code jocker pause CONTAINER...}. */
final class PauseVerb extends ContainersVerb {

    PauseVerb() {
        super(Command.PAUSE, "CONTAINER...");
    }

    @Override
    void each(Console console, KeptContainers containers, String reference) throws IOException {
        containers.pause(reference);
        console.out().println(reference);
    }
}
