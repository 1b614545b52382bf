package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Takes names away from images; an image goes with its last one. */
final class ImageRemoval {
    private final ImageStore store;
    private final Predicate<Path> layerInUse;

    /** @param layerInUse see {@link ImageStore#remove} */
    ImageRemoval(ImageStore store, Predicate<Path> layerInUse) {
        this.store = store;
        this.layerInUse = layerInUse;
    }

    /** @param whole whether an id means all names of its image, and not only if it has no more than one */
    ImageStore.Removed remove(String nameOrId, boolean whole) throws IOException {
        List<Staging> withdrawn = List.of();
        Contents contents = store.contents();
        store.data().make();
        try (Fd _ = store.data().lock()) {
            References references = store.references();
            String id = ImageStore.resolve(nameOrId, references);
            if (id == null) {
                throw new ImageException.NotFound(nameOrId);
            }
            Set<String> orphans = new TreeSet<>(contents.layers(references.ofImage(id)));
            List<ImageReference> untagged = untag(nameOrId, id, whole, references);
            if (references.ofImage(id) != null) {
                references.write();
                return new ImageStore.Removed(untagged, List.of());
            }
            BuildCache builds = store.builds();
            boolean forgotten = builds.forgetAllBut(references.ids());
            Set<String> wanted = contents.reachedLayers(references, builds);
            orphans.removeIf(layer -> wanted.contains(Digests.digits(layer)));
            for (String layer : orphans) {
                if (layerInUse.test(store.data().layer(layer))) {
                    throw new ImageException.InUse(nameOrId);
                }
            }
            references.write();
            if (forgotten) {
                builds.write();
            }
            withdrawn = contents.sweep(references);
            List<String> deleted = new ArrayList<>(List.of(id));
            orphans.remove(id); // its cover, which goes unseen as it came
            deleted.addAll(orphans);
            return new ImageStore.Removed(untagged, deleted);
        } finally {
            ImageStore.closeAll(withdrawn);
        }
    }

    private static List<ImageReference> untag(String nameOrId, String id, boolean whole, References references) {
        List<ImageReference> names = references.names(id);
        if (ImageStore.isId(nameOrId) || ImageStore.byName(nameOrId, references) == null) {
            if (names.size() > 1 && !whole) {
                throw new ImageException.SeveralNames(nameOrId, names);
            }
        } else {
            ImageReference asked = ImageReference.parse(nameOrId);
            if (names.contains(asked)) {
                names = List.of(asked);
            } else { // by a digest, which any of its names may have
                names.removeIf(name -> !name.name().equals(asked.name()));
            }
        }
        for (ImageReference each : names) {
            references.remove(each);
        }
        references.removeNameless(id);
        return names;
    }
}
