package dev.jocker.runtime.image;

import dev.jocker.runtime.image.TransferProgress.Stage;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Manifest;
import dev.jocker.runtime.registry.Access;
import dev.jocker.runtime.registry.Registry;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Gives an image to the registry that its name says, under the digests that it has here.
 *
 * <pre>
 *   plain layers ─► gzip ─► layers, some at a time: there? in another repository? send ─► configuration ─► manifest ─► name noted here
 * </pre>
 */
final class Push {
    private final ImageStore store;
    private final ImageReference reference;
    private final TransferProgress progress;
    private volatile boolean aborted;

    Push(ImageStore store, ImageReference reference, TransferProgress progress) {
        this.store = store;
        this.reference = reference;
        this.progress = progress;
    }

    ImageStore.Pushed to(Access access) throws IOException {
        if (reference.tag() == null || reference.digest() != null) {
            throw new ImageException.InvalidReference(reference.familiar(), "a push gives a tag, not a digest");
        }
        try (Staging staging = store.data().stage()) {
            References.Entry entry = new LayerPacking(store, staging, progress).packed(pinned(staging));
            Manifest manifest = store.contents().manifest(entry);
            Registry registry = Registry.named(reference.registry(), access);
            send(registry, manifest);
            byte[] bytes = store.contents().read(entry.manifest().digest());
            registry.putManifest(
                    reference.repository(), reference.tag(), entry.manifest().mediaType(), bytes);
            note(entry);
            return new ImageStore.Pushed(entry.manifest().digest(), bytes.length);
        }
    }

    /** Where the name leads; nothing of it can be swept meanwhile. */
    private References.Entry pinned(Staging staging) throws IOException {
        try (Fd _ = store.data().lock()) {
            References.Entry entry = store.references().get(reference);
            Manifest manifest = entry == null ? null : store.contents().manifest(entry);
            if (manifest == null) {
                throw new ImageException.NotFound(reference.familiar());
            }
            if (store.find(reference).orElseThrow().onHost()) {
                throw new ImageException.OnHost(reference.familiar());
            }
            staging.pin(entry.manifest().digest());
            staging.pin(entry.id());
            for (Descriptor layer : manifest.layers()) {
                staging.pin(layer.digest());
            }
            return entry;
        }
    }

    private void send(Registry registry, Manifest manifest) throws IOException {
        Map<String, Descriptor> layers = new LinkedHashMap<>(); // an image may have one several times
        for (Descriptor layer : manifest.layers()) {
            layers.put(layer.digest(), layer);
        }
        progress.begin(List.copyOf(layers.values()));
        Map<String, String> lenders = lenders();
        var transfers = new Transfers(() -> aborted = true);
        for (Descriptor layer : layers.values()) {
            transfers.add(() -> send(registry, layer, lenders.get(layer.digest()), progress));
        }
        transfers.run();
        send(registry, manifest.config(), null, TransferProgress.NONE);
    }

    private void send(Registry registry, Descriptor blob, String lender, TransferProgress shown) throws IOException {
        if (registry.has(reference.repository(), blob.digest())) {
            shown.at(blob, Stage.THERE);
            return;
        }
        shown.at(blob, Stage.MOVING);
        boolean sent = registry.upload(
                reference.repository(),
                blob,
                store.data().blob(blob.digest()),
                lender,
                bytes -> {
                    if (aborted) {
                        throw new CancellationException("another layer has failed");
                    }
                    shown.moved(blob, bytes);
                },
                () -> shown.at(blob, Stage.RETRYING));
        shown.at(blob, sent ? Stage.DONE : Stage.THERE);
    }

    /** Other repositories of the registry, by the layers that they are known to have: those need not be sent again. */
    private Map<String, String> lenders() throws IOException {
        Map<String, String> lenders = new HashMap<>();
        References references = store.references();
        for (String id : references.ids()) {
            for (ImageReference known : references.digests(id)) {
                References.Entry entry = references.get(known);
                Manifest manifest = entry == null ? null : store.contents().manifest(entry);
                if (manifest != null
                        && known.registry().equals(reference.registry())
                        && !known.repository().equals(reference.repository())) {
                    manifest.layers().forEach(layer -> lenders.put(layer.digest(), known.repository()));
                }
            }
        }
        return lenders;
    }

    /** The registry has it by that digest from now on. */
    private void note(References.Entry entry) throws IOException {
        try (Fd _ = store.data().lock()) {
            References references = store.references();
            if (entry.equals(references.get(reference))) {
                String digest = entry.manifest().digest();
                references.put(reference, new References.Entry(entry.id(), entry.manifest(), digest));
                references.write();
            }
        }
    }
}
