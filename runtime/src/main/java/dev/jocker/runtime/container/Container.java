package dev.jocker.runtime.container;

import dev.jocker.runtime.files.Changes;
import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.launch.ControlGroups;
import dev.jocker.runtime.launch.NetworkNote;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.monitor.LogCursor;
import dev.jocker.runtime.monitor.Watch;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.options.CopyOptions;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.RestartPolicy;
import dev.jocker.runtime.options.RunOptionsCheck;
import dev.jocker.runtime.process.Change;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.record.LockFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A container on disk. A handle: each call looks at the disk, so that any number of threads and processes may use it at once. What
 * changes it is done one at a time; {@link #snapshot} and {@link #inspectJson} never wait.
 *
 * <p>Methods throw {@link ContainerException.NotFound} if the container has been removed, and {@link ContainerException.WrongState} if
 * what is asked does not go with what it is doing.
 */
public final class Container {
    private final Kept kept;
    private final Roots roots;
    private final Watch.LastAct cleaner;

    Container(Kept kept, Roots roots, Watch.LastAct cleaner) {
        this.kept = kept;
        this.roots = roots;
        this.cleaner = cleaner;
    }

    /** 64 hexadecimal digits. */
    public String id() {
        return kept.id();
    }

    /** What it is now. */
    public ContainerSnapshot snapshot() throws IOException {
        ContainerRecord record = kept.record();
        ContainerState state = kept.state(record);
        JsonObject config = record.config();
        return new ContainerSnapshot(
                id(),
                record.name(),
                config.text("Image"),
                record.imageId(),
                record.command(),
                record.created(),
                state.status(),
                state.pid(),
                state.exitCode(),
                state.oomKilled(),
                state.error(),
                state.startedAt(),
                state.finishedAt(),
                (int) state.run(),
                HealthChecks.health(kept.path(), record, state.startedAt()),
                config.textMap("Labels"),
                record.mounts(),
                record.autoRemove(),
                record.foreground(),
                config.flag("Tty"),
                config.flag("OpenStdin"),
                networking(record, state));
    }

    private ContainerSnapshot.Networking networking(ContainerRecord record, ContainerState state) throws IOException {
        List<String> networks = new ArrayList<>();
        for (EndpointRequest request : DockerNetworks.requests(record)) {
            networks.add(request.network());
        }
        String mode = record.hostConfig().text("NetworkMode");
        if (networks.isEmpty() && (mode.equals("none") || mode.equals("host"))) {
            networks.add(mode); // docker has networks of these names
        }
        NetworkNote note = note(state);
        return new ContainerSnapshot.Networking(
                networks, note == null ? List.of() : DockerNetworks.shown(note), DockerNetworks.exposed(record));
    }

    /** Where it is on its networks; null while it is not up. */
    private NetworkNote note(ContainerState state) throws IOException {
        boolean connected = state.status().isUp() || state.status() == ContainerStatus.RESTARTING;
        return connected ? NetworkNote.read(kept.path()) : null;
    }

    /** What {@code docker inspect} shows of it: an object with docker's names. */
    public String inspectJson() throws IOException {
        ContainerRecord record = kept.record();
        ContainerState state = kept.state(record);
        var json = new JsonObject();
        for (String name : record.document().names()) {
            if (name.equals(ContainerRecord.NETWORK_SETTINGS)) {
                json.put(name, DockerNetworks.settings(record, note(state)));
            } else if (!name.equals(ContainerRecord.OWN)) {
                json.put(name, record.document().value(name));
            }
            if (name.equals("Args")) {
                json.put("State", state.json(HealthChecks.health(kept.path(), record, state.startedAt())));
            } else if (name.equals("Name")) {
                json.put("RestartCount", state.run());
            }
        }
        return json.indented();
    }

    /** Starts it, and returns when its command runs. */
    public void start() throws IOException {
        new Starting(kept, roots, cleaner).start();
    }

    /**
     * Stops it: the stop signal, and if it has not ended after a time, SIGKILL. It will not be started again by its restart policy. One
     * that is not up is left alone.
     *
     * @param grace how long it has; negative: as long as it takes; null: its own, or ten seconds
     * @param signal null: its own, or SIGTERM
     */
    public void stop(Duration grace, Integer signal) throws IOException {
        new Stopping(kept).stop(grace, signal);
    }

    /** Stops it if it is up, as {@link #stop} does, and starts it. */
    public void restart(Duration grace, Integer signal) throws IOException {
        try (LockFile _ = kept.lock()) {
            ContainerRecord record = kept.record();
            ContainerStatus status = kept.state(record).status();
            Operation.RESTART.isNeeded(record.name(), status);
            if (Operation.STOP.isNeeded(record.name(), status)) {
                new Stopping(kept).end(record, grace, signal);
            }
            new Starting(kept, roots, cleaner).launch(record);
            kept.tell(Kind.RESTART, record, null);
        }
    }

    /** Sends a signal to its first process; SIGKILL and the stop signal also say that it is not to be started again. */
    public void kill(int signal) throws IOException {
        new Stopping(kept).kill(signal);
    }

    /** Freezes its processes, {@code cgroups(7)}. */
    public void pause() throws IOException {
        try (LockFile _ = kept.lock()) {
            ContainerRecord record = kept.record();
            Operation.PAUSE.isNeeded(record.name(), kept.state(record).status());
            ControlGroups.freeze(kept.groups());
            kept.tell(Kind.PAUSE, record, null);
        }
    }

    /** Lets its processes go on. */
    public void unpause() throws IOException {
        try (LockFile _ = kept.lock()) {
            ContainerRecord record = kept.record();
            Operation.UNPAUSE.isNeeded(record.name(), kept.state(record).status());
            ControlGroups.thaw(kept.groups());
            kept.tell(Kind.UNPAUSE, record, null);
        }
    }

    /**
     * Waits for the end of the run that it is in; at once if it is not up.
     *
     * @throws java.io.InterruptedIOException if the thread is interrupted
     */
    public ContainerExit await() throws IOException {
        return new Stopping(kept).await();
    }

    /** Removes it with all that it has on the host. */
    public void remove(RemoveRequest request) throws IOException {
        new Removal(kept).remove(request.force(), request.volumes());
    }

    /**
     * Gives it another name.
     *
     * @throws ContainerException.AlreadyExists if another container has it
     */
    public void rename(String name) throws IOException {
        RunOptionsCheck.name(name);
        try (LockFile _ = kept.lock()) {
            ContainerRecord record = kept.record();
            String old = record.name();
            if (old.equals(name)) {
                throw new ContainerException.WrongState(
                        "container ".concat(name).concat(" has that name already"));
            }
            Reservations names = ContainerIndex.names(kept.directories());
            String owner = names.take(name, id());
            if (owner != null) {
                throw Creation.taken(name, owner);
            }
            record.rename(name);
            record.write(kept.path());
            names.release(old, id());
            new Connecting(kept).rename(old, name);
            kept.tell(Kind.RENAME, record, old);
        }
    }

    /**
     * Changes its limits, at once if it is up.
     *
     * @param change what is not given in it stays
     * @param policy null: stays
     */
    public UpdateResult update(Limits change, RestartPolicy policy) throws IOException {
        return new Updating(kept).update(change, policy);
    }

    /**
     * What it has written.
     *
     * @throws ContainerException.NotSupported if it lives with the jocker that started it: then that has its output
     */
    public LogReader logs(LogQuery query) throws IOException {
        ContainerRecord record = kept.record();
        if (record.foreground()) {
            throw new ContainerException.NotSupported(
                    "container "
                            .concat(record.name())
                            .concat(" runs in the foreground and is removed at its end: no log is kept"),
                    null);
        }
        return LogFollower.open(kept, query);
    }

    /**
     * Starts it, with a connection to its streams from the first byte on. What it reads comes to its end when the connection, or its
     * {@link Attachment#stdin}, is closed.
     *
     * @param stdin whether to connect its standard input, if it has one
     */
    public Attachment startAttached(boolean stdin) throws IOException {
        return new Starting(kept, roots, cleaner).startAttached(stdin);
    }

    /**
     * A connection to its streams, from now on. Its standard input stays open when the connection is closed.
     *
     * @param stdin whether to connect its standard input, if it has one
     */
    public Attachment attach(boolean stdin) throws IOException {
        ContainerRecord record = kept.record();
        if (record.foreground()) {
            throw new ContainerException.NotSupported(
                    "container ".concat(record.name()).concat(" runs in the foreground: its streams are its jocker's"),
                    null);
        }
        Operation.ATTACH.isNeeded(record.name(), kept.state(record).status());
        LogCursor log = LogCursor.atEnd(kept.path());
        Attachment attachment = LiveAttachment.of(kept, record, log, stdin);
        kept.tell(Kind.ATTACH, record, null);
        return attachment;
    }

    /**
     * Executes a further command in it, which ends with this JVM at the latest. Close it, always.
     *
     * @throws ContainerException.CannotExecute if there is no such command, or it is none
     */
    public RunningExec exec(ExecOptions options, Stdio stdio) throws IOException {
        return exec(options, stdio, null);
    }

    /** As {@link #exec(ExecOptions, Stdio)}; {@code size} is the terminal's at the start. */
    public RunningExec exec(ExecOptions options, Stdio stdio, Process.ConsoleSize size) throws IOException {
        return new Execution(kept).exec(options, stdio, size);
    }

    /** Executes a further command in it that outlives this JVM, without streams; its pid on the host. */
    public int execDetached(ExecOptions options) throws IOException {
        return new Execution(kept).execDetached(options);
    }

    /** Its processes, as {@code ps(1)} with these options shows them. */
    public ProcessTable top(List<String> options) throws IOException {
        return new Execution(kept).top(options);
    }

    /** What has been changed in its root since it was made; volumes aside. */
    public List<Change> diff() throws IOException {
        return Changes.of(Changes.layersOf(kept.path(), roots.again(kept.record())));
    }

    /**
     * Copies a file or a tree of the host into it, whether it runs or not, by the rules of {@code docker cp} for what the copy is called.
     * Paths are text as {@link dev.jocker.runtime.syscall.FileNames} has it.
     *
     * @return how many bytes the copied files have
     */
    public long copyIn(String source, String destination, CopyOptions options) throws IOException {
        return new Copying(kept, roots, options).in(source, destination);
    }

    /** Unpacks a tar archive, compressed or not, in a directory of it; likewise. */
    public long copyIn(InputStream archive, String destination, CopyOptions options) throws IOException {
        return new Copying(kept, roots, options).in(archive, destination);
    }

    /** Copies a file or a tree of it to the host; likewise. */
    public long copyOut(String source, String destination, CopyOptions options) throws IOException {
        return new Copying(kept, roots, options).out(source, destination);
    }

    /** Writes a file or a tree of it as a tar archive; likewise. */
    public long copyOut(String source, OutputStream archive, CopyOptions options) throws IOException {
        return new Copying(kept, roots, options).out(source, archive);
    }

    /**
     * Puts it on a further network, at once if it is up.
     *
     * @throws ContainerException.WrongState if it has no network namespace of its own, or one with {@code --network none}
     */
    public void connect(EndpointRequest request) throws IOException {
        new Connecting(kept).connect(request);
    }

    /** Takes it off a network, at once if it is up. {@code network}: name, id, or the beginning of the id. */
    public void disconnect(String network) throws IOException {
        new Connecting(kept).disconnect(network);
    }

    /**
     * Makes an image of what has been changed in its root, over the image that it was made from.
     *
     * @throws ContainerException.NotSupported if it was made from a directory, or its changes are in memory
     */
    public Image commit(CommitOptions options) throws IOException {
        return new Commit(kept, roots).make(options);
    }

    /** Writes its root, volumes aside, as a tar archive; the same whether it runs or not. */
    public void export(OutputStream archive) throws IOException {
        new Commit(kept, roots).export(archive);
    }

    /** What it uses. */
    public Stats stats() throws IOException {
        return Statistics.of(kept);
    }
}
