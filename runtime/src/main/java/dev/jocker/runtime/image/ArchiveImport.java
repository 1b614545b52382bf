package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.archive.Compression;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.ImageConfiguration;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Manifest;
import dev.jocker.runtime.oci.MediaTypes;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Makes an image of an archive of files. */
final class ArchiveImport {
    private static final int BUFFER = 1 << 16;

    private final ImageStore store;

    ArchiveImport(ImageStore store) {
        this.store = store;
    }

    Image read(
            InputStream archive,
            ImageReference reference,
            ImageConfig config,
            String comment,
            UnaryOperator<JsonObject> change)
            throws IOException {
        if (reference != null) {
            reference.chosen();
        }
        store.sweep();
        try (Staging staging = store.data().stage()) {
            Path layer = ImageStore.newLayer(staging, "layer");
            LayerUnpacker.Unpacked unpacked;
            Descriptor blob;
            try (Fd directory = Descriptors.open(layer, Flags.of(OpenFlag.O_DIRECTORY));
                    OutputStream file = Files.newOutputStream(staging.path().resolve("blob"))) {
                BufferedInputStream buffered = new BufferedInputStream(archive, BUFFER);
                Compression compression = Compression.of(buffered);
                String type = type(compression);
                // What no registry takes is kept as it was before compression, and compressed when it is sent there.
                boolean kept = type != null;
                var digesting = new DigestingStream(kept ? buffered : opened(compression, buffered));
                var copy = new BlobCopy(digesting, file, bytes -> {});
                unpacked = unpack(copy, directory);
                copy.transferTo(OutputStream.nullOutputStream());
                blob = new Descriptor(kept ? type : MediaTypes.LAYER, digesting.digest(), copy.count());
            }
            var document =
                    new ImageJson.Document(Instant.now(), ImageStore.platform(), List.of(unpacked.diffId()), config);
            byte[] json = changed(ImageJson.write(document, comment), change);
            var described = new Descriptor(MediaTypes.CONFIG, Digests.of(json), json.length);
            var manifest = new Manifest(MediaTypes.MANIFEST, described, List.of(blob));
            staging.sync();
            try (Fd _ = store.data().lock()) {
                store.contents().addBlob(staging, "blob", blob.digest());
                store.contents().addLayer(staging, "layer", unpacked);
                return store.name(reference, json, manifest.mediaType(), manifest.write(), null);
            }
        }
    }

    private static byte[] changed(byte[] json, UnaryOperator<JsonObject> change) throws IOException {
        var configuration = ImageConfiguration.of(JsonObject.read(json, "the new configuration"));
        return configuration.withConfig(change.apply(configuration.config())).write();
    }

    private static LayerUnpacker.Unpacked unpack(BlobCopy copy, Fd directory) throws IOException {
        try {
            return LayerUnpacker.unpack(copy, directory);
        } catch (ArchiveException e) {
            copy.rethrow();
            throw e;
        }
    }

    private static InputStream opened(Compression compression, InputStream archive) throws IOException {
        try {
            return compression.open(archive);
        } catch (IOException e) {
            throw LayerUnpacker.damaged("the archive", e);
        }
    }

    /** Null if layers are not compressed so. */
    static String type(Compression compression) {
        return switch (compression) {
            case NONE -> MediaTypes.LAYER;
            case GZIP -> MediaTypes.LAYER_GZIP;
            case ZSTD -> MediaTypes.LAYER_ZSTD;
            case BZIP2, XZ -> null;
        };
    }
}
