package dev.jocker.runtime.launch;

import dev.jocker.bindings.netlink_h;
import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.monitor.Birth;
import dev.jocker.runtime.monitor.Control;
import dev.jocker.runtime.monitor.Farewell;
import dev.jocker.runtime.monitor.HealthProgram;
import dev.jocker.runtime.monitor.MonitorDescriptors;
import dev.jocker.runtime.monitor.MonitorLaunch;
import dev.jocker.runtime.monitor.MonitorProgram;
import dev.jocker.runtime.monitor.MonitorState;
import dev.jocker.runtime.monitor.OomNotice;
import dev.jocker.runtime.monitor.Watch;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.namespace.UserNamespaces;
import dev.jocker.runtime.oci.IdMapping;
import dev.jocker.runtime.oci.Namespace;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Launch;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries a {@link Plan} out under a monitor, which outlives this JVM; the counterpart of {@link Start}. What that opens before the
 * clone, the monitor opens before each of its starts; only namespaces are opened here, and stay open in it.
 */
public final class DetachedStart implements AutoCloseable {
    private final Plan plan;
    private final RootView view;
    private final Watch watch;
    private final boolean keepsInput;
    private final List<Fd> opened = new ArrayList<>(); // for the monitor, in the order of kept
    private final List<Argument> inherited = new ArrayList<>();
    private final List<Argument> kept = new ArrayList<>();
    private Argument userNamespace;
    private OomNotice oomNotice;
    private Handle ports;
    private Connection connection;
    private Faults faults = Faults.NONE;
    private Fd input;

    /**
     * What has been started.
     *
     * @param monitor its pid
     * @param pid the container's first process
     */
    record Started(int monitor, int pid) {}

    /** {@code keepsInput}: standard input stays open, for somebody to attach to; nothing is read from it otherwise. */
    public DetachedStart(Plan plan, RootView view, Watch watch, boolean keepsInput) {
        this.plan = plan;
        this.view = view;
        this.watch = watch;
        this.keepsInput = keepsInput;
    }

    /** Has standard input read from the pipe's end {@code end}, which stays the caller's, and comes to its end with the other one. */
    public DetachedStart readingFrom(Fd end) {
        input = end;
        return this;
    }

    /** Something goes wrong. */
    public DetachedStart with(Faults some) {
        faults = some;
        return this;
    }

    /** Has the networks of the plan made by {@code made}, beside the child. */
    public DetachedStart connectedBy(Connection made) {
        connection = made;
        return this;
    }

    /** The two programs. */
    public record Programs(Program monitor, Program child) {}

    /** Opens what the monitor gets from here. */
    public void open() throws IOException {
        prepare(true);
    }

    /**
     * Starts, once all is {@linkplain #open open}, and returns when the command runs.
     *
     * @param lock what the monitor holds from now on as long as it lives; still the caller's to close
     */
    public Started run(Fd lock, Control control) throws IOException {
        try {
            return start(lock, control);
        } catch (IOException | RuntimeException e) {
            if (connection != null) {
                connection.throwFailure();
            }
            throw e;
        }
    }

    private Started start(Fd lock, Control control) throws IOException {
        Program child = child();
        byte[] image = SealedImage.bytes(faults.inChild(child));
        Program monitor = monitor(image.length);
        control.write(watch.directory());
        if (ports != null) {
            connection.writeFarewell();
        }
        var launch = new MonitorLaunch(watch, faults.inMonitor(monitor), health(), image, opened, keepsInput)
                .ownedBy(hostUser());
        if (input != null) {
            launch.readingFrom(input);
        }
        MonitorLaunch.Outcome outcome;
        try {
            outcome = launch.start(lock);
        } catch (SyscallException e) {
            throw FailedStart.ofLaunch(e);
        }
        MonitorState.Failure failure = outcome.failure();
        if (failure == null) {
            return new Started(outcome.monitor(), outcome.pid());
        }
        throw failure.byChild()
                ? FailedStart.ofChild(plan, view, child, failure.step(), failure.errno())
                : monitorFailure(monitor, failure);
    }

    /** The programs as they would be, for {@code explain}: nothing is opened. */
    public Programs programs() throws IOException {
        prepare(false);
        Program child = child();
        return new Programs(monitor(SealedImage.bytes(child).length), child);
    }

    /** The launch as it would be. */
    public Program launchProgram() {
        return MonitorLaunch.launchProgram(kept);
    }

    /** Closes our descriptors, but that of the ports, which is the connection's; the monitor has its own by now. */
    @Override
    public void close() {
        if (connection != null) {
            connection.awaitThread(); // it works with what is closed now
        }
        for (Fd each : opened) {
            if (connection == null || each != connection.heldPorts()) {
                each.close();
            }
        }
    }

    /** The process's user as the host has it. */
    private int hostUser() {
        long uid = plan.spec().process().user().uid();
        for (IdMapping mapping : plan.spec().linux().uidMappings()) {
            if (uid >= mapping.containerID() && uid - mapping.containerID() < mapping.size()) {
                return (int) (mapping.hostID() + uid - mapping.containerID());
            }
        }
        return (int) uid;
    }

