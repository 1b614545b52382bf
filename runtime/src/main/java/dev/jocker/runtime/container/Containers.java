package dev.jocker.runtime.container;

import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.launch.Connection;
import dev.jocker.runtime.launch.ControlGroups;
import dev.jocker.runtime.launch.DetachedStart;
import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.launch.NetworkNote;
import dev.jocker.runtime.launch.Start;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.monitor.Watch;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.RootSource;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.Resources;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts containers. The way in for programs:
 *
 * <pre>{@code
 * var containers = Containers.ofHost();
 * var options = RunOptions.image("host").command("echo", "hello").build();
 * try (var container = containers.start(options, Stdio.inherit())) {
 *     System.out.println(container.await());
 * }
 * }</pre>
 *
 * <p>Needs root, and Linux 5.12 or newer.
 */
public final class Containers {
    private final Directories directories;
    private final Host host;
    private final Roots roots;
    private final Creation creation;
    private Watch.LastAct cleaner;

    private Containers(Directories directories, Host host) {
        this.directories = directories;
        this.host = host;
        this.roots = new Roots(directories, this::isInUse);
        this.creation = new Creation(directories, host, roots);
    }

    /** Those of this host, kept where {@link Directories#ofHost} says. */
    public static Containers ofHost() throws IOException {
        return in(Directories.ofHost());
    }

    /** Those kept in {@code directories}, which are made when they are needed. */
    public static Containers in(Directories directories) throws IOException {
        return new Containers(directories, Host.find(directories));
    }

    /** As {@link #in(Directories)}, where something goes wrong on purpose. */
    static Containers in(Directories directories, Faults faults) throws IOException {
        return new Containers(directories, Host.find(directories).with(faults));
    }

    /**
     * Sets the command that is executed at the end of a container that is to be removed then ({@code --rm}), with the container's id
     * as a further argument, and nothing open but {@code /dev/null}. It has to be one that removes the container. Without it the next
     * start of any container does.
     *
     * @param command an absolute path, and arguments
     * @param environment {@code NAME=value}
     */
    public Containers withCleaner(List<String> command, List<String> environment) {
        cleaner = new Watch.LastAct(command, environment);
        return this;
    }

    /** Starts a container and returns when its command runs. What others left behind is freed on the way. */
    public RunningContainer start(RunOptions options, Stdio stdio) throws IOException {
        return start(options, new StartRequest(stdio, null, false));
    }

    /**
     * How to start, beside what.
     *
     * @param stdio standard streams; not looked at where the options want a terminal
     * @param terminalSize of the terminal at the start, or null
     * @param traced whether to note each call's result and time
     */
    public record StartRequest(Stdio stdio, Process.ConsoleSize terminalSize, boolean traced) {}

    /**
     * Starts a container that lives as long as this JVM, or shorter, and returns when its command runs. Others find it meanwhile, but
     * nothing is kept of it.
     */
    public RunningContainer start(RunOptions options, StartRequest request) throws IOException {
        requireRoot();
        Sweep.run(directories);
        var resources = new Resources();
        try {
            Creation.Made made = creation.make(new Creation.Wish(options, request, true), resources);
            Connection connection = connection(made, options, resources);
            resources.add(made.plan().cgroup().cgroup()::remove, made.directory()::abandon);
            ControlGroups.make(made.plan());
            try (var start = new Start(made.plan(), made.root().view())
                    .with(host.faults())
                    .connectedBy(connection)) {
                start.open();
                new Joins(directories, host).requireSame(made.plan().spec(), made.record());
                var container =
                        new RunningContainer(made.plan(), made.root(), start.run(request.traced()), note(), resources);
                noteStart(made, container, resources);
                return container;
            }
        } catch (Program.TooLong e) {
            resources.freeAfter(e);
            throw tooMuch(e);
        } catch (IOException | RuntimeException e) {
            resources.freeAfter(e);
            throw e;
        }
    }

    /** Null where there are no networks. It ends after the processes, and before the directory goes, in which is noted what it was. */
    private Connection connection(Creation.Made made, RunOptions options, Resources resources) throws IOException {
        if (made.plan().network() == null) {
            return null;
        }
        List<String> names = NetworkNote.names(
                Creation.hostname(made.plan().spec()),
                made.record().name(),
                made.record().id());
        Connection connection = Connection.begin(directories, made.plan(), names, options.resolution());
        resources.add(connection::end);
        return connection;
    }

    /** Makes a container, to be started later. */
    public Container create(RunOptions options) throws IOException {
        return create(options, null);
    }

