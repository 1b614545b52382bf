package dev.jocker.runtime.ns;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.image.Executables;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.launch.Candidates;
import dev.jocker.runtime.launch.ExecutionFailure;
import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.launch.StepFailure;
import dev.jocker.runtime.namespace.NamespaceId;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.namespace.UserNamespaces;
import dev.jocker.runtime.ns.NamespaceCommand.Join;
import dev.jocker.runtime.ns.NamespaceCommand.Place;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.LaunchThread;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.program.Child;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Launch;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.Sockets;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a {@link NamespaceCommand}: opens what it joins, launches its {@link NamespaceProgram}, and waits until the command runs. */
public final class NamespaceStart {
    private static final int FAILURE_BYTES = 16;
    private static final int FIRST_FREE = 3;

    private final NamespaceCommand wanted;
    private final Faults faults;
    private final Process process;

    private NamespaceStart(NamespaceCommand wanted, Faults faults) {
        this.wanted = wanted;
        this.faults = faults;
        this.process = process(wanted, wanted.environment());
    }

    /**
     * Starts it, with this process's own standard streams, in its session and process group. It ends when this JVM does, at the latest.
     *
     * @throws ContainerException.CannotExecute if the command is not there, or cannot be executed
     * @throws StepFailure if the kernel refused a step; the message says why that may be
     */
    public static RunningExec start(NamespaceCommand wanted) throws IOException {
        return start(wanted, Faults.NONE);
    }

    /** The same, where something goes wrong. */
    static RunningExec start(NamespaceCommand wanted, Faults faults) throws IOException {
        return new NamespaceStart(wanted, faults).start();
    }

    /** The program that {@link #start} runs, to be shown: without the environment, and with the one directory that has the command. */
    public static Program program(NamespaceCommand wanted) throws IOException {
        List<Argument> joins = new ArrayList<>();
        for (Join join : wanted.joins()) {
            joins.add(Argument.named(0, join.file().toString()));
        }
        Place place = wanted.place();
        return NamespaceProgram.of(
                wanted,
                new NamespaceProgram.Opened(
                        Argument.named(FIRST_FREE, "channel"), joins, shown(place.root()), shown(place.directory())),
                process(wanted, shownEnvironment(wanted)));
    }

    private static List<String> shownEnvironment(NamespaceCommand wanted) throws IOException {
        RootView view = RootView.of(List.of(Path.of("/")));
        String path = Candidates.path(wanted.environment());
        String place =
                Executables.locate(view, wanted.command().getFirst(), path).orElse("");
        int slash = place.lastIndexOf('/');
        String directory = slash <= 0 ? "/" : place.substring(0, slash);
        return List.of("PATH=" + directory, "… " + wanted.environment().size() + " variables");
    }

    private static Argument shown(Path path) {
        return path == null ? null : Argument.named(0, path.toString());
    }