    /** Gives every descriptor its number in the monitor and the child, and opens those that come from here. */
    private void prepare(boolean open) throws IOException {
        if (plan.network() != null) {
            connect(open);
        } else if (isNew(Namespace.Type.USER)) {
            userNamespace = keep(new Handle("new user namespace"));
            if (open) {
                opened.add(UserNamespaces.create(
                        Start.maps(plan.spec().linux().uidMappings()),
                        Start.maps(plan.spec().linux().gidMappings())));
            }
        }
        for (Plan.Join join : plan.joins()) {
            keep(join.handle());
            if (open) {
                opened.add(Start.open(join));
            }
            if (join.kind() == NamespaceKind.USER) {
                userNamespace = join.handle();
            }
            if (!join.isBeforeClone()) {
                inherited.add(join.handle());
            }
        }
        if (open && watch.journal() != null) {
            hearOfMemory();
        }
        int number = MonitorDescriptors.CHILD + 1;
        for (HostTree tree : plan.mounts().trees()) {
            inherited.add(tree.handle().placed(number));
            number++;
        }
        plan.entry().placed(number);
        inherited.addAll(plan.entry().inherited());
        if (!watch.terminal()) {
            inherited.add(MonitorDescriptors.output());
            inherited.add(MonitorDescriptors.error());
            if (keepsInput) {
                inherited.add(MonitorDescriptors.input());
            }
        }
    }

    /** As what is inherited by every child, the network is kept by the monitor; so are the ports, which no child gets. */
    private void connect(boolean open) throws IOException {
        Connection.Started started = open ? connection.start(plan) : null;
        if (isNew(Namespace.Type.USER)) {
            userNamespace = keep(new Handle("new user namespace"));
            if (open) {
                opened.add(started.users());
            }
        }
        inherited.add(keep(plan.network().namespace()));
        inherited.add(keep(plan.network().ready()));
        if (open) {
            opened.add(started.namespace());
            opened.add(started.ready());
        }
        if (!plan.network().ports().isEmpty()) {
            ports = keep(new Handle("published ports"));
            if (open) {
                opened.add(connection.heldPorts());
            }
        }
    }

    private void hearOfMemory() throws IOException {
        Cgroup.OomNotices notices = plan.cgroup().cgroup().oomNotices();
        if (notices != null) {
            oomNotice = new OomNotice(keep(new Handle("memory has run out")), notices.counters());
            opened.add(notices.file());
        }
    }

    private Handle keep(Handle handle) {
        handle.placed(MonitorDescriptors.more(kept.size()));
        kept.add(handle);
        return handle;
    }

    private Program child() {
        var streams = new ChildProgram.Streams(
                keepsInput ? MonitorDescriptors.input() : null,
                MonitorDescriptors.output(),
                MonitorDescriptors.error());
        return ChildProgram.of(plan, streams, new Handle("channel").placed(MonitorDescriptors.CHILD), null, null);
    }

    private Program monitor(int imageBytes) {
        List<Instruction> steps = new ArrayList<>();
        for (HostTree tree : plan.mounts().trees()) {
            steps.addAll(tree.steps(userNamespace));
        }
        steps.addAll(plan.entry().opening());
        Path cgroup = plan.entry().versionTwoPath();
        var birth = new Birth(
                imageBytes, steps, plan.newNamespaces(), inherited, joins(), cgroup == null ? null : cgroup.toString());
        Watch told = watch.with(oomNotice);
        return MonitorProgram.of(
                ports == null ? told : told.with(new Farewell(netlink_h.NETLINK_NETFILTER(), ports)), birth);
    }

    private Program health() {
        return watch.probing() == null ? null : faults.inHealth(HealthProgram.of(watch.probing(), watch.journal()));
    }

    private List<Launch.Join> joins() {
        List<Launch.Join> joins = new ArrayList<>();
        if (userNamespace != null) {
            joins.add(new Launch.Join(userNamespace, NamespaceKind.USER.flag()));
        }
        for (Plan.Join join : plan.joins()) {
            if (join.kind() == NamespaceKind.PID) {
                joins.add(new Launch.Join(join.handle(), join.kind().flag()));
            }
        }
        return joins;
    }

    private boolean isNew(Namespace.Type type) {
        Namespace namespace = plan.spec().linux().namespace(type);
        return namespace != null && namespace.path() == null;
    }

    /** As {@link Start} would have it: there the JVM does what the monitor has done here. */
    private IOException monitorFailure(Program monitor, MonitorState.Failure failure) {
        List<Instruction> steps = monitor.steps();
        if (!(steps.get(failure.step()) instanceof Call call)) {
            throw new AssertionError("a branch has failed");
        }
        var e = new SyscallException(call.call(), call.operands(), failure.errno());
        boolean way = call.call() == SystemCall.OPENAT2; // comes before the tree's own call
        if (way || call.call() == SystemCall.OPEN_TREE || call.call() == SystemCall.MOUNT_SETATTR) {
            int tree = way ? 0 : -1;
            for (int i = 0; i <= failure.step(); i++) {
                tree += steps.get(i) instanceof Call each && each.call() == SystemCall.OPEN_TREE ? 1 : 0;
            }
            return plan.mounts().trees().get(tree).failure(call.call(), e.getMessage(), Errno.of(failure.errno()), e);
        }
        return Remedies.of(e) == null
                ? new StepFailure(failure.step(), call, failure.errno())
                : FailedStart.ofLaunch(e);
    }
}
