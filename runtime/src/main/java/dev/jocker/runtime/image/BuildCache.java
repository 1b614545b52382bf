package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which layer came of which step of a build, under a key of all that the step depends on: {@code builds.json}. What it names is not swept,
 * like what {@link References} name. The caller has the store's lock.
 *
 * <p>An entry goes with the last of the images that it was of use to; one that was of use to none yet, since its build failed later, goes
 * when somebody prunes.
 */
final class BuildCache {
    /** One with nothing in it, not to be written. */
    static final BuildCache NONE = new BuildCache(null);

    private static final String ENTRIES = "steps";

    private final Path file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private BuildCache(Path file) {
        this.file = file;
    }

    /** What came of a step; {@code used}: when a build last wanted it; {@code images}: ids of those that were built with it. */
    record Entry(String diffId, Descriptor blob, Instant created, Instant used, Set<String> images) {}

    /** One that cannot be read is an empty one: it only saves time. */
    static BuildCache read(Path file) throws IOException {
        var cache = new BuildCache(file);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return cache;
        }
        try {
            JsonObject steps = JsonObject.read(bytes, file.toString()).object(ENTRIES);
            for (String key : steps.names()) {
                cache.entries.put(key, entry(steps.object(key)));
            }
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            cache.entries.clear();
        }
        return cache;
    }

    private static Entry entry(JsonObject json) {
        String digest = json.text("digest");
        String diffId = json.text("layer");
        String created = json.text("created");
        if (!Digests.isDigest(digest) || !Digests.isDigest(diffId) || created == null) {
            throw new IllegalArgumentException("not a step");
        }
        var blob = new Descriptor(json.text("mediaType"), digest, json.number("size"));
        Instant made = Instant.parse(created);
        String used = json.text("used");
        Instant last = used == null ? made : Instant.parse(used);
        return new Entry(diffId, blob, made, last, new TreeSet<>(json.texts("images")));
    }

    void write() throws IOException {
        var steps = new JsonObject();
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            steps.put(
                    each.getKey(),
                    new JsonObject()
                            .put("layer", entry.diffId)
                            .put("mediaType", entry.blob.mediaType())
                            .put("digest", entry.blob.digest())
                            .put("size", entry.blob.size())
                            .put("created", entry.created.toString())
                            .put("used", entry.used.toString())
                            .put("images", List.copyOf(entry.images)));
        }
        WholeFile.write(file, new JsonObject().put(ENTRIES, steps).write());
    }

    /** Null if there is none. */
    Entry get(String key) {
        return entries.get(key);
    }

    /** What came of a step this time, in place of what came of it before; {@code image} is the one that it was done for, or null. */
    void put(String key, StoredLayer layer, String image) {
        Entry before = entries.get(key);
        Set<String> images = new TreeSet<>();
        if (before != null && before.diffId.equals(layer.diffId())) {
            images.addAll(before.images);
        }
        if (image != null) {
            images.add(image);
        }
        entries.put(key, new Entry(layer.diffId(), layer.blob(), layer.created(), Instant.now(), images));
    }

    /** Forgets what was of use only to images that are not here any more; whether there was such a thing. */
    boolean forgetAllBut(Set<String> images) {
        boolean changed = false;
        for (Map.Entry<String, Entry> each : List.copyOf(entries.entrySet())) {
            Entry entry = each.getValue();
            if (!entry.images.isEmpty()) {
                changed |= entry.images.retainAll(images);
                if (entry.images.isEmpty()) {
                    entries.remove(each.getKey());
                }
            }
        }
        return changed;
    }

    void forget(String key) {
        entries.remove(key);
    }

    /** All, by their keys. */
    Map<String, Entry> entries() {
        return Map.copyOf(entries);
    }

    /** Lets what led to packed layers lead to others, of the same: by the digests that those had; whether there was such a thing. */
    boolean replace(Map<String, Descriptor> blobs) {
        boolean changed = false;
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            Descriptor other = blobs.get(entry.blob.digest());
            if (other != null) {
                each.setValue(new Entry(entry.diffId, other, entry.created, entry.used, entry.images));
                changed = true;
            }
        }
        return changed;
    }

    /** The layers that it names. */
    Set<String> layers() {
        Set<String> layers = new TreeSet<>();
        for (Entry entry : entries.values()) {
            layers.add(entry.diffId);
        }
        return layers;
    }

    /** The same, packed. */
    Set<String> blobs() {
        Set<String> blobs = new TreeSet<>();
        for (Entry entry : entries.values()) {
            blobs.add(entry.blob.digest());
        }
        return blobs;
    }
}
