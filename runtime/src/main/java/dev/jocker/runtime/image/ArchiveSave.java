package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.archive.TarDestination;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageIndex;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Manifest;
import dev.jocker.runtime.syscall.Fd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes images as one archive, each blob once. The same images give the same bytes. */
final class ArchiveSave {
    private final ImageStore store;
    private final ArchiveFormat format;
    private final List<Saved> images = new ArrayList<>();

    ArchiveSave(ImageStore store, ArchiveFormat format) {
        this.store = store;
        this.format = format;
    }

    /**
     * An image that is to be written.
     *
     * @param names that it was asked for by; none if that was its id
     */
    private record Saved(References.Entry entry, Manifest manifest, List<ImageReference> names) {}

    void write(List<String> wanted, OutputStream out) throws IOException {
        try (Staging staging = store.data().stage()) {
            try (Fd _ = store.data().lock()) {
                find(wanted, staging);
            }
            var archive = new TarDestination(out);
            directory(archive, "blobs");
            directory(archive, "blobs/sha256");
            for (String digest : digests()) {
                blob(archive, digest);
            }
            file(archive, ArchiveNames.INDEX, index().write());
            if (format == ArchiveFormat.DOCKER) {
                file(archive, ArchiveNames.DOCKER, dockerList());
            }
            file(archive, ArchiveNames.LAYOUT, ArchiveNames.LAYOUT_TEXT.getBytes(StandardCharsets.US_ASCII));
            archive.finish();
        }
    }

    /** What is found is kept until it is written. */
    private void find(List<String> wanted, Staging staging) throws IOException {
        Map<String, Saved> found = new LinkedHashMap<>();
        for (String nameOrId : wanted) {
            Image image = store.find(nameOrId).orElseThrow(() -> new ImageException.NotFound(nameOrId));
            if (image.onHost()) {
                throw new ImageException.OnHost(nameOrId);
            }
            References.Entry entry = store.references().ofImage(image.id());
            Manifest manifest = store.contents().manifest(entry);
            if (manifest == null) {
                throw new ImageException.NotFound(nameOrId);
            }
            Saved saved = found.computeIfAbsent(image.id(), id -> new Saved(entry, manifest, new ArrayList<>()));
            if (!Lookup.isId(nameOrId)) {
                ImageReference name = named(nameOrId, image);
                if (name != null && !saved.names().contains(name)) {
                    saved.names().add(name);
                }
            }
        }
        images.addAll(found.values());
        for (String digest : digests()) {
            staging.pin(digest);
        }
    }

    /** Null where it is the beginning of an id. */
    private static ImageReference named(String text, Image image) {
        ImageReference name = ImageReference.parse(text);
        return image.references().contains(name) ? name : null;
    }

    private Set<String> digests() {
        Set<String> digests = new TreeSet<>();
        for (Saved image : images) {
            digests.add(image.entry().manifest().digest());
            digests.add(image.manifest().config().digest());
            for (Descriptor layer : image.manifest().layers()) {
                digests.add(layer.digest());
            }
        }
        return digests;
    }

    private ImageIndex index() {
        List<Descriptor> manifests = new ArrayList<>();
        for (Saved image : images) {
            if (image.names().isEmpty()) {
                manifests.add(image.entry().manifest());
            }
            for (ImageReference name : image.names()) {
                Map<String, String> annotations = new LinkedHashMap<>();
                annotations.put(ArchiveNames.NAME, name.toString());
                annotations.put(ArchiveNames.TAG, name.tag());
                manifests.add(image.entry().manifest().with(annotations));
            }
        }
        return new ImageIndex(manifests);
    }

    private byte[] dockerList() {
        List<String> list = new ArrayList<>();
        for (Saved image : images) {
            List<String> names = new ArrayList<>();
            for (ImageReference name : image.names()) {
                names.add(name.familiar());
            }
            List<String> layers = new ArrayList<>();
            for (Descriptor layer : image.manifest().layers()) {
                layers.add(ArchiveNames.BLOBS + Digests.digits(layer.digest()));
            }
            var entry = new JsonObject()
                    .put(
                            "Config",
                            ArchiveNames.BLOBS
                                    + Digests.digits(image.manifest().config().digest()))
                    .put("RepoTags", names)
                    .put("Layers", layers);
            list.add(entry.toString());
        }
        return ("[" + String.join(",", list) + "]").getBytes(StandardCharsets.UTF_8);
    }

    private void blob(TarDestination archive, String digest) throws IOException {
        Path file = store.data().blob(digest);
        try (InputStream contents = Files.newInputStream(file)) {
            archive.put(entry(ArchiveNames.BLOBS + Digests.digits(digest), Files.size(file)), contents);
        }
    }

    private static void file(TarDestination archive, String name, byte[] bytes) throws IOException {
        archive.put(entry(name, bytes.length), new ByteArrayInputStream(bytes));
    }

    private static FileEntry entry(String path, long size) {
        return new FileEntry(path, FileEntry.Kind.REGULAR, 0644, 0, 0, size, 0, 0, null, 0, 0, Map.of());
    }

    private static void directory(TarDestination archive, String path) throws IOException {
        var entry = new FileEntry(path, FileEntry.Kind.DIRECTORY, 0755, 0, 0, 0, 0, 0, null, 0, 0, Map.of());
        archive.put(entry, null);
    }
}
