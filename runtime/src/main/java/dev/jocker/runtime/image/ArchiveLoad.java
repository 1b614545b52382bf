package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.archive.Compression;
import dev.jocker.runtime.archive.TarSource;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageIndex;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes over the images of an archive: docker's, of any version, or an OCI layout. All of them or none. */
final class ArchiveLoad {
    private final ImageStore store;
    private final Map<String, Packed> images = new LinkedHashMap<>();
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private ArchiveFiles files;

    ArchiveLoad(ImageStore store) {
        this.store = store;
    }

    /** An image in the archive. */
    private static final class Packed {
        private final byte[] config;
        private final List<ArchiveFiles.Stored> layers;
        private final List<ImageReference> names;
        /** As it is there, or null: docker's old archives have none. */
        private final byte[] manifest;

        private final String manifestType;

        private Packed(
                byte[] config,
                List<ArchiveFiles.Stored> layers,
                List<ImageReference> names,
                byte[] manifest,
                String manifestType) {
            this.config = config;
            this.layers = layers;
            this.names = names;
            this.manifest = manifest;
            this.manifestType = manifestType;
        }
    }

    /** A layer that is staged; {@code unpacked} is null where it is here already, unpacked. */
    private record Layer(ArchiveFiles.Stored file, String type, LayerUnpacker.Unpacked unpacked, String directory) {}

    List<ImageStore.Loaded> read(InputStream archive) throws IOException {
        store.sweep();
        try (Staging staging = store.data().stage()) {
            files = new ArchiveFiles(staging.path());
            TarSource.read(archive, files);
            find();
            for (Packed image : images.values()) {
                unpack(image, staging);
            }
            staging.sync();
            try (Fd _ = store.data().lock()) {
                return publish(staging);
            }
        }
    }

    private void find() throws IOException {
        ArchiveFiles.Stored index = files.find(ArchiveNames.INDEX);
        ArchiveFiles.Stored docker = files.find(ArchiveNames.DOCKER);
        if (index != null) {
            index(ImageIndex.read(files.read(index), ArchiveNames.INDEX), List.of());
        }
        if (docker != null) {
            dockerList(files.read(docker));
        }
        if (images.isEmpty()) {
            throw new ArchiveException(
                    index == null && docker == null
                            ? "this is no archive of images: it has neither index.json nor manifest.json"
                                    + " (`jocker import` takes an archive of a root's files)"
                            : "the archive has no image in it");
        }
    }

    private void index(ImageIndex index, List<ImageReference> names) throws IOException {
        List<Descriptor> own = new ArrayList<>();
        for (Descriptor each : index.manifests()) {
            if (each.platform() == null || each.platform().equals(ImageStore.platform())) {
                own.add(each);
            }
        }
        for (Descriptor each : own.isEmpty() ? index.manifests() : own) {
            List<ImageReference> all = new ArrayList<>(names);
            all.addAll(names(each));
            byte[] bytes = files.read(files.blob(each.digest()));
            if (MediaTypes.isIndex(each.mediaType())) {
                index(ImageIndex.read(bytes, each.digest()), all);
                continue;
            }
            Manifest manifest = Manifest.read(bytes, each.mediaType(), each.digest());
            if (!MediaTypes.isConfig(manifest.config().mediaType())) {
                continue; // a signature, an attestation
            }
            List<ArchiveFiles.Stored> blobs = new ArrayList<>();
            for (Descriptor layer : manifest.layers()) {
                blobs.add(files.blob(layer.digest()));
            }
            byte[] config = files.read(files.blob(manifest.config().digest()));
            add(new Packed(config, blobs, all, bytes, manifest.mediaType()));
        }
    }

    /** The whole name, where there is one; a tag alone is none. */
    private static List<ImageReference> names(Descriptor manifest) {
        String name = manifest.annotations().get(ArchiveNames.NAME);
        if (name == null) {
            name = manifest.annotations().getOrDefault(ArchiveNames.TAG, "");
        }
        return name.indexOf(':') > 0 || name.indexOf('/') > 0 ? List.of(reference(name)) : List.of();
    }

    private static ImageReference reference(String name) {
        ImageReference reference = ImageReference.parse(name);
        reference.requireFree();
        return reference.digest() == null
                ? reference
                : new ImageReference(reference.registry(), reference.repository(), reference.tag(), null);
    }

