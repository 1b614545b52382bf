package dev.jocker.runtime.container;

import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.record.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A container on disk. A handle: each call looks at the disk, so that any number of threads and processes may use it at once. What
 * changes it is done one at a time; {@link #snapshot} and {@link #inspectJson} never wait.
 */
public final class Container {
    private final Directories directories;
    private final Host host;
    private final Roots roots;
    private final String id;
    private final Path path;

    Container(Directories directories, Host host, Roots roots, String id) {
        this.directories = directories;
        this.host = host;
        this.roots = roots;
        this.id = id;
        this.path = directories.container(id);
    }

    /** 64 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** What it is now. */
    public ContainerSnapshot snapshot() throws IOException {
        ContainerRecord record = record();
        JsonObject config = record.config();
        return new ContainerSnapshot(
                id,
                record.name(),
                config.text("Image"),
                record.imageId(),
                record.command(),
                record.created(),
                ContainerStatus.CREATED,
                0,
                0,
                false,
                "",
                null,
                null,
                0,
                null,
                config.textMap("Labels"),
                record.mounts(),
                record.autoRemove(),
                record.foreground(),
                config.flag("Tty"),
                config.flag("OpenStdin"));
    }

    /** What {@code docker inspect} shows of it, an object with docker's names. */
    public String inspectJson() throws IOException {
        JsonObject document = record().document();
        document.remove(ContainerRecord.OWN);
        return document.indented();
    }

    /** Starts it. */
    public void start() throws IOException {
        throw new UnsupportedOperationException("start");
    }

    /** Stops it: the stop signal, and after a time SIGKILL. */
    public void stop(Duration grace, Integer signal) throws IOException {
        throw new UnsupportedOperationException("stop");
    }

    /** Stops it if it runs, and starts it. */
    public void restart(Duration grace, Integer signal) throws IOException {
        throw new UnsupportedOperationException("restart");
    }

    /** Sends a signal to its first process. */
    public void kill(int signal) throws IOException {
        throw new UnsupportedOperationException("kill");
    }

    /** Freezes its processes. */
    public void pause() throws IOException {
        throw new UnsupportedOperationException("pause");
    }

    /** Lets its processes go on. */
    public void unpause() throws IOException {
        throw new UnsupportedOperationException("unpause");
    }

    /** Waits until it does not run; at once if it does not. */
    public ContainerExit await() throws IOException {
        throw new UnsupportedOperationException("wait");
    }

    /** Removes it with all that it has on the host. */
    public void remove(RemoveRequest request) throws IOException {
        Files.createDirectories(directories.locks());
        try (LockFile _ = LockFile.take(directories.commandLock(id))) {
            ContainerRecord record = record();
            ContainerDirectory.delete(path);
            ContainerIndex.names(directories).release(record.name(), id);
        }
    }

    /** Gives it another name. */
    public void rename(String name) throws IOException {
        RunOptionsCheck.name(name);
        Files.createDirectories(directories.locks());
        try (LockFile _ = LockFile.take(directories.commandLock(id))) {
            ContainerRecord record = record();
            String old = record.name();
            if (old.equals(name)) {
                throw new ContainerException.WrongState("renaming a container with the same name as its current name");
            }
            Reservations names = ContainerIndex.names(directories);
            String owner = names.take(name, id);
            if (owner != null) {
                throw Creation.taken(name, owner);
            }
            record.rename(name);
            record.write(path);
            names.release(old, id);
        }
    }

    /**
     * Changes its limits, at once if it runs.
     *
     * @param change what is null in it stays
     * @param policy null: stays
     */
    public UpdateResult update(Resources change, RestartPolicy policy) throws IOException {
        throw new UnsupportedOperationException("update");
    }

    /** What it has written. */
    public LogReader logs(LogQuery query) throws IOException {
        throw new UnsupportedOperationException("logs");
    }

    /** A connection with its streams. */
    public Attachment attach(boolean stdin) throws IOException {
        throw new UnsupportedOperationException("attach");
    }

    /** What it uses. */
    public Stats stats() throws IOException {
        throw new UnsupportedOperationException("stats");
    }

    private ContainerRecord record() throws IOException {
        ContainerRecord record = ContainerRecord.read(path);
        if (record == null) {
            throw ContainerIndex.notFound(id);
        }
        return record;
    }
}
