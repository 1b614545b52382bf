package dev.jocker.runtime.container;

import dev.jocker.runtime.launch.Connection;
import dev.jocker.runtime.launch.ControlGroups;
import dev.jocker.runtime.launch.DetachedStart;
import dev.jocker.runtime.launch.EtcFiles;
import dev.jocker.runtime.launch.NetworkNote;
import dev.jocker.runtime.launch.Plan;
import dev.jocker.runtime.launch.PreparedRoot;
import dev.jocker.runtime.launch.Start;
import dev.jocker.runtime.monitor.Control;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.monitor.LogCursor;
import dev.jocker.runtime.monitor.MonitorState;
import dev.jocker.runtime.monitor.Probing;
import dev.jocker.runtime.monitor.Watch;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.options.RestartPolicy;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.record.WholeFile;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts containers that are kept, under a monitor: from what is on the disk, so the first time and every other are alike. */
final class Starting {
    private final Kept container;
    private final Roots roots;
    private final Watch.LastAct cleaner;
    private Fd input;

    /** {@code cleaner}: the command that a container's id is added to, to remove it at its end; or null. */
    Starting(Kept container, Roots roots, Watch.LastAct cleaner) {
        this.container = container;
        this.roots = roots;
        this.cleaner = cleaner;
    }

    void start() throws IOException {
        try (LockFile _ = container.lock()) {
            ContainerRecord record = container.record();
            requireOwn(record);
            Operation.START.isNeeded(record.name(), container.state(record).status());
            launch(record);
        }
    }

    /** Starts it with a connection to its streams, from the first byte on; with {@code stdin}, its input ends with the connection. */
    Attachment startAttached(boolean stdin) throws IOException {
        try (LockFile _ = container.lock()) {
            ContainerRecord record = container.record();
            requireOwn(record);
            Operation.START.isNeeded(record.name(), container.state(record).status());
            boolean piped = stdin
                    && record.config().flag("OpenStdin")
                    && !record.config().flag("Tty");
            Descriptors.Pipe pipe = piped ? Descriptors.pipe() : null;
            LogCursor log = LogCursor.atEnd(container.path());
            LockFile attending = record.autoRemove() ? Attending.take(container) : null;
            try (Fd theirs = piped ? pipe.readEnd() : null) {
                input = theirs;
                launch(record);
                container.tell(Kind.ATTACH, record, null);
                LiveAttachment attachment = piped
                        ? LiveAttachment.writingTo(container, record, log, pipe.writeEnd())
                        : LiveAttachment.of(container, record, log, stdin);
                return attending == null ? attachment : new Attending(container, attachment, attending);
            } catch (IOException | RuntimeException e) {
                log.close();
                if (attending != null) {
                    attending.close();
                }
                if (piped) {
                    pipe.writeEnd().close();
                }
                throw e;
            } finally {
                input = null;
            }
        }
    }

    private static void requireOwn(ContainerRecord record) {
        if (record.foreground()) {
            throw new ContainerException.WrongState("container "
                    .concat(record.name())
                    .concat(" lives with the jocker that started it, and cannot be started again"));
        }
    }

    /** Starts it; nobody else does: the caller has the command lock. What fails is noted in the container's directory, too. */
    void launch(ContainerRecord record) throws IOException {
        byte[] lastRun = lastRun();
        try {
            launchOrThrow(record);
        } catch (Program.TooLong e) {
            throw noted(record, lastRun, Containers.tooMuch(e));
        } catch (IOException e) {
            throw noted(record, lastRun, e);
        } catch (RuntimeException e) {
            throw noted(record, lastRun, e);
        }
    }

