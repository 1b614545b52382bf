package dev.jocker.runtime.launch;

import static dev.jocker.runtime.program.Operand.NULL;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.UMASK;
import static dev.jocker.runtime.syscall.SystemCall.WRITE;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.mount.MountStep;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.namespace.UserNamespaces;
import dev.jocker.runtime.oci.Linux;
import dev.jocker.runtime.oci.Namespace;
import dev.jocker.runtime.process.LaunchThread;
import dev.jocker.runtime.program.Child;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Launch;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The root of a container that does not run, mounted in a process that only waits, with the steps that a start takes. Nothing of the
 * container is executed. It ends with {@link #close}, or with this JVM. Nobody may start the container meanwhile: an overlay's upper
 * directory is for one mount.
 */
public final class IdleRoot implements AutoCloseable {
    private static final int FAILURE_BYTES = 16;

    private final Child child;
    private final Fd channel;
    private final ContainerRoot root;

    private IdleRoot(Child child, Fd channel, ContainerRoot root) {
        this.child = child;
        this.channel = channel;
        this.root = root;
    }

    /**
     * Mounts it.
     *
     * @param plan of a start; its directories have been made, {@link RootPlan#makePlaces}
     */
    public static IdleRoot mount(Plan plan) throws IOException {
        List<AutoCloseable> opened = new ArrayList<>();
        try (Sockets.Pair pair = Sockets.pair()) {
            Fd users = userNamespace(plan, opened);
            List<Fd> inherited = new ArrayList<>();
            inherited.add(pair.theirs());
            for (HostTree tree : plan.mounts().trees()) {
                opened.add(tree.handle());
                tree.open(users);
                inherited.add(tree.handle().fd());
            }
            Program program = program(plan, pair.theirs());
            Child child = launch(plan, program, users, inherited);
            pair.theirs().close();
            try {
                awaitMounted(pair.ours(), program);
                var root = ContainerRoot.of(child.pid(), child.pidfd());
                return new IdleRoot(child, Fd.owned(pair.ours().release(), "channel"), root);
            } catch (IOException | RuntimeException e) {
                end(child, e);
                throw e;
            }
        } finally {
            close(opened);
        }
    }

    public ContainerRoot root() {
        return root;
    }

    @Override
    public void close() throws IOException {
        try (child;
                channel;
                root) {
            Processes.signal(child.pidfd(), signal_h.SIGKILL());
            Processes.await(child.pidfd());
        }
    }

    private static Fd userNamespace(Plan plan, List<AutoCloseable> opened) throws IOException {
        Linux linux = plan.spec().linux();
        Namespace namespace = linux.namespace(Namespace.Type.USER);
        if (namespace == null) {
            return null;
        }
        for (Plan.Join join : plan.joins()) {
            if (join.kind() == NamespaceKind.USER) {
                Fd joined = Start.open(join);
                opened.add(joined);
                return joined;
            }
        }
        Fd made = UserNamespaces.create(Start.maps(linux.uidMappings()), Start.maps(linux.gidMappings()));
        opened.add(made);
        return made;
    }

    private static Child launch(Plan plan, Program program, Fd users, List<Fd> inherited) throws IOException {
        List<Launch.Join> joins = users == null ? List.of() : List.of(new Launch.Join(users, CloneFlag.CLONE_NEWUSER));
        Flags<CloneFlag> namespaces = plan.newNamespaces();
        if (plan.hasOwnCgroups()) {
            namespaces = namespaces.with(CloneFlag.CLONE_NEWCGROUP);
        }
        try (Fd image = SealedImage.seal(program)) {
            var launch = new Launch(image, namespaces, inherited, joins, null);
            return LaunchThread.call(launch::start).child();
        }
    }

    private static Program program(Plan plan, Argument channel) {
        Label failed = Label.named("failed");
        Label end = Label.named("end");
        var program = Program.named("jocker-root").call("modes as they are given", UMASK, Operand.mode(0));
        for (List<MountStep> steps : List.of(
                plan.mounts().views(), plan.mounts().volumes(), plan.mounts().finish())) {
            for (MountStep step : steps) {
                program.append(step.instructions());
            }
        }
        // events stay 0: POLLHUP always comes, and nobody writes.
        Datum polled = Datum.structure("{channel}", CommandSteps.POLLFD_BYTES).set32(0, channel);
        program.call("say that all is in its place", WRITE, Operand.of(channel), Operand.string("r"), Operand.of(1))
                .append(Call.of(
                                "wait for jocker's end",
                                PPOLL,
                                Operand.address(polled),
                                Operand.of(1),
                                NULL,
                                NULL,
                                Operand.of(CommandSteps.SIGSET_BYTES))
                        .onErrorGoTo(end))
                .append(end)
                .append(Call.of("end", EXIT_GROUP, Operand.of(0)).ignoringErrors())
                .append(failed)
                .append(Call.of(
                                "tell jocker which step failed",
                                WRITE,
                                Operand.of(channel),
                                program.failureReport(),
                                program.failureReportLength())
                        .ignoringErrors())
                .append(Call.of("end", EXIT_GROUP, Operand.of(ChildProgram.FAILED))
                        .ignoringErrors());
        return program.onFailure(failed).build();
    }

    private static void awaitMounted(Fd channel, Program program) throws IOException {
        ByteBuffer message = Descriptors.buffer(FAILURE_BYTES);
        int length = Sockets.receive(channel, message).length();
        if (length == FAILURE_BYTES) {
            int step = (int) message.getLong(0);
            throw new StepFailure(step, program.steps().get(step), (int) -message.getLong(Long.BYTES));
        }
        if (length == 0) {
            throw new IOException("the process that was to mount the container's root has been killed");
        }
    }

    private static void end(Child child, Exception because) {
        try (child) {
            Processes.signal(child.pidfd(), signal_h.SIGKILL());
            Processes.await(child.pidfd());
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** The process has its own of them by now. */
    private static void close(List<AutoCloseable> opened) {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                throw new AssertionError("closing a descriptor does not fail", e);
            }
        }
    }
}
