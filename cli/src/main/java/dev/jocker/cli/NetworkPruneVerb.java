package dev.jocker.cli;

import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.container.PruneRequest;
import java.io.IOException;
import java.time.Instant;

/** {@code jocker network prune}. */
final class NetworkPruneVerb extends PruneVerb {
    private final Texts filter =
            options.texts("NAME=VALUE", "Only those with: until (made before then), label", "--filter");

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
        request = request(filter.values(), false, false, now);
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