    private static Process process(NamespaceCommand wanted, List<String> environment) {
        String here = Path.of("").toAbsolutePath().toString();
        return new Process(
                false,
                null,
                null,
                wanted.command(),
                environment,
                here,
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private RunningExec start() throws IOException {
        long user = Processes.effectiveUser();
        long group = Processes.effectiveGroup();
        if (!wanted.made().has(CloneFlag.CLONE_NEWUSER) || !wanted.mapsFromOutside(user, group)) {
            return launch();
        }
        var identity = wanted.identity();
        try (Fd mapped = UserNamespaces.create(identity.uids(), identity.gids())) {
            Path file = Path.of("/proc/self/fd/" + mapped.number());
            return new NamespaceStart(wanted.joining(List.of(new Join(NamespaceKind.USER, file))), faults).launch();
        }
    }

    private RunningExec launch() throws IOException {
        List<Fd> open = new ArrayList<>();
        try (Sockets.Pair pair = Sockets.pair()) {
            List<Fd> joins = new ArrayList<>();
            for (Join join : wanted.joins()) {
                Fd file = open(join);
                open.add(file);
                joins.add(file);
            }
            Place place = wanted.place();
            Fd root = place.openedBefore() ? openPath(place.root(), open) : null;
            Fd directory = place.openedBefore() ? openPath(place.directory(), open) : null;
            var opened = new NamespaceProgram.Opened(pair.theirs(), joins, root, directory);
            Program program = NamespaceProgram.of(wanted, opened, process);
            List<Fd> inherited = new ArrayList<>(open);
            inherited.add(pair.theirs());
            try (Fd image = SealedImage.seal(faults.inEnter(program))) {
                var launch = new Launch(image, Flags.none(CloneFlag.class), inherited, List.of(), null);
                Child first = LaunchThread.call(launch::start).child();
                pair.theirs().close();
                return new Answers(program, first).await(pair.ours());
            }
        } finally {
            for (Fd each : open) {
                each.close();
            }
        }
    }

    private static Fd open(Join join) throws IOException {
        try {
            return Descriptors.open(join.file(), Flags.none(OpenFlag.class));
        } catch (SyscallException e) {
            String what = join.kind().file() + " namespace " + join.file() + ": "
                    + Errno.describe(e.errno().number());
            throw e.errno() == Errno.EACCES || e.errno() == Errno.EPERM
                    ? new ContainerException.NotSupported(
                            what + ". Opening it needs the right to trace the process: CAP_SYS_PTRACE, see ptrace(2)",
                            e)
                    : new ContainerException.NotFound(what, e);
        }
    }

    private static Fd openPath(Path path, List<Fd> open) throws IOException {
        if (path == null) {
            return null;
        }
        Fd fd = Descriptors.open(path, Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY));
        open.add(fd);
        return fd;
    }

    /** What comes through the channel: the pid of a child that was forked; which step failed; the end, when the command runs. */
    private final class Answers {
        private final Program program;
        private final Child first;
        private final ByteBuffer message = Descriptors.buffer(FAILURE_BYTES);
        private Child child;
        private int step = -1;
        private int errno;

        Answers(Program program, Child first) {
            this.program = program;
            this.first = first;
            this.child = wanted.fork() ? null : first;
        }

        RunningExec await(Fd channel) throws IOException {
            try {
                int length = Sockets.receive(channel, message.clear()).length();
                while (length > 0) {
                    take(length);
                    length = Sockets.receive(channel, message.clear()).length();
                }
                if (wanted.fork()) {
                    try (first) {
                        Processes.await(first.pidfd());
                    }
                }
                if (step >= 0) {
                    throw failure();
                }
                if (child == null) {
                    throw new IOException("the process that was to make or join namespaces has been killed");
                }
                return new RunningExec(child, null);
            } catch (IOException | RuntimeException e) {
                abandon(e);
                throw e;
            }
        }

        private void take(int length) throws IOException {
            if (length == Integer.BYTES && wanted.fork() && child == null) {
                int pid = message.getInt(0);
                child = new Child(
                        pid, Processes.open(pid)); // our own child: nobody else gets its pid before we have waited
            } else if (length == FAILURE_BYTES && step < 0) {
                step = (int) message.getLong(0);
                errno = (int) -message.getLong(Long.BYTES);
            }
        }

        private IOException failure() throws IOException {
            Instruction instruction = program.steps().get(step);
            if (!(instruction instanceof Call call)) {
                return new IOException("a step that is no call has failed: " + instruction);
            }
            String remedy = call.call() == SystemCall.SETNS
                    ? joinRemedy()
                    : NamespaceRemedies.of(wanted, call, Errno.of(errno));
            var failure = new StepFailure("the command", step, call, errno, remedy);
            if (call.call() == SystemCall.EXECVE) {
                throw ExecutionFailure.of(view(), process, failure);
            }
            return failure;
        }

        /** The step is the one that joins as many as stand before it. */
        private String joinRemedy() throws IOException {
            int joined = 0;
            for (Instruction each : program.steps().subList(0, step)) {
                joined += each instanceof Call before && before.call() == SystemCall.SETNS ? 1 : 0;
            }
            Join join = wanted.joins().get(joined);
            return NamespaceRemedies.ofJoin(join, NamespaceId.of(join.file()), Errno.of(errno));
        }

        /** Where the command is looked for: in the new root, in that of the process whose mounts were joined, or in ours. */
        private RootView view() {
            Path root = wanted.place().root();
            for (Join join : wanted.joins()) {
                if (root == null
                        && join.kind() == NamespaceKind.MOUNT
                        && join.file().startsWith("/proc")) {
                    root = join.file().resolveSibling("../root").normalize();
                }
            }
            return RootView.of(List.of(root == null ? Path.of("/") : root));
        }

        private void abandon(Exception because) {
            try (Child ended = child) {
                if (ended != null) {
                    Processes.signal(ended.pidfd(), signal_h.SIGKILL());
                    Processes.await(ended.pidfd());
                }
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }
}
