package dev.jocker.runtime.image;

import dev.jocker.runtime.image.TransferProgress.Stage;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.Manifest;
import dev.jocker.runtime.oci.MediaTypes;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses the layers that were made here, or imported, and are kept plain. The image has the compressed ones from then on, so that it
 * leaves here under one digest however often that is. Its id stays: that is made of the plain ones.
 */
final class LayerPacking {
    private static final int BUFFER = 1 << 16;

    private final ImageStore store;
    private final Staging staging;
    private final TransferProgress progress;
    private volatile boolean aborted;

    LayerPacking(ImageStore store, Staging staging, TransferProgress progress) {
        this.store = store;
        this.staging = staging;
        this.progress = progress;
    }

    /** The entry, or that of the same image with its layers compressed; what a registry has stays as it has it. */
    References.Entry packed(References.Entry entry) throws IOException {
        if (store.references().isPulled(entry.manifest())) {
            return entry;
        }
        Manifest manifest = store.contents().manifest(entry);
        Map<String, Descriptor> plain = new LinkedHashMap<>();
        for (Descriptor layer : manifest.layers()) {
            if (layer.mediaType().equals(MediaTypes.LAYER)) {
                plain.put(layer.digest(), layer);
            }
        }
        return plain.isEmpty() ? entry : replaced(entry, manifest, compressed(plain));
    }

    /** Compressed layers by the digests of the plain ones; their files are called as those. */
    private Map<String, Descriptor> compressed(Map<String, Descriptor> plain) throws IOException {
        progress.begin(List.copyOf(plain.values()));
        Map<String, Descriptor> compressed = new ConcurrentHashMap<>();
        var transfers = new Transfers(() -> aborted = true);
        for (Descriptor layer : plain.values()) {
            transfers.add(() -> {
                progress.at(layer, Stage.PACKING);
                compressed.put(layer.digest(), compress(layer));
            });
        }
        transfers.run();
        return compressed;
    }

    private Descriptor compress(Descriptor layer) throws IOException {
        Path file = staging.path().resolve(Digests.digits(layer.digest()));
        MessageDigest digest = Digests.sha256();
        try (InputStream from = Files.newInputStream(store.data().blob(layer.digest()));
                OutputStream to = Files.newOutputStream(file);
                // Its header has neither name nor time: the same layer gives the same bytes.
                OutputStream gzip = new GZIPOutputStream(new DigestOutputStream(to, digest), BUFFER)) {
            new BlobCopy(from, gzip, bytes -> {
                        if (aborted) {
                            throw new CancellationException("another layer has failed");
                        }
                        progress.moved(layer, bytes);
                    })
                    .transferTo(OutputStream.nullOutputStream());
        }
        return new Descriptor(
                MediaTypes.LAYER_GZIP, Digests.text(digest.digest()), Files.size(file), null, layer.annotations());
    }

    private References.Entry replaced(References.Entry entry, Manifest manifest, Map<String, Descriptor> compressed)
            throws IOException {
        List<Descriptor> layers = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            layers.add(compressed.getOrDefault(layer.digest(), layer));
        }
        byte[] bytes = new Manifest(manifest.mediaType(), manifest.config(), layers).write();
        var leads = new Descriptor(manifest.mediaType(), Digests.of(bytes), bytes.length);
        staging.sync();
        try (Fd _ = store.data().lock()) {
            for (Map.Entry<String, Descriptor> each : compressed.entrySet()) {
                store.contents()
                        .addBlob(
                                staging,
                                Digests.digits(each.getKey()),
                                each.getValue().digest());
            }
            store.contents().write(leads.digest(), bytes);
            staging.pin(leads.digest());
            References references = store.references();
            references.replace(entry.manifest(), leads);
            references.write();
            BuildCache builds = store.builds();
            if (builds.replace(compressed)) {
                builds.write();
            }
        }
        return new References.Entry(entry.id(), leads, entry.pulled());
    }
}
