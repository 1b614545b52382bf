package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.ImageConfiguration;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Manifest;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.registry.Access;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The images that are here, each layer unpacked once. {@link DataRoot} shows the files.
 *
 * <p>What counts is {@code index.json}: an image that it does not name, and a layer that no such image has, is what a killed process
 * left, and goes with the next import. So an import or a removal happens in the instant in which that file is replaced. An image
 * whose name was given to another keeps an entry without a name.
 */
public final class ImageStore {
    /** Where images are unless the user says otherwise. */
    public static final Path DEFAULT_ROOT = Path.of("/var/lib/jocker");

    private final DataRoot data;
    private final Contents contents;
    private final Lookup lookup;

    private ImageStore(DataRoot data) {
        this.data = data;
        this.contents = new Contents(data);
        this.lookup = new Lookup(data, contents);
    }

    /** The store under a data root. Nothing is made before the first import. */
    public static ImageStore under(Path dataRoot) {
        return new ImageStore(new DataRoot(dataRoot));
    }

    /**
     * What a removal did.
     *
     * @param untagged names that are gone
     * @param deleted ids of the image and of layers that are gone; empty if the image has another name
     */
    public record Removed(List<ImageReference> untagged, List<String> deleted) {
        public Removed {
            untagged = List.copyOf(untagged);
            deleted = List.copyOf(deleted);
        }
    }

    /**
     * What a pull did.
     *
     * @param digest by which the registry has it
     * @param changed whether the name has not led to it before
     */
    public record Pulled(Image image, String digest, boolean changed) {}

    /**
     * What a push did.
     *
     * @param digest by which the registry has it
     * @param size of the manifest, in bytes
     */
    public record Pushed(String digest, int size) {}

