package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.image.ImageJson.Document;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.syscall.Architecture;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The images that are here, each layer unpacked once. {@link DataRoot} shows the files.
 *
 * <p>What counts is {@code references.json}: an image that it does not name, and a layer that no such image has, is what a killed process
 * left, and goes with the next import. So an import or a removal happens in the instant in which that file is replaced. An image
 * whose name was given to another keeps an entry without a name.
 */
public final class ImageStore {
    /** Where images are unless the user says otherwise. */
    public static final Path DEFAULT_ROOT = Path.of("/var/lib/jocker");

    private static final String SHA256 = "sha256:";
    private static final String NAMELESS = "<none>@";
    private static final String RECORD = ".json";
    private static final int DIGITS = 64;

    private final DataRoot data;

    private ImageStore(DataRoot data) {
        this.data = data;
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
     * @param reference its name, which another image loses if it has it
     * @param comment for the image's history
     * @throws ArchiveException if the archive is at fault
     */
    public Image importArchive(InputStream archive, ImageReference reference, ImageConfig config, String comment)
            throws IOException {
        if (reference.digest() != null) {
            throw new ImageException.InvalidReference(reference.familiar(), "a digest cannot be chosen");
        }
        try (Staging staging = data.stage()) {
            Path layer = Files.createDirectory(staging.path().resolve("layer"));
            Files.setPosixFilePermissions(layer, PosixFilePermissions.fromString("rwxr-xr-x"));
            LayerUnpacker.Unpacked unpacked;
            try (Fd directory = Descriptors.open(layer, Flags.of(OpenFlag.O_DIRECTORY))) {
                unpacked = LayerUnpacker.unpack(archive, directory);
            }
            Document document = new Document(Instant.now(), architecture(), List.of(unpacked.diffId()), config);
            byte[] json = ImageJson.write(document, comment);
            String id = DigestingStream.digest(json);
            staging.sync();
            try (Fd _ = data.lock()) {
                sweep();
                publish(staging, unpacked);
                data.write(record(id), json);
                name(id, reference);
                return read(id, references());
            }
        }
    }

    /** All images, the newest first. */
    public List<Image> list() throws IOException {
        Map<String, String> references = references();
        List<Image> images = new ArrayList<>();
        for (String id : new TreeSet<>(references.values())) {
            Image image = read(id, references);
            if (image != null) {
                images.add(image);
            }
        }
        images.sort((a, b) -> instant(b).compareTo(instant(a)));
        return images;
    }

    /** The image of that name. */
    public Optional<Image> find(ImageReference reference) throws IOException {
        Map<String, String> references = references();
        String id = references.get(reference.toString());
        return id == null ? Optional.empty() : Optional.ofNullable(read(id, references));
    }

    /**
     * The image of that name, or with that id, or the only one whose id begins so.
     *
     * @throws ImageException.InvalidReference if the text can be neither
     * @throws ImageException.Ambiguous if several ids begin so
     */
    public Optional<Image> find(String nameOrId) throws IOException {
        Map<String, String> references = references();
        String id = resolve(nameOrId, references);
        return id == null ? Optional.empty() : Optional.ofNullable(read(id, references));
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
        List<Staging> withdrawn = new ArrayList<>();
        data.make();
        try (Fd _ = data.lock()) {
            Map<String, String> references = references();
            String id = resolve(nameOrId, references);
            if (id == null) {
                throw new ImageException.NotFound(nameOrId);
            }
            List<ImageReference> untagged = untag(nameOrId, id, references);
            if (references.containsValue(id)) {
                write(references);
                return new Removed(untagged, List.of());
            }
            List<String> orphans = orphans(id, references);
            for (String layer : orphans) {
                if (layerInUse.test(layer(layer))) {
                    throw new ImageException.InUse(nameOrId);
                }
            }
            write(references);
            Files.deleteIfExists(record(id));
            for (String layer : orphans) {
                withdraw(layer, withdrawn);
            }
            List<String> deleted = new ArrayList<>(List.of(id));
            deleted.addAll(orphans);
            return new Removed(untagged, deleted);
        } finally {
            for (Staging each : withdrawn) {
                each.close();
            }
        }
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

    private static List<ImageReference> untag(String nameOrId, String id, Map<String, String> references) {
        List<String> names = new ArrayList<>();
        for (var entry : references.entrySet()) {
            if (entry.getValue().equals(id) && !entry.getKey().startsWith(NAMELESS)) {
                names.add(entry.getKey());
            }
        }
        String name = byName(nameOrId, references) == null
                ? null
                : ImageReference.parse(nameOrId).toString();
        if (name == null && names.size() > 1) {
            throw new ImageException.SeveralNames(nameOrId, names);
        }
        List<ImageReference> untagged = new ArrayList<>();
        for (String each : name == null ? names : List.of(name)) {
            references.remove(each);
            untagged.add(ImageReference.parse(each));
        }
        references.remove(NAMELESS + id);
        return untagged;
    }

    /** The image's layers that no other image has. */
    private List<String> orphans(String id, Map<String, String> references) throws IOException {
        Image image = read(id, Map.of());
        Set<String> layers = new TreeSet<>(image == null ? List.of() : image.diffIds());
        layers.removeAll(layers(references));
        return List.copyOf(layers);
    }

    private Set<String> layers(Map<String, String> references) throws IOException {
        Set<String> layers = new HashSet<>();
        for (String id : new HashSet<>(references.values())) {
            Image image = read(id, Map.of());
            if (image != null) {
                layers.addAll(image.diffIds());
            }
        }
        return layers;
    }

    private void publish(Staging staging, LayerUnpacker.Unpacked unpacked) throws IOException {
        Path place = layer(unpacked.diffId());
        if (!Files.exists(place)) { // the same archive may have been here before
            data.write(layerRecord(unpacked.diffId()), ImageJson.write(Map.of("size", Long.toString(unpacked.size()))));
            staging.publish("layer", place);
        }
    }

    private void name(String id, ImageReference reference) throws IOException {
        Map<String, String> references = references();
        String before = references.put(reference.toString(), id);
        if (before != null && !references.containsValue(before)) {
            references.put(NAMELESS + before, before);
        }
        references.remove(NAMELESS + id);
        write(references);
    }

    /** Deletes what no name leads to: nobody but a killed process can have left it, since we hold the lock. */
    private void sweep() throws IOException {
        Map<String, String> references = references();
        try (DirectoryStream<Path> records = Files.newDirectoryStream(data.images())) {
            for (Path each : records) {
                if (!references.containsValue(SHA256 + digits(each))) {
                    Files.delete(each);
                }
            }
        }
        Set<String> wanted = layers(references);
        List<Staging> withdrawn = new ArrayList<>();
        try (DirectoryStream<Path> layers = Files.newDirectoryStream(data.layers())) {
            for (Path each : layers) {
                if (wanted.contains(SHA256 + digits(each))) {
                    continue;
                }
                if (Files.isDirectory(each)) {
                    withdrawn.add(data.withdraw(each));
                } else {
                    Files.delete(each);
                }
            }
        }
        for (Staging each : withdrawn) {
            each.close();
        }
    }

    private void withdraw(String diffId, List<Staging> withdrawn) throws IOException {
        Path directory = layer(diffId);
        if (Files.exists(directory)) {
            withdrawn.add(data.withdraw(directory));
        }
        Files.deleteIfExists(layerRecord(diffId));
    }

    private static String resolve(String nameOrId, Map<String, String> references) {
        String id = byName(nameOrId, references);
        boolean full = nameOrId.startsWith(SHA256);
        String digits = full ? nameOrId.substring(SHA256.length()) : nameOrId;
        if (id != null || digits.length() > DIGITS || !ImageReference.isHexadecimal(digits)) {
            return id;
        }
        for (String each : new TreeSet<>(references.values())) {
            if (each.startsWith(digits, SHA256.length())) {
                if (id != null) {
                    throw new ImageException.Ambiguous(nameOrId);
                }
                id = each;
            }
        }
        return id;
    }

    private static String byName(String text, Map<String, String> references) {
        boolean id = text.startsWith(SHA256) || (text.length() == DIGITS && ImageReference.isHexadecimal(text));
        return id ? null : references.get(ImageReference.parse(text).toString());
    }

    /** Null if it is not here (any more). */
    private Image read(String id, Map<String, String> references) throws IOException {
        Document document;
        try {
            document = ImageJson.read(Files.readAllBytes(record(id)));
        } catch (NoSuchFileException e) {
            return null;
        }
        List<ImageReference> names = new ArrayList<>();
        for (var entry : references.entrySet()) {
            if (entry.getValue().equals(id) && !entry.getKey().startsWith(NAMELESS)) {
                names.add(ImageReference.parse(entry.getKey()));
            }
        }
        List<Path> layers = new ArrayList<>();
        long size = 0;
        for (String diffId : document.diffIds()) {
            layers.add(layer(diffId));
            size += size(diffId);
        }
        Collections.reverse(layers);
        return new Image(
                id,
                names,
                document.created(),
                size,
                document.architecture(),
                document.diffIds(),
                layers,
                document.config());
    }

    /** How many bytes the files of a layer have; 0 if it is not here. */
    public long size(String diffId) throws IOException {
        Path file = layerRecord(diffId);
        try {
            return Long.parseLong(ImageJson.readTexts(Files.readAllBytes(file), file.toString())
                    .getOrDefault("size", "0"));
        } catch (NoSuchFileException | NumberFormatException e) {
            return 0; // a size is for show; the layer itself will be missed where it is needed
        }
    }

    private Map<String, String> references() throws IOException {
        Path file = data.references();
        try {
            return ImageJson.readTexts(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            return new TreeMap<>();
        }
    }

    private void write(Map<String, String> references) throws IOException {
        data.write(data.references(), ImageJson.write(references));
    }

    private Path record(String id) {
        return data.images().resolve(id.substring(SHA256.length()) + RECORD);
    }

    private Path layer(String diffId) {
        return data.layers().resolve(diffId.substring(SHA256.length()));
    }

    private Path layerRecord(String diffId) {
        return data.layers().resolve(diffId.substring(SHA256.length()) + RECORD);
    }

    private static String digits(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static Instant instant(Image image) {
        return image.created() == null ? Instant.EPOCH : image.created();
    }

    /** As the image specification, and Go, name it. */
    private static String architecture() {
        return switch (Architecture.current()) {
            case X86_64 -> "amd64";
            case AARCH64 -> "arm64";
        };
    }
}