    private void dockerList(byte[] json) throws IOException {
        String text = "{\"images\":" + new String(json, StandardCharsets.UTF_8) + "}";
        JsonObject list = JsonObject.read(text.getBytes(StandardCharsets.UTF_8), ArchiveNames.DOCKER);
        for (JsonObject each : list.objects("images")) {
            String config = each.text("Config");
            if (config == null) {
                throw new ArchiveException("manifest.json in the archive names no configuration");
            }
            List<ImageReference> names = new ArrayList<>();
            for (String name : each.texts("RepoTags")) {
                names.add(reference(name));
            }
            List<ArchiveFiles.Stored> blobs = new ArrayList<>();
            for (String layer : each.texts("Layers")) {
                blobs.add(files.require(layer));
            }
            add(new Packed(files.read(files.require(config)), blobs, names, null, MediaTypes.MANIFEST));
        }
    }

    /** One that is there in both ways is taken as the OCI layout has it, with all its names. */
    private void add(Packed image) {
        Packed there = images.putIfAbsent(Digests.of(image.config), image);
        if (there != null) {
            for (ImageReference name : image.names) {
                if (!there.names.contains(name)) {
                    there.names.add(name);
                }
            }
        }
    }

    private void unpack(Packed image, Staging staging) throws IOException {
        ImageJson.Document document = read(image);
        if (!document.platform().os().equals("linux")) {
            throw new ArchiveException("an image in the archive is for " + document.platform() + ", not for Linux");
        }
        if (document.diffIds().size() != image.layers.size()) {
            throw new ArchiveException("the archive is damaged: an image has " + image.layers.size()
                    + " layers, and names " + document.diffIds().size());
        }
        for (int i = 0; i < image.layers.size(); i++) {
            String diffId = document.diffIds().get(i);
            if (!Digests.isDigest(diffId)) {
                throw new ArchiveException("the archive is damaged: a layer has no digest");
            }
            if (!layers.containsKey(diffId)) {
                layers.put(diffId, layer(image.layers.get(i), diffId, staging));
            }
        }
    }

    private Layer layer(ArchiveFiles.Stored file, String diffId, Staging staging) throws IOException {
        String directory = "layer" + layers.size();
        Path place = ImageStore.newLayer(staging, directory);
        try (BufferedInputStream archive = new BufferedInputStream(Files.newInputStream(files.path(file)));
                Fd opened = Descriptors.open(place, Flags.of(OpenFlag.O_DIRECTORY))) {
            String type = ArchiveImport.type(Compression.of(archive));
            if (type == null) {
                throw new ArchiveException("a layer in the archive is compressed in a way that layers are not");
            }
            LayerUnpacker.Unpacked unpacked = LayerUnpacker.unpackKnown(archive, opened);
            if (!unpacked.diffId().equals(diffId)) {
                throw new ArchiveException("the archive is damaged: layer " + diffId + " has the digest "
                        + unpacked.diffId() + " when unpacked");
            }
            return new Layer(file, type, unpacked, directory);
        }
    }

    private List<ImageStore.Loaded> publish(Staging staging) throws IOException {
        for (Layer layer : layers.values()) {
            store.contents().addBlob(staging, layer.file().name(), layer.file().digest());
            store.contents().addLayer(staging, layer.directory(), layer.unpacked());
        }
        List<ImageStore.Loaded> loaded = new ArrayList<>();
        for (Packed image : images.values()) {
            byte[] manifest = image.manifest == null ? manifest(image) : image.manifest;
            Image made = null;
            List<ImageReference> names = new ArrayList<>(image.names);
            if (names.isEmpty()) {
                names.add(null);
            }
            for (ImageReference name : names) {
                made = store.name(name, image.config, image.manifestType, manifest, null);
            }
            loaded.add(new ImageStore.Loaded(made, image.names));
        }
        return loaded;
    }

    private static ImageJson.Document read(Packed image) throws IOException {
        return ImageJson.read(image.config, "the configuration of an image in the archive");
    }

    private byte[] manifest(Packed image) throws IOException {
        List<Descriptor> blobs = new ArrayList<>();
        for (String diffId : read(image).diffIds()) {
            Layer layer = layers.get(diffId);
            blobs.add(new Descriptor(
                    layer.type(), layer.file().digest(), layer.file().size()));
        }
        var config = new Descriptor(MediaTypes.CONFIG, Digests.of(image.config), image.config.length);
        return new Manifest(MediaTypes.MANIFEST, config, blobs).write();
    }
}
