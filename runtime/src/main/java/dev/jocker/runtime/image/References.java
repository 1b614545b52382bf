package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageIndex;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which names lead to which images: {@code index.json} of the OCI layout. Whatever it does not lead to is not there.
 *
 * <p>An image without a name, since its last one was given to another, has an entry all the same, until it is removed.
 */
final class References {
    /** The OCI layout's own; ours is the name in full, where others have a tag. */
    private static final String NAME = "org.opencontainers.image.ref.name";
    /** The digest of the configuration, so that a start has one file less to read. */
    private static final String IMAGE = "dev.jocker.image";

    private static final String PULLED = "dev.jocker.pulled";

    private final Path file;
    private final Map<String, Entry> named = new TreeMap<>();
    private final Map<String, Entry> nameless = new TreeMap<>();

    private References(Path file) {
        this.file = file;
    }

    /**
     * Where a name leads.
     *
     * @param id of the image: the digest of its configuration
     * @param manifest leads to its manifest
     * @param pulled the digest by which a registry has it, which may be that of an index; null if none does
     */
    record Entry(String id, Descriptor manifest, String pulled) {
        private Descriptor descriptor(String name) {
            Map<String, String> annotations = new LinkedHashMap<>();
            if (name != null) {
                annotations.put(NAME, name);
            }
            annotations.put(IMAGE, id);
            if (pulled != null) {
                annotations.put(PULLED, pulled);
            }
            return manifest.with(annotations);
        }
    }

    static References read(Path file) throws IOException {
        var references = new References(file);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return references;
        }
        for (Descriptor each : ImageIndex.read(bytes, file.toString()).manifests()) {
            String id = each.annotations().get(IMAGE);
            if (!Digests.isDigest(id)) {
                throw new IOException(file.toString().concat(" is damaged: a manifest without its image"));
            }
            Descriptor manifest = each.with(Map.of());
            var entry = new Entry(id, manifest, each.annotations().get(PULLED));
            String name = each.annotations().get(NAME);
            if (name == null) {
                references.nameless.put(id, entry);
            } else {
                references.named.put(name, entry);
            }
        }
        return references;
    }

    void write() throws IOException {
        List<Descriptor> manifests = new ArrayList<>();
        for (Map.Entry<String, Entry> each : named.entrySet()) {
            manifests.add(each.getValue().descriptor(each.getKey()));
        }
        for (Entry each : nameless.values()) {
            manifests.add(each.descriptor(null));
        }
        WholeFile.write(file, new ImageIndex(manifests).write());
    }

    /** Null if there is none of that name. */
    Entry get(ImageReference reference) {
        Entry entry = named.get(reference.toString());
        if (entry != null || reference.digest() == null) {
            return entry;
        }
        // By digest: whatever tag it came with, and whether its own manifest is meant or the index it was in.
        String name = reference.name();
        for (Map.Entry<String, Entry> each : named.entrySet()) {
            Entry candidate = each.getValue();
            boolean meant = reference.digest().equals(candidate.pulled)
                    || reference.digest().equals(candidate.manifest.digest());
            if (meant && ImageReference.parse(each.getKey()).name().equals(name)) {
                return candidate;
            }
        }
        return null;
    }

    /** All images, sorted. */
    Set<String> ids() {
        Set<String> ids = new TreeSet<>(nameless.keySet());
        for (Entry each : named.values()) {
            ids.add(each.id);
        }
        return ids;
    }

    /** Everything that something leads to. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(named.values());
        entries.addAll(nameless.values());
        return entries;
    }

    /** Some entry of the image; null if there is none. */
    Entry ofImage(String id) {
        for (Entry each : entries()) {
            if (each.id.equals(id)) {
                return each;
            }
        }
        return null;
    }

    /** The names of an image, sorted. */
    List<ImageReference> names(String id) {
        List<ImageReference> names = new ArrayList<>();
        for (Map.Entry<String, Entry> each : named.entrySet()) {
            if (each.getValue().id.equals(id)) {
                names.add(ImageReference.parse(each.getKey()));
            }
        }
        return names;
    }

    /** By which digests registries have an image, with the names there: {@code debian@sha256:…}. */
    List<ImageReference> digests(String id) {
        List<ImageReference> digests = new ArrayList<>();
        for (Map.Entry<String, Entry> each : named.entrySet()) {
            String pulled = each.getValue().pulled;
            if (pulled != null && each.getValue().id.equals(id)) {
                ImageReference digest = ImageReference.parse(each.getKey()).withDigest(pulled);
                if (!digests.contains(digest)) {
                    digests.add(digest);
                }
            }
        }
        return digests;
    }

    /** Gives the name to the image. The one that had it stays without a name, if that was its last. */
    void put(ImageReference reference, Entry entry) {
        Entry before = named.put(reference.toString(), entry);
        if (before != null && ofImage(before.id) == null) {
            nameless.put(before.id, before);
        }
        nameless.remove(entry.id);
    }

    /** Whether a registry has it so. */
    boolean isPulled(Descriptor manifest) {
        for (Entry each : entries()) {
            if (each.pulled != null && each.manifest.equals(manifest)) {
                return true;
            }
        }
        return false;
    }

    /** Lets all that leads to one manifest lead to another, of the same image. */
    void replace(Descriptor manifest, Descriptor other) {
        for (Map<String, Entry> entries : List.of(named, nameless)) {
            entries.replaceAll(
                    (_, entry) -> entry.manifest.equals(manifest) ? new Entry(entry.id, other, entry.pulled) : entry);
        }
    }

    /** Keeps the image, whether it has a name or not. */
    void putNameless(Entry entry) {
        if (ofImage(entry.id) == null) {
            nameless.put(entry.id, entry);
        }
    }

    /** Takes the name away. */
    void remove(ImageReference reference) {
        named.remove(reference.toString());
    }

    /** Forgets an image that has no name. */
    void removeNameless(String id) {
        nameless.remove(id);
    }
}
