package dev.jocker.cli;

import java.io.IOException;
import java.time.Instant;

/** {@code jocker builder prune}. */
final class BuilderPruneVerb extends PruneVerb {
    BuilderPruneVerb() {
        super(Command.BUILDER_PRUNE);
    }

    @Override
    String what() {
        return "This removes what builds keep to be quicker the next time.";
    }

    @Override
    void prepare(Engine engine, Instant now) {
        // all of it goes
    }

    @Override
    long prune(Console console, Engine engine) throws IOException {
        return engine.making().pruneBuilds();
    }
}
