package dev.jocker.runtime.container;

import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.record.LockFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Words that one container has at a time: names, first ids of ranges. Each is a symbolic link to the id of its owner, made in one step.
 *
 * <p>A link counts as long as its owner's record says the same, or somebody is at work on the owner. So nothing has to be undone
 * after a crash: a link that nobody stands behind is another's to take.
 */
final class Reservations {
    /** Whether a container stands behind a link. */
    interface Claims {
        boolean claims(String id, String word) throws IOException;
    }

    private final Directories directories;
    private final Path place;
    private final Claims claims;

    Reservations(Directories directories, Path place, Claims claims) {
        this.directories = directories;
        this.place = place;
        this.claims = claims;
    }

    /** Makes {@code word} the container's; the id of the other that has it already, or null. */
    String take(String word, String id) throws IOException {
        Files.createDirectories(place);
        Files.createDirectories(directories.locks());
        Path link = place.resolve(word);
        try (LockFile _ = lock()) {
            String owner = owner(word);
            if (owner != null && !owner.equals(id) && isHeld(owner, word)) {
                return owner;
            }
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of(id));
            return null;
        }
    }

    /** Gives {@code word} back, if it is the container's. */
    void release(String word, String id) throws IOException {
        if (id.equals(owner(word))) {
            try (LockFile _ = lock()) {
                if (id.equals(owner(word))) {
                    Files.deleteIfExists(place.resolve(word));
                }
            }
        }
    }

    /** The id that the link leads to, or null. Whether it counts only its record can tell. */
    String owner(String word) throws IOException {
        try {
            return Files.readSymbolicLink(place.resolve(word)).toString();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Deletes the links that nobody stands behind, and says which. */
    List<String> sweep() throws IOException {
        return sweep(false);
    }

    /** As {@link #sweep}, but only links whose container is not there at all, which is quickly seen. */
    List<String> sweepOrphans() throws IOException {
        return sweep(true);
    }

    private List<String> sweep(boolean orphansOnly) throws IOException {
        List<String> stale = new ArrayList<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(place)) {
            for (Path link : links) {
                String word = link.getFileName().toString();
                if (!orphansOnly || !isThere(owner(word))) {
                    sweep(word, stale);
                }
            }
        } catch (NoSuchFileException e) {
            // none has been taken yet
        }
        return stale;
    }

    private boolean isThere(String id) {
        return id != null && Files.exists(directories.container(id).resolve(ContainerRecord.FILE));
    }

    private void sweep(String word, List<String> stale) throws IOException {
        try (LockFile _ = lock()) {
            String owner = owner(word);
            if (owner != null && !isHeld(owner, word)) {
                Files.deleteIfExists(place.resolve(word));
                stale.add(word);
            }
        }
    }

    private boolean isHeld(String owner, String word) throws IOException {
        return LockFile.isTaken(directories.lock(owner))
                || LockFile.isTaken(directories.commandLock(owner))
                || claims(owner, word);
    }

    /** A record that cannot be read might say anything: what it could have is not given away. */
    private boolean claims(String owner, String word) {
        try {
            return claims.claims(owner, word);
        } catch (IOException e) {
            return true;
        }
    }

    private LockFile lock() throws IOException {
        return LockFile.take(directories.locks().resolve(place.getFileName().toString()));
    }
}
