package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.TarDestination;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.Manifest;
import dev.jocker.runtime.oci.MediaTypes;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes a {@link NewImage}. */
final class Addition {
    private static final int BUFFER = 1 << 16;
    private static final String LAYER = "layer";
    private static final String BLOB = ".tar";

    private final ImageStore store;

    Addition(ImageStore store) {
        this.store = store;
    }

    /**
     * A layer that is packed and unpacked, in a staging directory.
     *
     * @param blob leads to the archive, which is not compressed: that is left to who sends it somewhere
     */
    record Layer(LayerUnpacker.Unpacked unpacked, Descriptor blob) {}

    Image add(NewImage image) throws IOException {
        if (image.name() != null) {
            image.name().chosen();
        }
        store.sweep();
        try (Staging staging = store.data().stage()) {
            Layer layer = image.layer() == null ? null : pack(staging, LAYER, image.layer());
            byte[] json = image.configuration()
                    .withStep(
                            image.step(),
                            layer == null ? null : layer.unpacked().diffId())
                    .write();
            staging.sync();
            try (Fd _ = store.data().lock()) {
                List<Descriptor> blobs = blobs(image);
                if (layer != null) {
                    store.contents().addBlob(staging, LAYER + BLOB, layer.blob().digest());
                    store.contents().addLayer(staging, LAYER, layer.unpacked());
                    blobs.add(layer.blob());
                }
                var config = new Descriptor(MediaTypes.CONFIG, Digests.of(json), json.length);
                var manifest = new Manifest(MediaTypes.MANIFEST, config, blobs);
                return store.name(image.name(), json, manifest.mediaType(), manifest.write(), null);
            }
        }
    }

    /** The packed layers that it lies on, which have to be here. */
    private List<Descriptor> blobs(NewImage image) throws IOException {
        List<Descriptor> blobs = new ArrayList<>();
        if (image.base() == null) {
            return blobs;
        }
        References.Entry entry = store.references().ofImage(image.base());
        Manifest manifest = entry == null ? null : store.contents().manifest(entry);
        if (manifest == null) {
            throw new ImageException.NotFound(image.base());
        }
        for (Descriptor each : manifest.layers()) {
            blobs.add(new Descriptor(MediaTypes.ofLayer(each.mediaType()), each.digest(), each.size()));
        }
        return blobs;
    }

    /**
     * Makes {@code name}, and its archive {@code name.tar}, in {@code staging}. By way of the archive: what is unpacked is what others will
     * unpack.
     */
    static Layer pack(Staging staging, String name, LayerContents contents) throws IOException {
        Path blob = staging.path().resolve(name + BLOB);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(blob), BUFFER)) {
            var tar = new TarDestination(file);
            contents.writeTo(tar);
            tar.finish();
        }
        Path layer = ImageStore.newLayer(staging, name);
        try (InputStream file = Files.newInputStream(blob);
                Fd directory = Descriptors.open(layer, Flags.of(OpenFlag.O_DIRECTORY))) {
            LayerUnpacker.Unpacked unpacked = LayerUnpacker.unpackKnown(file, directory);
            return new Layer(unpacked, new Descriptor(MediaTypes.LAYER, unpacked.diffId(), Files.size(blob)));
        }
    }
}
