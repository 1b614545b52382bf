package dev.jocker.cli;

import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.container.Pruned;
import java.io.IOException;
import java.time.Instant;

/** {@code jocker container prune}. */
final class ContainerPruneVerb extends PruneVerb {
    private final PruneFilter filter = new PruneFilter(options);

    private PruneRequest request;

    ContainerPruneVerb() {
        super(Command.CONTAINER_PRUNE);
    }

    @Override
    String what() {
        return "This removes all containers that do not run, and what crashed commands have left.";
    }

    @Override
    void prepare(Engine engine, Instant now) {
        request = filter.request(false, false, now);
    }

    @Override
    long prune(Console console, Engine engine) throws IOException {
        Pruned pruned = prune(console, engine, request);
        print(console, "Left by commands that were killed:", pruned.leftovers());
        return pruned.bytes();
    }

    /** Prints of what was removed the containers. */
    static Pruned prune(Console console, Engine engine, PruneRequest request) throws IOException {
        Pruned pruned = engine.containers().prune(request);
        for (String warning : pruned.warnings()) {
            console.err().println("jocker: ".concat(warning));
        }
        print(console, "Deleted Containers:", pruned.containers());
        return pruned;
    }
}
