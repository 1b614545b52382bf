package dev.jocker.runtime.enter;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.launch.ContainerRoot;
import dev.jocker.runtime.launch.ExecutionFailure;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.launch.StepFailure;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.options.Accounts;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.LaunchThread;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.program.Child;
import dev.jocker.runtime.program.Instruction;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Executes commands in running containers: launches an {@link EnterProgram} and waits on the channel.
 *
 * <pre>
 *   enter program ── "T" + descriptor ──► jocker      the master of the command's terminal
 *   enter program ── pid + pidfd ───────► jocker      the process in the container
 *   either ───────── 16 bytes ──────────► jocker      a step failed: its index, -errno
 *   enter program ── pid ───────────────► jocker      whom it has killed, since the message above failed
 *   both ─────────── end ───────────────► jocker      the command runs
 * </pre>
 *
 * <p>A container that may trace could send such messages from the child. Of each kind the first one counts, and the first two kinds are
 * sent from where no container reaches; what comes besides is at worst a false error.
 */
public final class Exec {
    private static final int FAILURE_BYTES = 16;
    private static final int ACCOUNTS_LIMIT = 1 << 20;

    private final ExecTarget target;
    private final Process process;
    private final Host host;
    private final ContainerRoot root;
    private final ExecOptions options;

    private Exec(ExecTarget target, ExecOptions options, Process process, Host host, ContainerRoot root) {
        this.target = target;
        this.options = options;
        this.process = process;
        this.host = host;
        this.root = root;
    }

    /** The process in the container, and the master of its terminal or null. */
    private record Entered(Child child, Fd terminal) {}

    /**
     * Starts a command that ends with this JVM, and returns when it runs. A frozen container makes it wait.
     *
     * @param size of the terminal at the start, or null
     * @throws ContainerException.NotFound if the container has ended, or does not know the user
     * @throws ContainerException.CannotExecute as a start does
     */
    public static RunningExec start(
            ExecTarget target, ExecOptions options, Host host, Stdio stdio, Process.ConsoleSize size)
            throws IOException {
        if (options.detached()) {
            throw new IllegalArgumentException("a detached command is started by detach()");
        }
        Entered entered = enter(target, options, host, stdio, size);
        return new RunningExec(entered.child, entered.terminal);
    }

    /** Starts a command that outlives this JVM, without streams; returns its pid on the host when it runs. */
    public static int detach(ExecTarget target, ExecOptions options, Host host) throws IOException {
        if (!options.detached()) {
            throw new IllegalArgumentException("the command is not a detached one");
        }
        try (Child child = enter(target, options, host, Stdio.none(), null).child) {
            return child.pid();
        }
    }

    /**
     * A command that whoever watches a container runs again and again: a program for an image that reports to nobody. It has our standard
     * output and error, waits for the command, and ends as that did, or with 125, 126 or 127.
     *
     * @param spec the container's
     * @param accounts the container's users and groups
     * @param groupAdd further groups that it was started with
     * @param pidfd of its first process, as the image will inherit it
     * @param cgroups files {@code cgroup.procs}, as the image will inherit them, open for writing
     */
    public static Program probe(
            Spec spec,
            ExecOptions options,
            Accounts accounts,
            List<String> groupAdd,
            Host host,
            Argument pidfd,
            List<? extends Argument> cgroups) {
        Process process = ExecProcess.of(spec, options, accounts, groupAdd, null);
        return EnterProgram.waiting(
                Entry.of(pidfd, cgroups, spec, process, options.privileged(), host, Stdio.outputOnly()));
    }

    private static Entered enter(
            ExecTarget target, ExecOptions options, Host host, Stdio stdio, Process.ConsoleSize size)
            throws IOException {
        try (ContainerRoot root = ContainerRoot.of(target.pid(), target.pidfd())) {
            Process process;
            try {
                process = ExecProcess.of(target.spec(), options, accounts(root, options), target.groupAdd(), size);
            } catch (IllegalArgumentException e) {
                throw new ContainerException.NotFound(e.getMessage(), e);
            }
            return new Exec(target, options, process, host, root).enter(stdio);
        }
    }

    /** Not read where nobody asks for another user: the files are the container's to fill. */
    private static Accounts accounts(ContainerRoot root, ExecOptions options) throws IOException {
        if (options.user() == null) {
            return Accounts.EMPTY;
        }
        byte[] passwd = root.read("/etc/passwd", ACCOUNTS_LIMIT);
        byte[] group = root.read("/etc/group", ACCOUNTS_LIMIT);
        return Accounts.parse(new String(passwd, StandardCharsets.UTF_8), new String(group, StandardCharsets.UTF_8));
    }

