package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.registry.Access;
import dev.jocker.runtime.registry.Mirrors;
import dev.jocker.runtime.registry.Registry;
import dev.jocker.runtime.registry.RegistryDocument;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings an image from a registry. If that fails, the store is as it was.
 *
 * <pre>
 *   manifest ─► index? ─► manifest for the platform ─► configuration ─► layers, some at a time ─► disk ─► name
 * </pre>
 */
final class Pull {
    private final ImageStore store;
    private final ImageReference reference;
    private final Platform platform;
    private final TransferProgress progress;

    /** @param platform null: this machine's */
    Pull(ImageStore store, ImageReference reference, Platform platform, TransferProgress progress) {
        this.store = store;
        this.reference = reference;
        this.platform = platform == null ? ImageStore.platform() : platform;
        this.progress = progress;
    }

    ImageStore.Pulled from(Access access) throws IOException {
        reference.requireFree();
        if (!platform.os().equals("linux")) {
            throw new ImageException.OtherSystem(reference.familiar(), platform);
        }
        store.sweep(); // what a killed pull left is not to be taken for a layer
        IOException failure = null;
        for (Registry registry : Mirrors.of(reference.registry(), access)) {
            try {
                return from(registry);
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        store.sweep();
        throw failure;
    }

    private ImageStore.Pulled from(Registry registry) throws IOException {
        RegistryDocument asked = Resolution.ask(registry, reference);
        try (Staging staging = store.data().stage()) {
            Image current = current(asked, staging);
            if (current != null) {
                return new ImageStore.Pulled(current, asked.digest(), false);
            }
            Resolution found = Resolution.of(registry, reference, asked, platform);
            layers(found, new LayerPull(store, staging, registry, reference, progress));
            staging.sync();
            try (Fd _ = store.data().lock()) {
                Image image = store.name(
                        named(),
                        found.config(),
                        found.document().mediaType(),
                        found.document().bytes(),
                        asked.digest());
                return new ImageStore.Pulled(image, asked.digest(), true);
            }
        }
    }

    /** The image, if it is here already and its name leads to it; null if not. */
    private Image current(RegistryDocument asked, Staging staging) throws IOException {
        try (Fd _ = store.data().lock()) {
            References.Entry entry = store.references().get(named());
            if (entry == null || !asked.digest().equals(entry.pulled())) {
                return null;
            }
            Image image;
            try {
                image = store.find(named()).orElse(null);
            } catch (DamagedImageException e) {
                return null; // this pull mends it
            }
            if (image == null || !image.platform().equals(platform) || !store.isWhole(entry, image)) {
                return null;
            }
            staging.pin(entry.manifest().digest());
            return image;
        }
    }

    /** A tag beside a digest says nothing more. */
    private ImageReference named() {
        return reference.digest() == null ? reference : reference.withDigest(reference.digest());
    }

    private void layers(Resolution found, LayerPull pull) throws IOException {
        Map<String, Descriptor> blobs = new LinkedHashMap<>();
        Map<String, String> diffIds = new LinkedHashMap<>();
        List<Descriptor> layers = found.manifest().layers();
        for (int i = 0; i < layers.size(); i++) { // an image may have one layer, mostly an empty one, several times
            blobs.put(layers.get(i).digest(), layers.get(i));
            diffIds.put(layers.get(i).digest(), found.image().diffIds().get(i));
        }
        progress.begin(new ArrayList<>(blobs.values()));
        var transfers = new Transfers(pull::abort);
        for (Descriptor blob : blobs.values()) {
            transfers.add(() -> pull.pull(blob, diffIds.get(blob.digest())));
        }
        transfers.run();
    }
}
