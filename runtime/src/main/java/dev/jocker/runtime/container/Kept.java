package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.launch.ControlGroups;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.oci.InvalidSpecException;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.oci.SpecReader;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.record.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** One container's files, for those who carry out what is asked of it. Everything is looked up anew at each call. */
record Kept(Directories directories, Host host, String id) {
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final long NAP_NANOS = 2_000_000L;

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
        return ControlGroups.noted(path(), host.hierarchies());
    }

    ContainerState state(ContainerRecord record) throws IOException {
        return ContainerState.of(directories, path(), record.foreground(), groups());
    }

    /** Waits until no other command changes the container, and keeps the others from it until it is closed. */
    LockFile lock() throws IOException {
        Files.createDirectories(directories.locks());
        return LockFile.take(directories.commandLock(id));
    }

    /**
     * The lock of whoever looks after it, who is done with it, or will be in a moment. A foreground container's owner has it from before
     * the first process until all is freed: that it is not waited for.
     *
     * @throws ContainerException.WrongState if it is a foreground container's, and is not free
     */
    LockFile ownersLock(ContainerRecord record) throws IOException {
        Path path = directories.lock(id);
        if (!record.foreground()) {
            return LockFile.take(path);
        }
        long began = System.nanoTime();
        LockFile lock = LockFile.tryTake(path);
        while (lock == null) {
            boolean starting =
                    state(record).status() == ContainerStatus.CREATED && ContainerDirectory.hasRecord(path());
            if (starting || System.nanoTime() - began > PATIENCE_NANOS) {
                throw new ContainerException.WrongState("container "
                        .concat(record.name())
                        .concat(starting ? " is just being started" : " is just being removed by its jocker")
                        .concat(": try again"));
            }
            LockSupport.parkNanos(NAP_NANOS);
            Stopping.requireUninterrupted();
            lock = LockFile.tryTake(path);
        }
        return lock;
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
