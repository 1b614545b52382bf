package dev.jocker.cli;

import dev.jocker.runtime.container.PruneRequest;
import java.io.IOException;
import java.time.Instant;

/** {@code jocker network prune}. */
final class NetworkPruneVerb extends PruneVerb {
    private final PruneFilter filter = new PruneFilter(options);

    private PruneRequest request;

    NetworkPruneVerb() {
        super(Command.NETWORK_PRUNE);
    }

    @Override
    String what() {
        return "This removes all networks that no container wants.";
    }

    @Override
    void prepare(Engine engine, Instant now) {
        request = filter.request(false, false, now);
    }

    @Override
    long prune(Console console, Engine engine) throws IOException {
        print(console, "Deleted Networks:", engine.networks().prune(request));
        return 0;
    }

    @Override
    boolean freesSpace() {
        return false;
    }
}
