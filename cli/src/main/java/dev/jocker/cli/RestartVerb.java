package dev.jocker.cli;

import java.io.IOException;

/** {@code jocker restart [OPTIONS] CONTAINER...}. */
final class RestartVerb extends ContainersVerb {
    private final StopOptions how = new StopOptions(options);

    RestartVerb() {
        super(Command.RESTART, "[OPTIONS] CONTAINER...");
    }

    @Override
    void prepare() {
        how.check();
    }

    @Override
    void each(Console console, KeptContainers containers, String reference) throws IOException {
        containers.restart(reference, how.grace(), how.signal());
        console.out().println(reference);
    }
}
