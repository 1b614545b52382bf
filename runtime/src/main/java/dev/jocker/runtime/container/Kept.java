package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.oci.InvalidSpecException;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.oci.SpecReader;
import dev.jocker.runtime.record.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** One container's files, for those who carry out what is asked of it. Everything is looked up anew at each call. */
record Kept(Directories directories, Host host, String id) {
    Path path() {
        return directories.container(id);
    }

    /**
     * Its record.
     *
     * @throws ContainerException.NotFound if it has been removed
     */
    ContainerRecord record() throws IOException {
        ContainerRecord record = ContainerRecord.read(path());
        if (record == null) {
            throw ContainerIndex.notFound(id);
        }
        return record;
    }

    Spec spec() throws IOException {
        Path file = path().resolve(Creation.SPEC);
        try {
            return SpecReader.read(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new IOException("there is no " + file + ", which says how to start the container", e);
        } catch (InvalidSpecException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    Cgroup groups() throws IOException {
        return ContainerDirectory.groups(path(), host.hierarchies());
    }

    ContainerState state(ContainerRecord record) throws IOException {
        return ContainerState.of(directories, path(), record.foreground(), groups());
    }

    /** Waits until no other command changes the container, and keeps the others from it until it is closed. */
    LockFile lock() throws IOException {
        Files.createDirectories(directories.locks());
        return LockFile.take(directories.commandLock(id));
    }

    /** Whether a monitor, or a JVM, looks after it. */
    boolean isLookedAfter() throws IOException {
        return LockFile.isTaken(directories.lock(id));
    }

    /** Tells the journal what happened; {@code detail} is what {@link EventJournal} makes an attribute of, or null. */
    void tell(Kind kind, ContainerRecord record, String detail) throws IOException {
        new EventJournal(directories).append(kind, record, detail);
    }
}
