package dev.jocker.cli;

import dev.jocker.cli.option.Filters;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.cli.output.Moments;
import dev.jocker.runtime.image.BuildsToPrune;
import dev.jocker.runtime.options.ByteSize;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** {@code jocker builder prune}. */
final class BuilderPruneVerb extends PruneVerb {
    private static final String UNTIL = "until";

    private final Switch all = options.flag("Forget the steps of images that are here, too", "-a", "--all");
    private final Texts filter = options.texts("NAME=VALUE", "Only what was last used: until=24h", "--filter");
    private final Text keep = options.text(
            "SIZE", "Keep what was used last, as much as takes this: 10g", "--keep-storage", "--reserved-space");

    private BuildsToPrune wanted;

    BuilderPruneVerb() {
        super(Command.BUILDER_PRUNE);
    }

    @Override
    String what() {
        return "This removes what builds keep to be quicker the next time"
                + (all.on() ? ", also the steps of images that are here." : ", but for the layers that images have.");
    }

    @Override
    void prepare(Engine engine, Instant now) {
        List<String> until = new Filters(filter.values(), Set.of(UNTIL)).values(UNTIL);
        try {
            wanted = new BuildsToPrune(
                    all.on(),
                    until.isEmpty() ? null : Moments.parse("--filter until", until.getLast(), now),
                    keep.given() ? ByteSize.parse("--keep-storage", keep.value()) : -1);
        } catch (IllegalArgumentException e) {
            throw new OptionException(e.getMessage(), e);
        }
    }

    @Override
    long prune(Console console, Engine engine) throws IOException {
        return engine.making().pruneBuilds(wanted);
    }
}
