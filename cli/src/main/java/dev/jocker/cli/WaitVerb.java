package dev.jocker.cli;

import java.io.IOException;

/** {@code jocker wait CONTAINER...}. */
final class WaitVerb extends ContainersVerb {

    WaitVerb() {
        super(Command.WAIT, "CONTAINER...");
    }

    @Override
    void each(Console console, KeptContainers containers, String reference) throws IOException {
        console.out().println(containers.await(reference).exitCode());
    }
}