    private byte[] lastRun() throws IOException {
        try {
            return Files.readAllBytes(container.path().resolve(MonitorState.FILE));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** A start that fails is no run: what the last run came to stays written down. */
    private <E extends Exception> E noted(ContainerRecord record, byte[] lastRun, E e) {
        try {
            note(lastRun, e);
        } catch (IOException full) {
            e.addSuppressed(full); // the disk, say: why it could not be started matters more
        }
        freeGroups(e);
        clean(record, e);
        return e;
    }

    private void note(byte[] lastRun, Exception e) throws IOException {
        Path state = container.path().resolve(MonitorState.FILE);
        if (lastRun == null) {
            Files.deleteIfExists(state);
        } else {
            WholeFile.writeLightly(state, lastRun);
        }
        FailureNote.of(e).write(container.path());
    }

    private void freeGroups(Exception because) {
        try {
            container.groups().remove();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** As docker: one that is to go with its end also goes if it did not come so far. */
    private void clean(ContainerRecord record, Exception because) {
        if (record.autoRemove()) {
            try {
                new Removal(container).delete(record, true);
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }

    private void launchOrThrow(ContainerRecord record) throws IOException {
        var joins = new Joins(container.directories(), container.host());
        Spec spec = joins.resolve(container.spec(), record);
        PreparedRoot root = roots.again(record);
        // Its lock may still be the last monitor's for the moment that it takes to end.
        LockFile lock = LockFile.take(container.directories().lock(container.id()));
        try {
            Connection.left(container.directories(), container.id()); // before it counts as one that is up
            container.groups().remove();
            Plan plan = Plan.of(
                    container.path(), spec, root, container.host(), Stdio.none(), true, DockerNetworks.plan(record));
            plan.root().makePlaces(Start.rootOf(plan));
            EtcFiles.write(container.path().resolve("etc"), record.resolution(), Creation.hostname(spec));
            FailureNote.forget(container.path());
            Connection connection = connection(record, plan);
            try {
                carryOut(record, plan, root, connection, lock);
            } catch (IOException | RuntimeException e) {
                if (connection != null) {
                    connection.endAfter(e);
                }
                throw e;
            }
        } finally {
            lock.handOver();
        }
    }

    private void carryOut(ContainerRecord record, Plan plan, PreparedRoot root, Connection connection, LockFile lock)
            throws IOException {
        ControlGroups.make(plan);
        if (record.autoRemove()) {
            ContainerDirectory.markFleeting(container.path());
        }
        boolean keepsInput = record.config().flag("OpenStdin");
        try (var start = new DetachedStart(plan, root.view(), watch(record, plan), keepsInput)) {
            start.with(container.host().faults()).connectedBy(connection).readingFrom(input);
            start.open();
            new Joins(container.directories(), container.host()).requireSame(plan.spec(), record);
            start.run(lock.fd(), control(record));
        }
        if (connection != null) {
            connection.handOver();
        }
    }

    /** Null where there are no networks. */
    private Connection connection(ContainerRecord record, Plan plan) throws IOException {
        if (plan.network() == null) {
            return null;
        }
        List<String> names = NetworkNote.names(Creation.hostname(plan.spec()), record.name(), container.id());
        return Connection.begin(container.directories(), plan, names, record.resolution());
    }

    static Control control(ContainerRecord record) {
        RestartPolicy policy = record.restart();
        return Control.of(
                switch (policy.kind()) {
                    case NO -> Control.Policy.NO;
                    case ON_FAILURE -> Control.Policy.ON_FAILURE;
                    case ALWAYS -> Control.Policy.ALWAYS;
                    case UNLESS_STOPPED -> Control.Policy.UNLESS_STOPPED;
                },
                policy.maximumRetryCount());
    }

    private Watch watch(ContainerRecord record, Plan plan) {
        var events =
                new Watch.Events(container.directories().events(), container.id(), EventJournal.text(record, null));
        var watch = new Watch(
                container.path(),
                plan.spec().process().terminal(),
                logLimit(record.hostConfig().object("LogConfig").object("Config")),
                events,
                plan.cgroup().cgroup().oomCounters(),
                killFile(plan, record),
                record.autoRemove() ? lastAct() : null);
        Probing probing = HealthChecks.probing(record, plan, container.host());
        return probing == null ? watch : watch.with(probing);
    }

    /**
     * What ends those that outlive the first process where the pid namespace is not the container's own (Linux 5.14). Not for one that
     * is started again in the same group: Linux 6.14 to 6.18 at least kill whoever is cloned into a group that was killed once.
     */
    private static Path killFile(Plan plan, ContainerRecord record) {
        if (plan.newNamespaces().has(CloneFlag.CLONE_NEWPID) || record.restart().kind() != RestartPolicy.Kind.NO) {
            return null;
        }
        Path group = plan.cgroup().cgroup().versionTwo();
        Path file = group == null ? null : group.resolve("cgroup.kill");
        return file != null && Files.exists(file) ? file : null;
    }

    private static Watch.LogLimit logLimit(JsonObject config) {
        if (!config.has("max-size")) {
            return Watch.LogLimit.NONE;
        }
        return new Watch.LogLimit(Long.parseLong(config.text("max-size")), Integer.parseInt(config.text("max-file")));
    }

    private Watch.LastAct lastAct() {
        if (cleaner == null) {
            return null;
        }
        List<String> command = new ArrayList<>(cleaner.command());
        command.add(container.id());
        return new Watch.LastAct(command, cleaner.environment());
    }
}