    /** Makes an image of one layer out of an archive in a file. As {@link #importArchive(InputStream, ImageReference, ImageConfig, String)}. */
    public Image importArchive(Path archive, ImageReference reference, ImageConfig config) throws IOException {
        try (InputStream stream = Files.newInputStream(archive)) {
            return importArchive(stream, reference, config, "Imported from " + archive.getFileName());
        } catch (ArchiveException e) {
            throw new ArchiveException(archive + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes an image of one layer out of an archive. If that fails, the store is as it was.
     *
     * @param archive tar, as it is or compressed by gzip, bzip2, xz or zstd; read to its end, not closed
     * @param reference its name, which another image loses if it has it; or null
     * @param comment for the image's history
     * @throws ArchiveException if the archive is at fault
     */
    public Image importArchive(InputStream archive, ImageReference reference, ImageConfig config, String comment)
            throws IOException {
        return importArchive(archive, reference, config, comment, UnaryOperator.identity());
    }

    /** The same with a {@code config} that {@code change} has changed; that has the names of the specification and of docker. */
    public Image importArchive(
            InputStream archive,
            ImageReference reference,
            ImageConfig config,
            String comment,
            UnaryOperator<JsonObject> change)
            throws IOException {
        return new ArchiveImport(this).read(archive, reference, config, comment, change);
    }

    /**
     * Brings an image from its registry. If that fails, the store is as it was.
     *
     * @param platform null: this machine's
     * @throws ImageException.OtherPlatform if it is not there for that
     */
    public Pulled pull(ImageReference reference, Platform platform, Access access, TransferProgress progress)
            throws IOException {
        return new Pull(this, reference, platform, progress).from(access);
    }

    /**
     * Gives an image to the registry that its name says. Layers that are kept plain are compressed first, and stay so.
     *
     * @throws ImageException.NotFound if there is none of that name
     * @throws ImageException.OnHost if it lies on this machine's own files
     */
    public Pushed push(ImageReference reference, Access access, TransferProgress progress) throws IOException {
        return new Push(this, reference, progress).to(access);
    }

    /**
     * Makes an image. If that fails, the store is as it was.
     *
     * @throws ImageException.NotFound if what it is to lie on is not here any more
     */
    public Image add(NewImage image) throws IOException {
        return new Addition(this).add(image);
    }

    /** Begins a build. */
    public BuildSpace build() throws IOException {
        sweep(); // what a killed build left is not to be taken for a layer
        return new BuildSpace(this, data.stage());
    }

    /** A directory that steps of builds keep for each other; {@code alone}: no other who says so has it at the same time. */
    public CacheDirectory cache(String id, boolean alone) throws IOException {
        return CacheDirectory.open(data, id, alone);
    }

    /**
     * What builds keep to be quicker the next time.
     *
     * @param count of layers and caches
     * @param ofImages how many of these layers an image has, too
     * @param bytes of what no image has
     */
    public record BuildsKept(int count, int ofImages, long bytes) {}

    /** What builds keep to be quicker the next time. */
    public BuildsKept buildsKept() throws IOException {
        return new BuildPruning(this).count();
    }

    /** Frees what builds keep to be quicker the next time, but for what is in use; how many bytes that were. */
    public long pruneBuilds(BuildsToPrune wanted) throws IOException {
        return new BuildPruning(this).run(wanted);
    }

    /** The configuration of an image of no layers, for this machine. */
    public static ImageConfiguration scratch() {
        return ImageConfiguration.empty(platform().architecture());
    }

    /**
     * An image out of an archive.
     *
     * @param names that it had there, and has here now
     */
    public record Loaded(Image image, List<ImageReference> names) {
        public Loaded {
            names = List.copyOf(names);
        }
    }

    /**
     * Takes over the images of an archive that docker, podman, skopeo or {@link #save} wrote. If that fails, the store is as it was.
     *
     * @param archive tar, compressed or not; read to its end, not closed
     * @throws ArchiveException if the archive is at fault
     */
    public List<Loaded> load(InputStream archive) throws IOException {
        return new ArchiveLoad(this).read(archive);
    }

    /**
     * Writes images as an archive.
     *
     * @param namesOrIds as for {@link #find(String)}; names are in the archive, too
     */
    public void save(List<String> namesOrIds, ArchiveFormat format, OutputStream out) throws IOException {
        new ArchiveSave(this, format).write(namesOrIds, out);
    }

    /** Gives the image a further name. */
    public void tag(String nameOrId, ImageReference reference) throws IOException {
        reference.chosen();
        data.make();
        try (Fd _ = data.lock()) {
            References references = references();
            String id = Lookup.resolve(nameOrId, references);
            if (id == null) {
                throw new ImageException.NotFound(nameOrId);
            }
            References.Entry named = Lookup.isId(nameOrId) ? null : references.get(ImageReference.parse(nameOrId));
            References.Entry entry = named == null ? references.ofImage(id) : named;
            // Another registry, or another name, has it by no digest that we know of.
            references.put(reference, new References.Entry(id, entry.manifest(), null));
            references.write();
        }
    }

    /** All images, the newest first. Of {@linkplain #damaged() damaged} ones only ids and names are known. */
    public List<Image> list() throws IOException {
        return lookup.list();
    }

    /** What is wrong with images that are here, but cannot be read any more. */
    public List<DamagedImageException> damaged() throws IOException {
        return lookup.damaged();
    }

    /** The image of that name. */
    public Optional<Image> find(ImageReference reference) throws IOException {
        return Optional.ofNullable(lookup.find(reference));
    }

    /**
     * The image of that name, or with that id, or the only one whose id begins so.
     *
     * @throws ImageException.InvalidReference if the text can be neither
     * @throws ImageException.Ambiguous if several ids begin so
     */
    public Optional<Image> find(String nameOrId) throws IOException {
        return Optional.ofNullable(lookup.find(nameOrId));
    }

    /** All that the image's configuration says, with what nobody here knows. */
    public JsonObject configuration(Image image) throws IOException {
        byte[] bytes = contents.read(image.id());
        if (bytes == null) {
            throw new ImageException.NotFound(image.id());
        }
        return JsonObject.read(bytes, "the configuration of ".concat(image.id()));
    }

    /**
     * A step of an image's making.
     *
     * @param what is known of it; of a layer that the image has no step for, nothing
     * @param size of the layer that it made, in bytes; 0 if it made none
     */
    public record Step(ImageConfiguration.History what, long size) {}

    /** How an image came to be, the last step first. */
    public List<Step> history(Image image) throws IOException {
        return lookup.history(image, ImageConfiguration.of(configuration(image)));
    }

    /**
     * Takes a name away from an image, and deletes the image with its last one.
     *
     * @param nameOrId as for {@link #find(String)}; an id takes the image's only name away
     * @param layerInUse whether a container needs the layer in that directory; asked only for layers that would be deleted, and
     *     while nobody else can {@linkplain #holds ask} whether they are there: so let it look when it is asked, not before
     * @throws ImageException if there is none, or a container needs it
     */
    public Removed remove(String nameOrId, Predicate<Path> layerInUse) throws IOException {
        return new ImageRemoval(this, layerInUse).remove(nameOrId, false, false);
    }

    /** As {@link #remove}, but an id takes all the image's names away. */
    public Removed removeWhole(String nameOrId, Predicate<Path> layerInUse) throws IOException {
        return new ImageRemoval(this, layerInUse).remove(nameOrId, true, false);
    }

    /** As {@link #removeWhole}, but what a container needs stays without a name, if it had one. */
    public Removed forceRemove(String nameOrId, Predicate<Path> layerInUse) throws IOException {
        return new ImageRemoval(this, layerInUse).remove(nameOrId, true, true);
    }

    /**
     * Whether all of an image's layers are here, once a removal that is under way has ended. Who has noted before where removals look
     * that it needs them, keeps them.
     */
    public boolean holds(Image image) throws IOException {
        try (Fd _ = data.lock()) {
            for (Path layer : image.layers()) {
                if (!Files.isDirectory(layer)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Deletes what no name leads to: only a killed process can have left it, and pulls that are under way have pinned what they need. */
    void sweep() throws IOException {
        List<Staging> withdrawn;
        data.make();
        try (Fd _ = data.lock()) {
            withdrawn = contents.sweep(references());
        }
        closeAll(withdrawn);
    }

    /** Names an image whose layers and blobs are here and on the disk; {@code reference} may be null. The caller has the lock. */
    Image name(ImageReference reference, byte[] config, String mediaType, byte[] manifest, String pulled)
            throws IOException {
        var leads = new Descriptor(mediaType, Digests.of(manifest), manifest.length);
        String id = Digests.of(config);
        contents.write(id, config);
        contents.write(leads.digest(), manifest);
        new Cover(data, id).make(ImageJson.read(config, id).diffIds());
        References references = references();
        var entry = new References.Entry(id, leads, pulled);
        if (reference == null) {
            references.putNameless(entry);
        } else {
            references.put(reference, entry);
        }
        references.write();
        return lookup.read(id, references);
    }

    /** Whether nothing of the image is missing. The caller has the lock. */
    boolean isWhole(References.Entry entry, Image image) throws IOException {
        Manifest manifest;
        try {
            manifest = contents.manifest(entry);
        } catch (IOException e) { // damaged
            return false;
        }
        boolean whole = manifest != null;
        for (int i = 0; whole && i < manifest.layers().size(); i++) {
            whole = contents.hasBlob(manifest.layers().get(i).digest());
        }
        for (String diffId : image.diffIds()) {
            whole &= contents.hasLayer(diffId);
        }
        return whole;
    }

    /** An empty directory for a layer. */
    static Path newLayer(Staging staging, String name) throws IOException {
        Path layer = Files.createDirectory(staging.path().resolve(name));
        Files.setPosixFilePermissions(layer, PosixFilePermissions.fromString("rwxr-xr-x"));
        return layer;
    }

    /** What this machine runs. */
    static Platform platform() {
        return new Platform("linux", System.getProperty("os.arch"), null);
    }

    DataRoot data() {
        return data;
    }

    Contents contents() {
        return contents;
    }

    BuildCache builds() throws IOException {
        return BuildCache.read(data.builds());
    }

    References references() throws IOException {
        return References.read(data.index());
    }

    static void closeAll(List<Staging> withdrawn) throws IOException {
        for (Staging each : withdrawn) {
            each.close();
        }
    }

    /** How many bytes the files of a layer have; 0 if it is not here. */
    public long size(String diffId) throws IOException {
        return contents.size(diffId);
    }
}