    private Entered enter(Stdio stdio) throws IOException {
        List<Fd> cgroups = new ArrayList<>();
        try (Sockets.Pair pair = Sockets.pair()) {
            for (Path directory : target.cgroups()) {
                cgroups.add(Descriptors.open(directory.resolve("cgroup.procs"), Flags.of(OpenFlag.O_WRONLY)));
            }
            Entry entry = Entry.of(target.pidfd(), cgroups, target.spec(), process, options.privileged(), host, stdio);
            Program program = EnterProgram.reporting(entry, pair.theirs(), options.detached());
            List<Fd> inherited = new ArrayList<>(cgroups);
            inherited.add(target.pidfd());
            inherited.add(pair.theirs());
            for (int number = 0; number <= 2; number++) {
                Fd stream = stdio.of(number);
                if (stream != null && stream.number() > 2) {
                    inherited.add(stream);
                }
            }
            try (Fd image = SealedImage.seal(host.faults().inEnter(program));
                    Child enter = launch(image, inherited)) {
                pair.theirs().close();
                var answers = new Answers(program);
                try {
                    return answers.await(pair.ours());
                } finally {
                    answers.takeLeave(
                            Processes.await(enter.pidfd())); // it has let go of the channel: it ends, or has ended
                }
            }
        } finally {
            for (Fd each : cgroups) {
                each.close();
            }
        }
    }

    private static Child launch(Fd image, List<Fd> inherited) throws IOException {
        var launch = new Launch(image, Flags.none(CloneFlag.class), inherited, List.of(), null);
        return LaunchThread.call(launch::start).child();
    }

    /** What has come through the channel. */
    private final class Answers {
        private final Program program;
        private final ByteBuffer message = Descriptors.buffer(FAILURE_BYTES);
        private Fd terminal;
        private Child child;
        private Exception failure;
        private int untold;

        private Answers(Program program) {
            this.program = program;
        }

        private Entered await(Fd channel) throws IOException {
            try {
                Sockets.Message received = Sockets.receive(channel, message.clear());
                while (received.length() > 0) {
                    take(received);
                    received = Sockets.receive(channel, message.clear());
                }
                if (failure == null && child == null) {
                    failure = new IOException("the process that was to enter the container has been killed");
                }
                if (failure instanceof RuntimeException e) {
                    throw e;
                }
                if (failure != null) {
                    throw (IOException) failure;
                }
                return new Entered(child, terminal);
            } catch (IOException | RuntimeException e) {
                abandon(e);
                throw e;
            }
        }

        private void take(Sockets.Message received) throws IOException {
            Fd descriptor = received.descriptor();
            if (received.length() == 1 && descriptor != null && terminal == null && process.terminal()) {
                terminal = descriptor;
            } else if (received.length() == EnterProgram.PID_BYTES && descriptor != null && child == null) {
                child = new Child(message.getInt(0), descriptor);
            } else if (received.length() == EnterProgram.PID_BYTES && descriptor == null) {
                untold = message.getInt(0); // of these the last counts: nobody in the container is left to send one
            } else {
                if (descriptor != null) {
                    descriptor.close();
                }
                if (received.length() == FAILURE_BYTES && failure == null) {
                    failure = failure((int) message.getLong(0), (int) -message.getLong(Long.BYTES));
                }
            }
        }

        /** The child is ours, and dead; only an enter program's own end, which no container can forge, makes a number count. */
        private void takeLeave(Processes.Ending enter) throws IOException {
            if (untold > 0 && !options.detached() && enter.exitCode() == EnterProgram.UNTOLD) {
                Processes.takeLeave(untold);
            }
        }

        private Exception failure(int step, int errno) throws IOException {
            List<Instruction> steps = program.steps();
            if (step < 0 || step >= steps.size() || !(steps.get(step) instanceof Instruction.Call call)) {
                return new IOException("the process that was to enter the container has failed");
            }
            var failed = new StepFailure(step, call, errno);
            return switch (call.call()) {
                case EXECVE -> ExecutionFailure.of(root.view(), process, failed);
                case CHDIR -> noDirectory(failed);
                case SETNS ->
                    Errno.of(errno) == Errno.ESRCH
                            ? new ContainerException.NotFound("the container has ended", failed)
                            : failed;
                default -> failed;
            };
        }

        /** As docker: 127 where it is not there, 126 where the user may not be there. */
        private ContainerException noDirectory(StepFailure failed) {
            boolean missing = Errno.of(failed.errno()) == Errno.ENOENT;
            return new ContainerException.CannotExecute(
                    "the working directory " + process.cwd()
                            + (missing ? " is not in the container" : ": " + Errno.describe(failed.errno())),
                    missing ? 127 : 126,
                    failed);
        }

        /** A foreground command that failed is a child of ours, and still to be taken leave of. */
        private void abandon(Exception because) {
            if (terminal != null) {
                terminal.close();
            }
            if (child == null) {
                return;
            }
            try (Child ended = child) {
                Processes.signal(ended.pidfd(), signal_h.SIGKILL());
                if (!options.detached()) {
                    Processes.await(ended.pidfd());
                }
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }
}