    /** As {@link #create(RunOptions)}; {@code terminalSize} is the terminal's at each start, or null. */
    public Container create(RunOptions options, Process.ConsoleSize terminalSize) throws IOException {
        requireRoot();
        Sweep.run(directories);
        var resources = new Resources();
        try {
            var request = new StartRequest(Stdio.none(), terminalSize, false);
            Creation.Made made = creation.make(new Creation.Wish(options, request, false), resources);
            made.directory().leave();
            return container(made.record().id());
        } catch (IOException | RuntimeException e) {
            resources.freeAfter(e);
            throw e;
        }
    }

    static ContainerException tooMuch(Program.TooLong e) {
        return new ContainerException.NotSupported(
                "the options ask for more than one start can do (" + e.getMessage()
                        + "): give fewer volumes, devices or sysctls",
                e);
    }

    private void noteStart(Creation.Made made, RunningContainer container, Resources resources) throws IOException {
        try {
            made.directory().notePid(container.pid());
            var journal = new EventJournal(directories);
            journal.append(Kind.START, made.record(), null);
            resources.add(
                    () -> { // freed first: while others find it
                        if (container.wasOutOfMemory()) {
                            journal.append(Kind.OOM, made.record(), null);
                        }
                        journal.appendEnd(made.record(), container.ending());
                    });
        } catch (IOException e) {
            try (container) {
                throw e;
            }
        }
    }

    /**
     * The container of that id or name, or the only one whose id begins so.
     *
     * @throws ContainerException.NotFound if there is none
     * @throws ContainerException.Ambiguous if several ids begin so
     */
    public Container find(String reference) throws IOException {
        return container(new ContainerIndex(directories).find(reference));
    }

    /** All containers, whatever they do; the newest first. */
    public List<Container> list() throws IOException {
        List<Container> containers = new ArrayList<>();
        for (String id : new ContainerIndex(directories).newestFirst()) {
            containers.add(container(id));
        }
        return containers;
    }

    private Container container(String id) {
        return new Container(new Kept(directories, host, id), roots, cleaner);
    }

    /** The networks that they can be on. */
    public ContainerNetworks networks() {
        return new ContainerNetworks(directories, host);
    }

    /** The volumes that they can have. */
    public ContainerVolumes volumes() {
        return new ContainerVolumes(directories);
    }

    /** What happens, and has happened as far as it is kept. */
    public EventReader events(EventQuery query) throws IOException {
        return new EventFollower(directories, query);
    }

    /** Frees what crashed commands left, and what the request says. */
    public Pruned prune(PruneRequest request) throws IOException {
        return new Pruning(directories, host).prune(request);
    }

    /** What this host is. */
    public HostInfo info() throws IOException {
        return HostInfo.of(directories, host);
    }

    /** The files that a container's root would be laid over, as the container would see them. */
    public RootView view(RootSource source) throws IOException {
        return roots.prepare(source).view();
    }

    /** What a start would do. Nothing is made but the cached skeleton of the host image. */
    public Explanation explain(RunOptions options, StartRequest request) throws IOException {
        requireRoot();
        Creation.Made made = creation.imagine(options, request, true);
        try {
            return Explanation.of(
                    made.plan(), new Start(made.plan(), made.root().view()).launchProgram());
        } catch (Program.TooLong e) {
            throw tooMuch(e);
        }
    }

    /** The same for one that is to be {@linkplain #create created} and started, under a monitor that outlives this JVM. */
    public Explanation explainDetached(RunOptions options) throws IOException {
        requireRoot();
        Creation.Made made = creation.imagine(options, new StartRequest(Stdio.none(), null, false), false);
        boolean terminal = made.plan().spec().process().terminal();
        var watch = new Watch(made.plan().directory(), terminal, Watch.LogLimit.NONE, null, null, null, null);
        boolean keepsInput = options.process().interactive();
        try (var start = new DetachedStart(made.plan(), made.root().view(), watch, keepsInput)) {
            return Explanation.of(made.plan(), start);
        } catch (Program.TooLong e) {
            throw tooMuch(e);
        }
    }

    /** What the user should know about how the container's changes are kept, or null. */
    private String note() {
        return switch (host.writable()) {
            case ON_DISK -> null;
            case IN_MEMORY ->
                "the container's changes are kept in memory: " + directories.containers()
                        + " is on an overlay itself; set JOCKER_DATA to a directory on ext4, xfs or btrfs";
            case NOT_AT_ALL -> "the container's root is read only: this kernel has no overlay file system";
        };
    }

    /**
     * Whether a container, started and not yet removed, needs a directory of an image. Looks at the disk at each call.
     *
     * @throws UncheckedIOException if that cannot be found out
     */
    public boolean isInUse(Path layer) {
        try {
            return ContainerDirectory.layersInUse(directories).contains(layer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireRoot() {
        if (Processes.effectiveUser() != 0) {
            throw new ContainerException.NotSupported("containers need root: run it with sudo", null);
        }
    }
}
