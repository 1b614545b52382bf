package dev.jocker.runtime.launch;

import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.namespace.IdMap;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.namespace.UserNamespaces;
import dev.jocker.runtime.oci.IdMapping;
import dev.jocker.runtime.oci.Namespace;
import dev.jocker.runtime.process.LaunchThread;
import dev.jocker.runtime.process.StartTime;
import dev.jocker.runtime.process.StartTrace;
import dev.jocker.runtime.program.Child;
import dev.jocker.runtime.program.Clock;
import dev.jocker.runtime.program.ExecWatch;
import dev.jocker.runtime.program.Launch;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.program.TracePage;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.Sockets;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries a {@link Plan} out: opens what the child inherits, clones, and waits on the channel for one of three messages:
 *
 * <pre>
 *   child ── "T" + descriptor ──► jocker      the master of its terminal
 *   child ── 16 bytes ──────────► jocker      a step failed: its index, -errno
 *   child ── end ───────────────► jocker      the command runs
 * </pre>
 */
public final class Start implements AutoCloseable {
    private static final int FAILURE_BYTES = 16;
    private static final Flags<OpenFlag> READ_ONLY = Flags.none(OpenFlag.class);

    private final Plan plan;
    private final RootView view;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Fd> inherited = new ArrayList<>();
    private Fd userNamespace;
    private Connection connection;
    private Faults faults = Faults.NONE;

    /** What has been started. {@code terminal} and {@code trace} are null where none was asked for. */
    public record Started(Child child, Fd terminal, StartTrace trace, StartTime time) {}

    public Start(Plan plan, RootView view) {
        this.plan = plan;
        this.view = view;
    }

    /** Something goes wrong. */
    public Start with(Faults some) {
        faults = some;
        return this;
    }

    /** Has the networks of the plan made by {@code made}, beside the child. */
    public Start connectedBy(Connection made) {
        connection = made;
        return this;
    }

    /** Starts, once all is {@linkplain #open open}; {@code traced}: with results and times. */
    public Started run(boolean traced) throws IOException {
        try {
            return start(traced);
        } catch (IOException | RuntimeException e) {
            if (connection != null) {
                connection.throwFailure();
            }
            throw e;
        }
    }

    private Started start(boolean traced) throws IOException {
        Clock clock = traced ? Clock.start() : null;
        try (Sockets.Pair pair = Sockets.pair();
                TracePage page = traced ? TracePage.create() : null;
                ExecWatch watch = plan.canBeWatched() ? ExecWatch.create() : null) {
            var channel = new Handle("channel");
            channel.opened(pair.theirs());
            inherited.add(pair.theirs());
            if (page != null) {
                inherited.add(page.file());
            }
            Handle watched = null;
            if (watch != null) {
                inherited.add(watch.file());
                watched = new Handle("exec page");
                watched.opened(watch.file());
            }
            Program program = ChildProgram.of(plan, channel, page, watched);
            Launch.Launched launched = launch(faults.inChild(program), pair, watch);
            Child child = launched.child();
            Fd terminal = null;
            try {
                long executed = System.nanoTime();
                terminal = awaitExec(pair.ours(), program, watch != null);
                var time = new StartTime(launched.begunNanos(), watch != null ? executed : System.nanoTime());
                StartTrace trace = page == null
                        ? null
                        : new StartTrace(
                                launched.program(),
                                launched.trace(),
                                program,
                                page.read(program.steps().size()),
                                clock.nanosPerTick(),
                                Clock.ticks());
                return new Started(child, terminal, trace, time);
            } catch (IOException | RuntimeException e) {
                if (terminal != null) {
                    terminal.close();
                }
                end(child, e);
                throw e;
            }
        }
    }

    /** The launch as it would be, for {@code explain}: nothing is open. */
    public Program launchProgram() {
        Handle users = isNew(Namespace.Type.USER) ? new Handle("new user namespace") : null;
        List<Argument> kept = new ArrayList<>();
        for (Plan.Join join : plan.joins()) {
            if (!join.isBeforeClone()) {
                kept.add(join.handle());
            }
        }
        if (plan.network() != null) {
            kept.add(plan.network().namespace());
            kept.add(plan.network().ready());
        }
        for (HostTree tree : plan.mounts().trees()) {
            kept.add(tree.handle());
        }
        var channel = new Launch.Channel(new Handle("our end"), new Handle("channel"), null);
        kept.add(channel.theirs());
        if (plan.canBeWatched()) {
            kept.add(new Handle("exec page"));
        }
        kept.addAll(plan.entry().inherited());
        Argument cgroup = plan.entry().versionTwo();
        return new Launch(new Handle("sealed image"), plan.newNamespaces(), kept, joins(users), cgroup, channel)
                .program();
    }

