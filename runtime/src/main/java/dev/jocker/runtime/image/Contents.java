package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.Manifest;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is kept under its digest: layers, unpacked, and blobs, which are manifests, configurations and packed layers. Nothing counts who
 * needs what: that is found by walking from {@link References}.
 */
final class Contents {
    private final DataRoot data;

    Contents(DataRoot data) {
        this.data = data;
    }

    boolean hasLayer(String diffId) {
        return Files.isDirectory(data.layer(diffId));
    }

    boolean hasBlob(String digest) {
        return Files.exists(data.blob(digest));
    }

    /** Null if it is not here. */
    byte[] read(String digest) throws IOException {
        try {
            return Files.readAllBytes(data.blob(digest));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** What the entry's manifest says; null if it is not here. */
    Manifest manifest(References.Entry entry) throws IOException {
        byte[] bytes = read(entry.manifest().digest());
        return bytes == null
                ? null
                : Manifest.read(
                        bytes,
                        entry.manifest().mediaType(),
                        data.blob(entry.manifest().digest()).toString());
    }

    /** Of all files of a layer, in bytes; 0 if that is not known: a size is for show. */
    long size(String diffId) throws IOException {
        Path file = data.layerRecord(diffId);
        try {
            return Long.parseLong(ImageJson.readTexts(Files.readAllBytes(file), file.toString())
                    .getOrDefault("size", "0"));
        } catch (NoSuchFileException | NumberFormatException e) {
            return 0; // the layer itself will be missed where it is needed
        }
    }

    /** Writes a blob. The caller has the lock. */
    void write(String digest, byte[] bytes) throws IOException {
        if (!hasBlob(digest)) {
            WholeFile.write(data.blob(digest), bytes);
        }
    }

    /** Takes a blob over from {@code name} in {@code staging}, and keeps it for that. The caller has the lock. */
    void addBlob(Staging staging, String name, String digest) throws IOException {
        if (!hasBlob(digest)) {
            staging.publish(name, data.blob(digest));
        }
        staging.pin(digest);
    }

    /** Takes a layer over from {@code name} in {@code staging}, and keeps it for that. The caller has the lock. */
    void addLayer(Staging staging, String name, LayerUnpacker.Unpacked unpacked) throws IOException {
        if (!hasLayer(unpacked.diffId())) { // the same archive may have been here before
            byte[] record = ImageJson.write(Map.of("size", Long.toString(unpacked.size())));
            WholeFile.write(data.layerRecord(unpacked.diffId()), record);
            if (!unpacked.implied().isEmpty()) {
                Cover.note(data.implied(unpacked.diffId()), unpacked.implied());
            }
            staging.publish(name, data.layer(unpacked.diffId()));
        }
        staging.pin(unpacked.diffId());
    }

    /** What {@code entry}'s image has of the layers: their digests, and its own for its {@link Cover}. */
    Set<String> layers(References.Entry entry) throws IOException {
        byte[] config = read(entry.id());
        Set<String> layers = new HashSet<>(
                config == null ? List.of() : ImageJson.read(config).diffIds());
        if (hasLayer(entry.id())) {
            layers.add(entry.id());
        }
        return layers;
    }

    /** The digits of all layers that names and steps of builds lead to. */
    Set<String> reachedLayers(References references, BuildCache builds) throws IOException {
        Set<String> reached = new HashSet<>();
        for (References.Entry entry : references.entries()) {
            layers(entry).forEach(diffId -> reached.add(Digests.digits(diffId)));
        }
        builds.layers().forEach(diffId -> reached.add(Digests.digits(diffId)));
        return reached;
    }

    /** The same of blobs. Not those that are called as layers: a layer that has been compressed is not needed plain. */
    Set<String> reachedBlobs(References references, BuildCache builds) throws IOException {
        Set<String> reached = new HashSet<>();
        for (References.Entry entry : references.entries()) {
            reached.add(Digests.digits(entry.id()));
            reached.add(Digests.digits(entry.manifest().digest()));
            Manifest manifest = manifest(entry);
            if (manifest != null) {
                manifest.layers().forEach(layer -> reached.add(Digests.digits(layer.digest())));
            }
        }
        builds.blobs().forEach(digest -> reached.add(Digests.digits(digest)));
        return reached;
    }

    /**
     * Takes out what no name leads to and no pull that is under way has pinned. The caller has the lock.
     *
     * @return what to close once the lock is free, which is what takes time
     */
    List<Staging> sweep(References references) throws IOException {
        BuildCache builds = BuildCache.read(data.builds());
        Set<String> pinned = data.pinned();
        Set<String> wantedBlobs = reachedBlobs(references, builds);
        wantedBlobs.addAll(pinned);
        try (DirectoryStream<Path> blobs = Files.newDirectoryStream(data.blobs())) {
            for (Path each : blobs) {
                if (!wantedBlobs.contains(digits(each))) {
                    Files.delete(each);
                }
            }
        }
        Set<String> wantedLayers = reachedLayers(references, builds);
        wantedLayers.addAll(pinned);
        List<Staging> withdrawn = new ArrayList<>();
        try (DirectoryStream<Path> layers = Files.newDirectoryStream(data.layers())) {
            for (Path each : layers) {
                if (wantedLayers.contains(digits(each))) {
                    continue;
                }
                if (Files.isDirectory(each)) {
                    withdrawn.add(data.withdraw(each));
                } else {
                    Files.delete(each);
                }
            }
        }
        return withdrawn;
    }

    private static String digits(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
