package dev.jocker.runtime.container;

import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds containers on the disk by id, name and prefix. A container is there as long as its record is. */
final class ContainerIndex {
    static final int ID_LENGTH = 64;

    private final Directories directories;

    ContainerIndex(Directories directories) {
        this.directories = directories;
    }

    /** The links from names to ids. */
    static Reservations names(Directories directories) {
        return new Reservations(directories, directories.names(), new Reservations.Claims() {
            @Override
            public boolean claims(String id, String name) throws IOException {
                ContainerRecord record = ContainerRecord.read(directories.container(id));
                return record != null && record.name().equals(name);
            }
        });
    }

    /** The id of the container of that name, else of that id, else of the only one whose id begins so. */
    String find(String reference) throws IOException {
        String word = reference.startsWith("/") ? reference.substring(1) : reference;
        if (word.isEmpty() || word.indexOf('/') >= 0 || word.indexOf('\0') >= 0) {
            throw notFound(reference);
        }
        if (word.length() == ID_LENGTH && exists(word)) {
            return word;
        }
        String id = byName(word);
        if (id == null) {
            id = byPrefix(word);
        }
        if (id == null) {
            throw notFound(reference);
        }
        return id;
    }

    static ContainerException.NotFound notFound(String reference) {
        return new ContainerException.NotFound("no such container: ".concat(reference));
    }

    private String byName(String name) throws IOException {
        String id = names(directories).owner(name);
        if (id != null) {
            ContainerRecord record = readable(id);
            if (record != null && record.name().equals(name)) {
                return id;
            }
        }
        // A link may be lost in a power cut that the record survived.
        for (String each : ids()) {
            ContainerRecord record = readable(each);
            if (record != null && record.name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    private String byPrefix(String prefix) throws IOException {
        String found = null;
        for (String id : ids()) {
            if (id.startsWith(prefix)) {
                if (found != null) {
                    throw new ContainerException.Ambiguous(
                            "several containers' ids begin with " + prefix + ": give more of it");
                }
                found = id;
            }
        }
        return found;
    }

    /** All ids, the newest container's first. */
    List<String> newestFirst() throws IOException {
        List<Aged> found = new ArrayList<>();
        for (String id : ids()) {
            ContainerRecord record = readable(id);
            found.add(new Aged(id, record == null ? Instant.EPOCH : record.created()));
        }
        found.sort(Comparator.comparing(Aged::created).reversed());
        List<String> ids = new ArrayList<>();
        for (Aged each : found) {
            ids.add(each.id());
        }
        return ids;
    }

    private record Aged(String id, Instant created) {}

    /** Null also for a record that is damaged: who asks for that container by its id is told. */
    private ContainerRecord readable(String id) {
        try {
            return ContainerRecord.read(directories.container(id));
        } catch (IOException e) {
            return null;
        }
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directories.containers())) {
            for (Path entry : entries) {
                String id = entry.getFileName().toString();
                if (id.length() == ID_LENGTH && exists(id)) {
                    ids.add(id);
                }
            }
        } catch (NoSuchFileException e) {
            // none has been made yet
        }
        return ids;
    }

    private boolean exists(String id) {
        return Files.exists(directories.container(id).resolve(ContainerRecord.FILE));
    }
}
