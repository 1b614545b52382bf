package dev.jocker.cli;

import dev.jocker.cli.Engine.ImageRow;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.image.ImageException;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code jocker image prune}: removes images that have no name, or that no container is made of. */
final class ImagePruneVerb extends PruneVerb {
    private final Switch all =
            options.flag("All that no container is made of, not only those without a name", "-a", "--all");
    private final Texts filter =
            options.texts("NAME=VALUE", "Only those with: until (made before then), label, label!", "--filter");

    private List<ImageRow> images;
    private ImageFilter filters;

    ImagePruneVerb() {
        super(Command.IMAGE_PRUNE);
    }

    @Override
    String what() {
        return "This removes all images" + (all.on() ? "" : " without a name") + " that no container is made of.";
    }

    @Override
    void prepare(Engine engine, Instant now) throws IOException {
        images = engine.images();
        filters = new ImageFilter(filter.values(), images, engine.keptImages(), now);
    }

    @Override
    long prune(Console console, Engine engine) throws IOException {
        return prune(console, engine, images, all.on(), filters);
    }

    /** Removes what of {@code images} passes and no container is made of: all of that, or only those without a name. */
    static long prune(Console console, Engine engine, List<ImageRow> images, boolean all, ImageFilter filters)
            throws IOException {
        List<String> lines = new ArrayList<>();
        long bytes = 0;
        for (String id : unused(images, all, filters, engine)) {
            try {
                KeptImages.Removed removed = engine.keptImages().removeWhole(id);
                removed.untagged().forEach(name -> lines.add("untagged: ".concat(name)));
                removed.deleted().forEach(deleted -> lines.add("deleted: ".concat(deleted)));
                bytes += removed.bytes();
            } catch (ImageException.InUse | ContainerException.NotFound e) {
                // a container has come, or somebody else has removed it, while we looked
            }
        }
        print(console, "Deleted Images:", lines);
        return bytes;
    }

    private static Set<String> unused(List<ImageRow> images, boolean all, ImageFilter filters, Engine engine)
            throws IOException {
        Set<String> used = new HashSet<>();
        for (ContainerSnapshot container : engine.containers().list()) {
            used.add(container.imageId());
        }
        Set<String> unused = new LinkedHashSet<>();
        for (ImageRow image : images) {
            if (!used.contains(image.id()) && (all || image.repository() == null) && filters.passes(image)) {
                unused.add(image.id());
            }
        }
        return unused;
    }
}
