package dev.jocker.runtime.program;

import static dev.jocker.runtime.program.Instruction.Label.named;
import static dev.jocker.runtime.syscall.SystemCall.CLONE3;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.RT_SIGPROCMASK;

import dev.jocker.bindings.poll_h;
import dev.jocker.bindings.signal_h;
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
    private static final int SIGSET_BYTES = 8;
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;

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

    /** The steps of one launch, and the cells of theirs that are read after it. */
    private static final class Cells {
        final CloneSteps clone;
        final Datum pidfd = Datum.cell("pidfd");
        final Datum oldMask = Datum.cell("old mask");
        final Datum allSignals = Datum.of("all signals", new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});

        Cells(CloneSteps clone) {
            this.clone = clone;
        }
    }

    /**
     * Clones and executes. Returns when the image runs or, with a channel, when that has something to read, or its end; then their
     * end is closed here, also if this throws, unless there never was a child.
     *
     * @throws SyscallException if the kernel refused; nothing is left then
     */
    public Launched start() throws SyscallException {
        Cells cells = cells();
        Program program = program(cells);
        try (var mapped = new MappedProgram(program).traced(program.steps().size())) {
            long begun = System.nanoTime();
            long error = mapped.run();
            Trace trace = mapped.trace();
            if (!joins.isEmpty() && mapped.cell(cells.clone.joined) < 0) {
                throw refused(program, trace, cells.clone.joined);
            }
            long pid = error < 0 ? error : mapped.cell(cells.clone.pid);
            if (pid > 0 && channel != null && channel.theirs instanceof Fd theirs) {
                theirs.release(); // the program has closed it
            }
            if (pid <= 0) { // 0: the go-between was killed before it had cloned
                int why = pid < 0 ? (int) -pid : Errno.ECANCELED.number();
                throw new SyscallException(CLONE3, List.of("{flags=" + flags + "}"), why);
            }
            var child = new Child((int) pid, pidfdOf((int) pid, mapped, cells));
            if (mapped.cell(cells.clone.executed) < 0) {
                try (child) {
                    Processes.await(child.pidfd());
                }
                throw refused(program, trace, cells.clone.executed);
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
        return program(cells());
    }

    private Cells cells() {
        Flags<CloneFlag> all = flags;
        if (joins.isEmpty() && channel == null) {
            all = all.with(CloneFlag.CLONE_VFORK);
        }
        if (cgroup != null) {
            all = all.with(CloneFlag.CLONE_INTO_CGROUP);
        }
        var cells = new Cells(new CloneSteps(Operand.of(image), all, inherited, joins).keepingErrors());
        if (cells.clone.givesPidfd()) {
            cells.clone.pidfdInto(cells.pidfd, 0);
        }
        if (cgroup != null) {
            cells.clone.cgroup(cgroup);
        }
        return cells;
    }

    private Program program(Cells cells) {
        Label parent = named("parent");
        Label child = named("child");
        Label failed = named("failed");
        var program = Program.named("launch")
                .append(mask(
                        "hold signals back: the child must not run a handler in our memory",
                        Operand.address(cells.allSignals),
                        Operand.address(cells.oldMask)));
        cells.clone.appendClone(program, parent, child);
        program.append(parent)
                .append(restoreMask(cells))
                .append(awaitChannel())
                .append(new Return())
                .append(child);
        cells.clone.appendChild(program, Processes.ignoredSignals());
        program.append(failed).append(restoreMask(cells)).append(new Return());
        return program.onFailure(failed).build();
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

    private static Call mask(String reason, Operand mask, Operand old) {
        return Call.of(
                reason,
                RT_SIGPROCMASK,
                Operand.named(signal_h.SIG_SETMASK(), "SIG_SETMASK"),
                mask,
                old,
                Operand.of(SIGSET_BYTES));
    }

    private static Call restoreMask(Cells cells) {
        return mask("let signals through again", Operand.address(cells.oldMask), Operand.NULL)
                .ignoringErrors();
    }
}
