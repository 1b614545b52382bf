package dev.jocker.runtime.volume;

import dev.jocker.runtime.image.Withdrawal;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The volumes of a host.
 *
 * <pre>
 *   data/volumes/NAME/  volume.json   {@link Volume}: without it the rest is nobody's
 *                       _data/        its files, as docker has them
 *                       copying       there while an image's files are put into it: {@link FirstUse}
 *   run/locks/volumes   locked while one is made, or removed
 * </pre>
 *
 * <p>Who wants a volume notes that with the lock, before the volume is looked for: so nobody removes it from then on.
 */
public final class Volumes {
    private static final String RECORD = "volume.json";
    private static final String FILES = "_data";
    private static final String LOCK = "volumes";
    private static final String PRIVATE = "rwx------";
    private static final String OPEN = "rwxr-xr-x";

    private final Path data;
    private final Path locks;
    private final Users users;

    /** Knows who wants volumes. */
    public interface Users {
        /** What a container that wants the volume is called, or null: none does. */
        String of(String volume) throws IOException;
    }

    /** Something that is noted while nobody removes a volume. */
    public interface Note {
        void write() throws IOException;
    }

    /**
     * Those below {@code data}.
     *
     * @param locks a directory for locks, made when it is needed
     */
    public Volumes(Path data, Path locks, Users users) {
        this.data = data;
        this.locks = locks;
        this.users = users;
    }

    /** Where the files of a volume are, or will be. */
    public static Path mountpoint(Path data, String name) {
        return directory(data, name).resolve(FILES);
    }

    static Path directory(Path data, String name) {
        return data.resolve("volumes").resolve(name);
    }

    /** Makes a volume, or finds the one that has the name already, as docker does. */
    public Volume create(VolumeRequest request) throws IOException {
        try (LockFile _ = lock()) {
            return ensure(request);
        }
    }

    /** Notes who wants volumes, and makes those that are missing, whose names it returns; all stay until the note is gone. */
    public List<String> want(List<VolumeRequest> wanted, Note note) throws IOException {
        List<String> made = new ArrayList<>();
        try (LockFile _ = lock()) {
            note.write();
            for (VolumeRequest each : wanted) {
                if (read(each.name()) == null) {
                    ensure(each);
                    made.add(each.name());
                }
            }
        }
        return made;
    }

    private Volume ensure(VolumeRequest request) throws IOException {
        Volume there = read(request.name());
        if (there != null) {
            return there;
        }
        Path directory = directory(data, request.name());
        make(directory.getParent(), PRIVATE);
        make(directory, PRIVATE);
        Path files = directory.resolve(FILES);
        make(files, OPEN);
        var volume = new Volume(request.name(), files, Instant.now(), request.labels());
        WholeFile.write(
                directory.resolve(RECORD),
                volume.toJson().indented().concat("\n").getBytes(StandardCharsets.UTF_8));
        return volume;
    }

    private static void make(Path directory, String mode) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode)); // whatever the umask
        }
    }

    /**
     * The volume of that name.
     *
     * @throws VolumeException.NotFound if there is none
     */
    public Volume find(String name) throws IOException {
        Volume volume = VolumeRequest.isName(name) ? read(name) : null;
        if (volume == null) {
            throw new VolumeException.NotFound(name);
        }
        return volume;
    }

    /** All, by their names. */
    public List<Volume> list() throws IOException {
        List<Volume> volumes = new ArrayList<>();
        for (String name : names()) {
            Volume volume = read(name);
            if (volume != null) {
                volumes.add(volume);
            }
        }
        volumes.sort(Comparator.comparing(Volume::name));
        return volumes;
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(data.resolve("volumes"))) {
            for (Path directory : directories) {
                names.add(directory.getFileName().toString());
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return names;
        }
        return names;
    }

    private Volume read(String name) throws IOException {
        Path file = directory(data, name).resolve(RECORD);
        try {
            JsonObject json = JsonObject.read(Files.readAllBytes(file), file.toString());
            return Volume.fromJson(json, name, mountpoint(data, name), file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Removes a volume with its files.
     *
     * @throws VolumeException.NotFound if there is none
     * @throws VolumeException.InUse if a container wants it
     */
    public void remove(String name) throws IOException {
        Withdrawal withdrawal;
        try (LockFile _ = lock()) {
            find(name);
            String user = users.of(name);
            if (user != null) {
                throw new VolumeException.InUse(name, user);
            }
            withdrawal = withdraw(name);
        }
        withdrawal.close(); // without the lock: that may take its time
    }

    /**
     * Removes those that are meant and that nobody wants, and what a killed command has left of others.
     *
     * @return their names, and how many bytes their files had
     */
    public Map<String, Long> prune(Predicate<Volume> meant) throws IOException {
        Map<String, Long> removed = new TreeMap<>();
        for (String name : names()) {
            Withdrawal withdrawal;
            try (LockFile _ = lock()) {
                Volume volume = read(name);
                boolean goes = volume == null || meant.test(volume);
                if (!goes || !Files.exists(directory(data, name)) || users.of(name) != null) {
                    continue;
                }
                removed.put(name, VolumeSize.of(mountpoint(data, name)));
                withdrawal = withdraw(name);
            }
            withdrawal.close();
        }
        return removed;
    }

    /**
     * Gives up volumes that nobody else wants.
     *
     * @param note takes back that they are wanted; done with the lock held, after those that others want have been sorted out
     */
    public void giveUp(List<String> names, Note note) throws IOException {
        List<Withdrawal> withdrawn = new ArrayList<>();
        try (LockFile _ = lock()) {
            for (String name : names) {
                if (users.of(name) == null && Files.exists(directory(data, name))) {
                    withdrawn.add(withdraw(name));
                }
            }
            note.write();
        }
        for (Withdrawal each : withdrawn) {
            each.close();
        }
    }

    /** How many bytes its files have. */
    public long size(Volume volume) throws IOException {
        return VolumeSize.of(volume.mountpoint());
    }

    private Withdrawal withdraw(String name) throws IOException {
        return Withdrawal.of(data, directory(data, name));
    }

    private LockFile lock() throws IOException {
        Files.createDirectories(locks);
        return LockFile.take(locks.resolve(LOCK));
    }
}
