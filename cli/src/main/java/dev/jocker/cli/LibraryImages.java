package dev.jocker.cli;

import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.TransferProgress;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.registry.Access;
import dev.jocker.runtime.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The library's images, as the verbs see them. */
final class LibraryImages implements KeptImages {
    private final ImageStore store;
    private final Containers containers;

    LibraryImages(ImageStore store, Containers containers) {
        this.store = store;
        this.containers = containers;
    }

    @Override
    public String id(String name) throws IOException {
        return find(name).id();
    }

    @Override
    public List<ImageStore.Step> history(String name) throws IOException {
        return store.history(find(name));
    }

    @Override
    public void tag(String name, ImageReference reference) throws IOException {
        store.tag(name, reference);
    }

    @Override
    public Removed remove(String name) throws IOException {
        return removed(name, false);
    }

    @Override
    public Removed removeWhole(String name) throws IOException {
        return removed(name, true);
    }

    private Removed removed(String name, boolean whole) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        for (String layer : find(name).diffIds()) {
            sizes.put(layer, store.size(layer));
        }
        ImageStore.Removed removed;
        try {
            removed = whole ? store.removeWhole(name, containers::isInUse) : store.remove(name, containers::isInUse);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        List<String> names = new ArrayList<>();
        for (ImageReference reference : removed.untagged()) {
            names.add(reference.familiar());
        }
        long bytes = 0;
        for (String id : removed.deleted()) {
            bytes += sizes.getOrDefault(id, 0L);
        }
        return new Removed(names, removed.deleted(), bytes);
    }

    @Override
    public ImageStore.Pushed push(ImageReference reference, Access access, TransferProgress progress)
            throws IOException {
        return store.push(reference, access, progress);
    }

    @Override
    public void login(String server, Access access) throws IOException {
        Registry.named(server, access).check();
    }

    private Image find(String name) throws IOException {
        return store.find(name).orElseThrow(() -> new ContainerException.NotFound("no such image: ".concat(name)));
    }
}
