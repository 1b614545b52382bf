package dev.jocker.cli;

import dev.jocker.cli.Engine.ImageRow;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Texts;
import dev.jocker.cli.output.Sizes;
import dev.jocker.runtime.container.ContainerException;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.image.ImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code jocker image prune}: removes images that have no name, or that no container is made of. */
final class ImagePruneVerb extends Verb {
    private final Switch all =
            options.flag("All that no container is made of, not only those without a name", "-a", "--all");
    private final Switch force = options.flag("Do not ask", "-f", "--force");
    private final Texts filter =
            options.texts("NAME=VALUE", "Only those with: until (made before then), label, label!", "--filter");

    ImagePruneVerb() {
        super(Command.IMAGE_PRUNE, "[OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException("it takes no words");
        }
        KeptImages images = engine.keptImages();
        List<ImageRow> rows = engine.images();
        var filters = new ImageFilter(filter.values(), rows, images, Instant.now());
        String what = all.on()
                ? "This removes all images that no container is made of."
                : "This removes all images without a name that no container is made of.";
        if (!force.on() && !PruneVerb.agreed(console, what)) {
            return ExitStatus.SUCCESS;
        }
        List<String> lines = new ArrayList<>();
        long bytes = 0;
        for (String id : unused(rows, filters, engine)) {
            try {
                KeptImages.Removed removed = images.removeWhole(id);
                removed.untagged().forEach(name -> lines.add("untagged: ".concat(name)));
                removed.deleted().forEach(deleted -> lines.add("deleted: ".concat(deleted)));
                bytes += removed.bytes();
            } catch (ImageException.InUse | ContainerException.NotFound e) {
                // a container has come, or somebody else has removed it, while we looked
            }
        }
        PruneVerb.print(console, "Deleted Images:", lines);
        console.out().println("Total reclaimed space: ".concat(Sizes.human(bytes)));
        return ExitStatus.SUCCESS;
    }

    private Set<String> unused(List<ImageRow> rows, ImageFilter filters, Engine engine) throws IOException {
        Set<String> used = new HashSet<>();
        for (ContainerSnapshot container : engine.containers().list()) {
            used.add(container.imageId());
        }
        Set<String> unused = new LinkedHashSet<>();
        for (ImageRow row : rows) {
            if (!used.contains(row.id()) && (all.on() || row.repository() == null) && filters.passes(row)) {
                unused.add(row.id());
            }
        }
        return unused;
    }

    @Override
    int failureStatus() {
        return ExitStatus.NOT_DONE;
    }
}
