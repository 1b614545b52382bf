package dev.jocker.cli;

import java.io.IOException;

/** {@code jocker port CONTAINER}. */
final class PortVerb extends ContainersVerb {

    PortVerb() {
        super(Command.PORT, "CONTAINER");
    }

    @Override
    void each(Console console, KeptContainers containers, String reference) throws IOException {
        containers.snapshot(
                reference); // networks, and with them published ports, are not there yet: nothing is published
    }
}
