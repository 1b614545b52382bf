package dev.jocker.cli;

import java.io.IOException;

/** {@code jocker stop [OPTIONS] CONTAINER...}. */
final class StopVerb extends ContainersVerb {
    private final StopOptions how = new StopOptions(options);

    StopVerb() {
        super(Command.STOP, "[OPTIONS] CONTAINER...");
    }

    @Override
    void prepare() {
        how.check();
    }

    @Override
    void each(Console console, KeptContainers containers, String reference) throws IOException {
        containers.stop(reference, how.grace(), how.signal());
        console.out().println(reference);
    }
}
