package dev.jocker.cli;

import dev.jocker.cli.Engine.ImageRow;
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

/** Images that no container is made of, for {@code image prune} and {@code system prune}. */
final class UnusedImages {
    private final Engine engine;
    private final List<ImageRow> rows;
    private final ImageFilter filter;
    private final boolean named;
    private final List<String> lines = new ArrayList<>();
    private long bytes;

    /**
     * Reads {@code --filter}.
     *
     * @param named whether those with a name are meant, too
     */
    UnusedImages(Engine engine, List<String> filters, boolean named) throws IOException {
        this.engine = engine;
        this.rows = engine.images();
        this.filter = new ImageFilter(filters, rows, engine.keptImages(), Instant.now());
        this.named = named;
    }

    /** Removes them. */
    UnusedImages remove() throws IOException {
        KeptImages images = engine.keptImages();
        for (String id : ids()) {
            try {
                KeptImages.Removed removed = images.removeWhole(id);
                removed.untagged().forEach(name -> lines.add("untagged: ".concat(name)));
                removed.deleted().forEach(deleted -> lines.add("deleted: ".concat(deleted)));
                bytes += removed.bytes();
            } catch (ImageException.InUse | ContainerException.NotFound e) {
                // a container has come, or somebody else has removed it, while we looked
            }
        }
        return this;
    }

    private Set<String> ids() throws IOException {
        Set<String> used = new HashSet<>();
        for (ContainerSnapshot container : engine.containers().list()) {
            used.add(container.imageId());
        }
        Set<String> ids = new LinkedHashSet<>();
        for (ImageRow row : rows) {
            if (!used.contains(row.id()) && (named || row.repository() == null) && filter.passes(row)) {
                ids.add(row.id());
            }
        }
        return ids;
    }

    /** What became of them. */
    List<String> lines() {
        return lines;
    }

    /** How many bytes they had. */
    long bytes() {
        return bytes;
    }
}