    /** Closes our descriptors; the child has its own by now. */
    @Override
    public void close() {
        if (connection != null) {
            connection.awaitThread(); // it works with what is closed now
        }
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                throw new AssertionError("closing a descriptor does not fail", e);
            }
        }
    }

    /** Opens what the child inherits. */
    public void open() throws IOException {
        if (connection != null) {
            connect();
        } else if (isNew(Namespace.Type.USER)) {
            userNamespace = keep(UserNamespaces.create(
                    maps(plan.spec().linux().uidMappings()),
                    maps(plan.spec().linux().gidMappings())));
        }
        for (Plan.Join join : plan.joins()) {
            join.handle().opened(keep(open(join)));
            if (join.kind() == NamespaceKind.USER) {
                userNamespace = join.handle().fd();
            }
            if (!join.isBeforeClone()) {
                inherited.add(join.handle().fd());
            }
        }
        opened.add(plan.entry());
        plan.entry().open();
        inherited.addAll(plan.entry().opened());
        for (HostTree tree : plan.mounts().trees()) {
            opened.add(tree.handle());
            tree.open(userNamespace);
            inherited.add(tree.handle().fd());
        }
        for (int number = 0; number <= 2; number++) {
            Fd stream = plan.stdio().of(number);
            if (stream != null && stream.number() > 2) {
                inherited.add(stream);
            }
        }
    }

    private void connect() throws IOException {
        Connection.Started started = connection.start(plan);
        if (started.users() != null) {
            userNamespace = keep(started.users());
        }
        plan.network().namespace().opened(keep(started.namespace()));
        inherited.add(started.namespace());
        plan.network().ready().opened(keep(started.ready()));
        inherited.add(started.ready());
    }

    public static Fd open(Plan.Join join) throws IOException {
        try {
            return Descriptors.open(join.path(), READ_ONLY);
        } catch (SyscallException e) {
            throw Remedies.ofNamespaceFile(join, e);
        }
    }

    private Launch.Launched launch(Program program, Sockets.Pair pair, ExecWatch watch) throws IOException {
        var channel = new Launch.Channel(pair.ours(), pair.theirs(), watch);
        try (Fd image = SealedImage.seal(program)) {
            Argument cgroup = plan.entry().versionTwo();
            var launch = new Launch(image, plan.newNamespaces(), inherited, joins(userNamespace), cgroup, channel);
            return LaunchThread.call(launch::start);
        } catch (SyscallException e) {
            throw FailedStart.ofLaunch(e);
        }
    }

    /** What the clone has to begin in: {@code users}, new or another's, and another's pid namespace. */
    private List<Launch.Join> joins(Argument users) {
        List<Launch.Join> joins = new ArrayList<>();
        if (users != null) {
            joins.add(new Launch.Join(users, NamespaceKind.USER.flag()));
        }
        for (Plan.Join join : plan.joins()) {
            if (join.kind() == NamespaceKind.PID || join.kind() == NamespaceKind.USER && users == null) {
                joins.add(new Launch.Join(join.handle(), join.kind().flag()));
            }
        }
        return joins;
    }

    /** The terminal's master, or null where there is none. */
    private Fd awaitExec(Fd channel, Program program, boolean watched) throws IOException {
        Fd terminal = null;
        ByteBuffer message = Descriptors.buffer(FAILURE_BYTES);
        try {
            while (true) {
                Sockets.Message received = watched
                        ? Sockets.receiveNow(channel, message.clear())
                        : Sockets.receive(channel, message.clear());
                if (received == null || received.length() == 0) {
                    return terminal;
                }
                if (received.descriptor() != null) {
                    terminal = received.descriptor();
                }
                if (received.length() == FAILURE_BYTES) {
                    throw FailedStart.ofChild(
                            plan, view, program, (int) message.getLong(0), (int) -message.getLong(Long.BYTES));
                }
            }
        } catch (IOException | RuntimeException e) {
            if (terminal != null) {
                terminal.close();
            }
            throw e;
        }
    }

    /** What could not be started is not left half-started. */
    private static void end(Child child, Exception because) {
        try (child) {
            Processes.signal(child.pidfd(), 9);
            Processes.await(child.pidfd());
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private boolean isNew(Namespace.Type type) {
        Namespace namespace = plan.spec().linux().namespace(type);
        return namespace != null && namespace.path() == null;
    }

    private Fd keep(Fd fd) {
        opened.add(fd);
        return fd;
    }

    static List<IdMap> maps(List<IdMapping> mappings) {
        List<IdMap> maps = new ArrayList<>();
        for (IdMapping mapping : mappings) {
            maps.add(new IdMap(mapping.containerID(), mapping.hostID(), mapping.size()));
        }
        return maps;
    }

    /** The owner that a container's own directories have to have: root as the container has it. */
    public static long rootOf(Plan plan) {
        for (IdMapping mapping : plan.spec().linux().uidMappings()) {
            if (mapping.containerID() == 0) {
                return mapping.hostID();
            }
        }
        return 0;
    }
}
