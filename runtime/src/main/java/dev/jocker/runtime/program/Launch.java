package dev.jocker.runtime.program;

import static dev.jocker.runtime.program.Instruction.Label.named;
import static dev.jocker.runtime.syscall.SystemCall.CLONE3;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE_RANGE;
import static dev.jocker.runtime.syscall.SystemCall.EXECVEAT;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.FCNTL;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.RT_SIGACTION;
import static dev.jocker.runtime.syscall.SystemCall.RT_SIGPROCMASK;
import static dev.jocker.runtime.syscall.SystemCall.SETNS;
import static dev.jocker.runtime.syscall.SystemCall.SETRESGID;
import static dev.jocker.runtime.syscall.SystemCall.SETRESUID;
import static dev.jocker.runtime.syscall.SystemCall.WAITID;

import dev.jocker.bindings.close_range_h;
import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.poll_h;
import dev.jocker.bindings.signal_h;
import dev.jocker.bindings.wait_h;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a sealed image in a new process.
 *
 * <p>The child shares the JVM's memory for the few microseconds until it executes the image (CLONE_VM saves the copy of the page
 * tables), so what it does meanwhile is a {@link MappedProgram}, which has no stack that could collide. The calling thread is stopped
 * for as long (CLONE_VFORK), or, with a {@link Channel}, waits in the same downcall for what the image says: waking up twice, with
 * Java in between, would take the processor from the child. Signals are blocked round the clone and stay blocked in the image: it
 * has to unblock them.
 *
 * <p>A user or pid namespace that exists already cannot be named to {@code clone3}. Then a go-between joins it first and clones
 * the child as its own sibling (CLONE_PARENT):
 *
 * <pre>
 *   JVM ──clone3──► go-between ──setns──► clone3(CLONE_PARENT) ──► exit
 *    └──────────────────────── parent of ───────────► child ──execveat──► the sealed image
 * </pre>
 *
 * <p>The child's PR_SET_PDEATHSIG, if its program asks for one, is tied to the <em>thread</em> that calls {@link #start}.
 *
 * <p>Descriptors are arguments here, since a launch can be shown before anything is open; {@link #start} needs them open.
 *
 * @param image what to execute; not null
 * @param flags namespaces to make, CLONE_NEW*; nothing else
 * @param inherited descriptors that the image keeps, under their numbers
 * @param joins namespaces that the child is to be born into
 * @param cgroup a directory of the version 2 hierarchy to be born into (Linux 5.7), or null
 * @param channel where to wait for the image's first message, or for the end of the channel; null: the launch returns when the
 *     image runs
 */
public record Launch(
        Argument image,
        Flags<CloneFlag> flags,
        List<? extends Argument> inherited,
        List<Join> joins,
        Argument cgroup,
        Channel channel) {
    // struct clone_args, clone3(2); LaunchTest compares with the bindings.
    static final int CLONE_ARGS_BYTES = 88;
    static final int ARGS_PIDFD = 8;
    static final int ARGS_CGROUP = 80;
    private static final int SIGSET_BYTES = 8;
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int SIGACTION_BYTES = 32; // the kernel's struct sigaction; all zero is SIG_DFL
    private static final int FAILED_TO_EXECUTE = 127;
    private static final Flags<CloneFlag> SHARED = Flags.of(CloneFlag.CLONE_VM, CloneFlag.CLONE_CLEAR_SIGHAND);

    /**
     * A namespace to join.
     *
     * @param namespace an open namespace file
     * @param kind CLONE_NEWUSER or CLONE_NEWPID; joining a user namespace makes the child root in it
     */
    public record Join(Argument namespace, CloneFlag kind) {}

    /**
     * The two ends of a socket pair. Theirs is among the inherited descriptors and is closed on exec.
     *
     * @param ours where to wait
     * @param theirs closed here by the launch, so that {@code ours} ends when the child's is closed
     * @param watch tells of the exec before {@code ours} ends; or null
     */
    public record Channel(Argument ours, Argument theirs, ExecWatch watch) {}

    /** A launch that returns as soon as the image runs, into no cgroup of its own. */
    public Launch(
            Argument image,
            Flags<CloneFlag> flags,
            List<? extends Argument> inherited,
            List<Join> joins,
            Argument cgroup) {
        this(image, flags, inherited, joins, cgroup, null);
    }

    public Launch {
        inherited = List.copyOf(inherited);
        joins = List.copyOf(joins);
    }

    /**
     * What happened.
     *
     * @param child the new process
     * @param program the calls of the launch itself
     * @param trace their results and times
     * @param begunNanos {@link System#nanoTime()} just before the first of them
     */
    public record Launched(Child child, Program program, Trace trace, long begunNanos) {}

    /** The cells of one launch that are read after it. */
    private static final class Cells {
        final Datum pid = Datum.cell("pid");
        final Datum pidfd = Datum.cell("pidfd");
        final Datum goBetween = Datum.cell("go-between");
        final Datum joined = Datum.cell("setns");
        final Datum executed = Datum.cell("execveat");
        final Datum oldMask = Datum.cell("old mask");
        final Datum defaultAction = Datum.structure("SIG_DFL", SIGACTION_BYTES);
        final Datum allSignals = Datum.of("all signals", new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    }

    /**
     * Clones and executes. Returns when the image runs or, with a channel, when that has something to read, or its end; then their
     * end is closed here, also if this throws, unless there never was a child.
     *
     * @throws SyscallException if the kernel refused; nothing is left then
     */
    public Launched start() throws SyscallException {
        var cells = new Cells();
        Program program = program(cells);
        try (var mapped = new MappedProgram(program).traced(program.steps().size())) {
            long begun = System.nanoTime();
            long error = mapped.run();
            Trace trace = mapped.trace();
            if (!joins.isEmpty() && mapped.cell(cells.joined) < 0) {
                throw refused(program, trace, cells.joined);
            }
            long pid = error < 0 ? error : mapped.cell(cells.pid);
            if (pid > 0 && channel != null && channel.theirs instanceof Fd theirs) {
                theirs.release(); // the program has closed it
            }
            if (pid <= 0) { // 0: the go-between was killed before it had cloned
                int why = pid < 0 ? (int) -pid : Errno.ECANCELED.number();
                throw new SyscallException(CLONE3, List.of("{flags=" + flags + "}"), why);
            }
            var child = new Child((int) pid, pidfdOf((int) pid, mapped, cells));
            if (mapped.cell(cells.executed) < 0) {
                try (child) {
                    Processes.await(child.pidfd());
                }
                throw refused(program, trace, cells.executed);
            }
            return new Launched(child, program, trace, begun);
        }
    }

    /** With joins the pidfd would have been the go-between's. A child that no pidfd can be had for is of no use, and is ended. */
    private Fd pidfdOf(int pid, MappedProgram mapped, Cells cells) throws SyscallException {
        if (joins.isEmpty()) {
            return Fd.owned(mapped.int32(cells.pidfd, 0), "pid " + pid);
        }
        try {
            return Processes.open(pid);
        } catch (SyscallException e) {
            Processes.killChild(pid);
            throw e;
        }
    }

    /** The step that kept its error in {@code cell}: several do, and the trace tells which it was. */
    private static SyscallException refused(Program program, Trace trace, Datum cell) {
        List<Instruction> steps = program.steps();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Call call
                    && call.result() != null
                    && call.result().datum() == cell
                    && trace.result(i) < 0) {
                return new SyscallException(call.call(), call.operands(), (int) -trace.result(i));
            }
        }
        throw new AssertionError("no step has failed with " + cell);
    }

    /** The program that {@link #start} runs, to be shown. */
    public Program program() {
        return program(new Cells());
    }

    private Program program(Cells cells) {
        Label parent = named("parent");
        Label child = named("child");
        Label failed = named("failed");
        Label gone = named("gone");
        var program = Program.named("launch")
                .append(mask(
                        "hold signals back: the child must not run a handler in our memory",
                        Operand.address(cells.allSignals),
                        Operand.address(cells.oldMask)));
        if (joins.isEmpty()) {
            Flags<CloneFlag> pidfd = Flags.of(CloneFlag.CLONE_PIDFD);
            program.append(cloneChild(cells, channel == null ? pidfd.with(CloneFlag.CLONE_VFORK) : pidfd)
                    .forkingTo(child));
        } else {
            appendGoBetween(program, cells, parent, child);
        }
        program.append(parent)
                .append(restoreMask(cells))
                .append(awaitChannel())
                .append(new Return())
                .append(child)
                .append(childSteps(cells, gone))
                .append(gone)
                .append(exit(FAILED_TO_EXECUTE))
                .append(failed)
                .append(restoreMask(cells))
                .append(new Return());
        return program.onFailure(failed).build();
    }

    private void appendGoBetween(Program.Builder program, Cells cells, Label parent, Label child) {
        Label goBetween = named("go-between");
        Label leave = named("leave");
        program.append(Call.of(
                                "make a go-between, to join namespaces that the child is to be born into",
                                CLONE3,
                                Operand.address(intoCgroup(SHARED.with(CloneFlag.CLONE_VFORK))),
                                Operand.of(CLONE_ARGS_BYTES))
                        .into(cells.goBetween)
                        .forkingTo(goBetween))
                .append(Call.of(
                                "take leave of the go-between",
                                WAITID,
                                constant(wait_h.P_PID(), "P_PID"),
                                Operand.contents(cells.goBetween),
                                Operand.NULL,
                                constant(wait_h.WEXITED() | wait_h.__WALL(), "WEXITED|__WALL"),
                                Operand.NULL)
                        .ignoringErrors())
                .append(Branch.always("the child is ours", parent))
                .append(goBetween);
        for (Join join : joins) {
            String reason = "join " + join.namespace;
            program.append(
                    Call.of(reason, SETNS, Operand.of(join.namespace), constant(join.kind.bits(), join.kind.name()))
                            .into(cells.joined)
                            .onErrorGoTo(leave));
            if (join.kind == CloneFlag.CLONE_NEWUSER) {
                program.append(becomeRoot(SETRESGID, cells, leave)).append(becomeRoot(SETRESUID, cells, leave));
            }
        }
        program.append(cloneChild(cells, Flags.of(CloneFlag.CLONE_PARENT, CloneFlag.CLONE_VFORK))
                        .onErrorGoTo(leave))
                .append(new Branch(
                        "the child sees 0", Operand.contents(cells.pid), Condition.EQUAL, Operand.of(0), child))
                .append(leave)
                .append(exit(0));
    }

    private static Call becomeRoot(SystemCall call, Cells cells, Label leave) {
        return Call.of(
                        "be root in the user namespace, or the next exec takes the capabilities",
                        call,
                        zero(),
                        zero(),
                        zero())
                .into(cells.joined)
                .onErrorGoTo(leave);
    }

    private Call cloneChild(Cells cells, Flags<CloneFlag> more) {
        Flags<CloneFlag> all = SHARED.with(flags).with(more);
        // A go-between is in the group already; as the root of a user namespace it would not be let in.
        Datum arguments = joins.isEmpty() ? intoCgroup(all) : cloneArguments(all);
        if (all.has(CloneFlag.CLONE_PIDFD)) {
            arguments.address(ARGS_PIDFD, cells.pidfd);
        }
        return Call.of(
                        "clone a child into its own namespaces",
                        CLONE3,
                        Operand.address(arguments),
                        Operand.of(CLONE_ARGS_BYTES))
                .into(cells.pid);
    }

    private Datum intoCgroup(Flags<CloneFlag> flags) {
        if (cgroup == null) {
            return cloneArguments(flags);
        }
        return cloneArguments(flags.with(CloneFlag.CLONE_INTO_CGROUP)).set64(ARGS_CGROUP, cgroup.word());
    }

    /** No exit signal: only {@code waitid} with __WALL sees the child, nobody else's SIGCHLD handling. */
    private static Datum cloneArguments(Flags<CloneFlag> flags) {
        return Datum.structure("{flags=" + flags + "}", CLONE_ARGS_BYTES).set64(0, flags.bits());
    }

    /** Until then the child may still be in our memory: so again after a signal. */
    private List<Instruction> awaitChannel() {
        if (channel == null) {
            return List.of();
        }
        var steps = new ArrayList<Instruction>();
        steps.add(Call.of("the child has its own of this end", CLOSE, Operand.of(channel.theirs))
                .ignoringErrors());
        if (channel.watch != null) {
            steps.addAll(channel.watch.parentSteps(channel.ours));
            return steps;
        }
        Label wait = named("wait");
        Datum polled = Datum.structure("{channel}", POLLFD_BYTES)
                .set32(0, channel.ours)
                .set16(POLLFD_EVENTS, poll_h.POLLIN());
        steps.add(wait);
        steps.add(Call.of(
                        "wait until the child has something to say, or runs its command",
                        PPOLL,
                        Operand.address(polled),
                        Operand.of(1),
                        Operand.NULL,
                        Operand.NULL,
                        Operand.of(SIGSET_BYTES))
                .onErrorGoTo(wait));
        return steps;
    }

    private List<Instruction> childSteps(Cells cells, Label gone) {
        var steps = new ArrayList<Instruction>();
        steps.add(Call.of(
                        "let go of all that the JVM has open",
                        CLOSE_RANGE,
                        Operand.of(3),
                        constant(0xffffffffL, "~0U"),
                        constant(close_range_h.CLOSE_RANGE_CLOEXEC(), "CLOSE_RANGE_CLOEXEC"))
                .into(cells.executed)
                .onErrorGoTo(gone));
        for (Argument fd : inherited) {
            steps.add(Call.of("but keep " + fd, FCNTL, Operand.of(fd), constant(fcntl_h.F_SETFD(), "F_SETFD"), zero())
                    .into(cells.executed)
                    .onErrorGoTo(gone));
        }
        // CLONE_CLEAR_SIGHAND takes handlers away, but what is ignored, as SIGHUP by nohup(1), stays ignored over clone
        // and exec.
        for (int signal : Processes.ignoredSignals()) {
            steps.add(Call.of(
                            "ignore no signal that jocker was told to ignore",
                            RT_SIGACTION,
                            Operand.of(signal),
                            Operand.address(cells.defaultAction),
                            Operand.NULL,
                            Operand.of(SIGSET_BYTES))
                    .into(cells.executed)
                    .onErrorGoTo(gone));
        }
        steps.add(Call.of(
                        "leave the JVM's memory: become a program of system calls",
                        EXECVEAT,
                        Operand.of(image),
                        Operand.string(""),
                        Operand.strings(List.of("jocker")),
                        Operand.strings(List.of()),
                        constant(fcntl_h.AT_EMPTY_PATH(), "AT_EMPTY_PATH"))
                .into(cells.executed)
                .onErrorGoTo(gone));
        return steps;
    }

    private static Call mask(String reason, Operand mask, Operand old) {
        return Call.of(
                reason,
                RT_SIGPROCMASK,
                constant(signal_h.SIG_SETMASK(), "SIG_SETMASK"),
                mask,
                old,
                Operand.of(SIGSET_BYTES));
    }

    private static Call restoreMask(Cells cells) {
        return mask("let signals through again", Operand.address(cells.oldMask), Operand.NULL)
                .ignoringErrors();
    }

    private static Call exit(int status) {
        return Call.of("end", EXIT_GROUP, Operand.of(status)).ignoringErrors();
    }

    private static Operand zero() {
        return Operand.of(0);
    }

    private static Operand constant(long value, String name) {
        return Operand.of(Argument.named(value, name));
    }
}
