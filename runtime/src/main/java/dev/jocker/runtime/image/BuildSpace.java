package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageConfiguration;
import dev.jocker.runtime.oci.Manifest;
import dev.jocker.runtime.oci.MediaTypes;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where one build works: it makes layers one after another, finds those that earlier builds have made of the same, and names an image in
 * the end. What it has made or found stays as long as this is open; a killed process leaves what the next change of the store sweeps.
 *
 * <p>Safe for use by several threads.
 */
public final class BuildSpace implements AutoCloseable {
    private final ImageStore store;
    private final Staging staging;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, StoredLayer> steps = new LinkedHashMap<>();
    private boolean unwritten;

    BuildSpace(ImageStore store, Staging staging) {
        this.store = store;
        this.staging = staging;
    }

    /** A new empty directory, that goes with this. */
    public Path directory() throws IOException {
        return ImageStore.newLayer(staging, "directory" + count.incrementAndGet());
    }

    /** The layers of an image that is here, the bottom one first. */
    public List<StoredLayer> layers(Image image) throws IOException {
        try (Fd _ = store.data().lock()) {
            References.Entry entry = store.references().ofImage(image.id());
            Manifest manifest = entry == null ? null : store.contents().manifest(entry);
            if (manifest == null
                    || manifest.layers().size() != image.diffIds().size()
                    || !store.isWhole(entry, image)) {
                throw new ImageException.NotFound(image.id());
            }
            List<StoredLayer> layers = new ArrayList<>();
            for (int i = 0; i < manifest.layers().size(); i++) {
                Descriptor blob = manifest.layers().get(i);
                var plain = new Descriptor(MediaTypes.ofLayer(blob.mediaType()), blob.digest(), blob.size());
                layers.add(pinned(image.diffIds().get(i), plain, image.created()));
            }
            if (store.contents().hasLayer(image.id())) {
                staging.pin(image.id());
                layers.add(layers.removeLast().under(store.data().layer(image.id())));
            }
            return layers;
        }
    }

    /** What came of the step with that key when it was done before; null if that is not known, or not here any more. */
    public StoredLayer find(String key) throws IOException {
        try (Fd _ = store.data().lock()) {
            BuildCache.Entry entry = store.builds().get(key);
            if (entry == null
                    || !store.contents().hasLayer(entry.diffId())
                    || !store.contents().hasBlob(entry.blob().digest())) {
                return null;
            }
            StoredLayer layer = pinned(entry.diffId(), entry.blob(), entry.created());
            synchronized (steps) {
                steps.put(key, layer);
            }
            return layer;
        }
    }

    /**
     * Makes a layer.
     *
     * @param key of the step that it comes of, under which other builds will find it
     */
    public StoredLayer add(String key, LayerContents contents, Instant created) throws IOException {
        String name = "layer" + count.incrementAndGet();
        Addition.Layer packed = Addition.pack(staging, name, contents);
        String diffId = packed.unpacked().diffId();
        try (Fd _ = store.data().lock()) {
            store.contents().addBlob(staging, name + ".tar", packed.blob().digest());
            store.contents().addLayer(staging, name, packed.unpacked());
        }
        var layer = new StoredLayer(diffId, packed.blob(), List.of(store.data().layer(diffId)), created);
        synchronized (steps) {
            steps.put(key, layer);
            unwritten = true;
        }
        return layer;
    }

    /**
     * Makes an image of layers that are from here.
     *
     * @param configuration complete
     * @param names that it gets; without one it is there all the same
     */
    public Image finish(List<StoredLayer> layers, ImageConfiguration configuration, List<ImageReference> names)
            throws IOException {
        byte[] json = configuration.write();
        List<Descriptor> blobs = new ArrayList<>();
        for (StoredLayer layer : layers) {
            blobs.add(layer.blob());
        }
        var config = new Descriptor(MediaTypes.CONFIG, Digests.of(json), json.length);
        var manifest = new Manifest(MediaTypes.MANIFEST, config, blobs);
        staging.sync();
        try (Fd _ = store.data().lock()) {
            Image image = null;
            List<ImageReference> all = new ArrayList<>(names);
            if (all.isEmpty()) {
                all.add(null);
            }
            for (ImageReference name : all) {
                image = store.name(name, json, manifest.mediaType(), manifest.write(), null);
            }
            remember(image.id());
            return image;
        }
    }

    /** The caller has the lock, and all is on the disk. */
    private void remember(String image) throws IOException {
        BuildCache cache = store.builds();
        synchronized (steps) {
            for (Map.Entry<String, StoredLayer> step : steps.entrySet()) {
                cache.put(step.getKey(), step.getValue(), image);
            }
            unwritten = false;
        }
        cache.write();
    }

    private StoredLayer pinned(String diffId, Descriptor blob, Instant created) throws IOException {
        staging.pin(diffId);
        staging.pin(blob.digest());
        return new StoredLayer(diffId, blob, List.of(store.data().layer(diffId)), created);
    }

    /** A build that has failed has done its first steps for the next one. */
    @Override
    public void close() throws IOException {
        try (staging) {
            if (unwritten && Files.exists(staging.path())) {
                staging.sync();
                try (Fd _ = store.data().lock()) {
                    remember(null);
                }
            }
        }
    }
}
