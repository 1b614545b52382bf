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

    /**
     * Removes it.
     *
     * @param whole whether an id means all names of its image, and not only if it has no more than one
     * @param forced whether an image that a container needs loses its names all the same
     */
    ImageStore.Removed remove(String nameOrId, boolean whole, boolean forced) throws IOException {
        List<Staging> withdrawn = List.of();
        Contents contents = store.contents();
        store.data().make();
        try (Fd _ = store.data().lock()) {
            References references = store.references();
            String id = Lookup.resolve(nameOrId, references);
            if (id == null) {
                throw new ImageException.NotFound(nameOrId);
            }
            References.Entry entry = references.ofImage(id);
            Set<String> orphans = layers(entry);
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
                Path place = store.data().layer(layer);
                if (layerInUse.test(place)) {
                    if (!forced || untagged.isEmpty()) {
                        throw new ImageException.InUse(nameOrId, place);
                    }
                    references.putNameless(entry);
                    references.write();
                    return new ImageStore.Removed(untagged, List.of());
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

    /** What it may have been the last to need: of a damaged image, whatever there is. */
    private Set<String> layers(References.Entry entry) throws IOException {
        try {
            return new TreeSet<>(store.contents().layers(entry));
        } catch (IOException e) {
            Set<String> all = new TreeSet<>();
            Contents.digits(store.data().layers()).forEach(digits -> all.add("sha256:" + digits));
            all.removeIf(layer -> !store.contents().hasLayer(layer));
            store.data().pinned().forEach(digits -> all.remove("sha256:" + digits));
            return all;
        }
    }

    private static List<ImageReference> untag(String nameOrId, String id, boolean whole, References references) {
        List<ImageReference> names = references.names(id);
        if (Lookup.isId(nameOrId) || Lookup.byName(nameOrId, references) == null) {
            if (!whole && !isOfOne(names)) {
                throw new ImageException.SeveralNames(nameOrId, names);
            }
        } else {
            ImageReference asked = ImageReference.parse(nameOrId);
            if (names.contains(asked)) {
                names = withDigests(asked, names);
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

    /** Whether they are one tag at most, and digests of the same repository: as docker, which asks for force where there are more. */
    private static boolean isOfOne(List<ImageReference> names) {
        int tags = 0;
        for (ImageReference each : names) {
            tags += each.digest() == null ? 1 : 0;
            if (!each.name().equals(names.getFirst().name())) {
                return false;
            }
        }
        return tags <= 1;
    }

    /** The name, and the digests by which its repository has the image if it has no other tag here: those go with the last tag. */
    private static List<ImageReference> withDigests(ImageReference asked, List<ImageReference> names) {
        List<ImageReference> digests = new ArrayList<>();
        for (ImageReference each : names) {
            if (each.equals(asked) || !each.name().equals(asked.name())) {
                continue;
            }
            if (each.digest() == null) {
                return List.of(asked);
            }
            digests.add(each);
        }
        digests.addFirst(asked);
        return digests;
    }
}
