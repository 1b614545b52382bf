package dev.jocker.cli;

import dev.jocker.cli.Engine.ImageRow;
import dev.jocker.cli.option.Switch;
import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.container.Pruned;
import dev.jocker.runtime.image.BuildsToPrune;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** {@code jocker system prune}: removes whatever is not wanted. */
final class SystemPruneVerb extends PruneVerb {
    private final PruneFilter filter = new PruneFilter(options);
    private final Switch all = options.flag(
            "Remove all images that no container is made of, not only those without a name", "-a", "--all");
    private final Switch volumes =
            options.flag("Remove volumes, too, that no container wants and nobody has named", "--volumes");

    private PruneRequest request;
    private List<ImageRow> images;
    private ImageFilter imageFilter;

    SystemPruneVerb() {
        super(Command.SYSTEM_PRUNE);
    }

    @Override
    String what() {
        return "This removes all containers that do not run, all networks"
                + (volumes.on() ? " and volumes without a chosen name" : "")
                + " that none of the others wants, all images"
                + (all.on() ? "" : " without a name")
                + " that none is made of, what builds keep to be quicker the next time, and what crashed commands"
                + " have left.";
    }

    @Override
    void prepare(Engine engine, Instant now) throws IOException {
        request = filter.request(true, volumes.on(), now);
        images = engine.images();
        imageFilter = new ImageFilter(filter.values(), images, engine.keptImages(), now);
    }

    @Override
    long prune(Console console, Engine engine) throws IOException {
        Pruned pruned = ContainerPruneVerb.prune(console, engine, request);
        print(console, "Deleted Networks:", pruned.networks());
        print(console, "Deleted Volumes:", pruned.volumes());
        long bytes = ImagePruneVerb.prune(console, engine, images, all.on(), imageFilter);
        print(console, "Left by commands that were killed:", pruned.leftovers());
        if (request.labels().isEmpty()) { // what builds keep has none
            bytes += engine.making().pruneBuilds(new BuildsToPrune(all.on(), request.until(), -1));
        }
        return pruned.bytes() + bytes;
    }
}
