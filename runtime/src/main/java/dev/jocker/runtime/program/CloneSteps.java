package dev.jocker.runtime.program;

import static dev.jocker.runtime.program.Instruction.Label.named;
import static dev.jocker.runtime.syscall.SystemCall.CLONE3;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE_RANGE;
import static dev.jocker.runtime.syscall.SystemCall.EXECVEAT;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.FCNTL;
import static dev.jocker.runtime.syscall.SystemCall.RT_SIGACTION;
import static dev.jocker.runtime.syscall.SystemCall.SETNS;
import static dev.jocker.runtime.syscall.SystemCall.SETRESGID;
import static dev.jocker.runtime.syscall.SystemCall.SETRESUID;
import static dev.jocker.runtime.syscall.SystemCall.WAITID;

import dev.jocker.bindings.close_range_h;
import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.wait_h;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps that make a process and have it execute a sealed image, through a go-between where there are namespaces to join: for the
 * JVM's {@link Launch}, and for programs that make processes themselves.
 *
 * <p>In a launch an error is kept in a cell, and the new process ends. Elsewhere it fails the program: the new process shares our
 * memory until it executes, so its failure report is ours; but it goes on at the failure handler, too, which has to tell processes
 * apart. That is what {@link #bornWith} is for.
 */
public final class CloneSteps {
    // struct clone_args, clone3(2); LaunchTest compares with the bindings.
    static final int CLONE_ARGS_BYTES = 88;
    static final int ARGS_PIDFD = 8;
    static final int ARGS_CGROUP = 80;
    private static final int SIGSET_BYTES = 8;
    private static final int SIGACTION_BYTES = 32; // the kernel's struct sigaction; all zero is SIG_DFL
    private static final int FAILED_TO_EXECUTE = 127;
    private static final Flags<CloneFlag> SHARED = Flags.of(CloneFlag.CLONE_VM, CloneFlag.CLONE_CLEAR_SIGHAND);

    private final Operand image;
    private final Flags<CloneFlag> flags;
    private final List<? extends Argument> inherited;
    private final List<Launch.Join> joins;
    private final Datum arguments;
    /** Those of the go-between where there is one: as the root of a user namespace it would not be let into a cgroup later. */
    private final Datum entering;

    private final List<Instruction> born = new ArrayList<>();
    private boolean keepsErrors;

    /** The new process's id, or {@code -errno} of the clone. */
    final Datum pid = Datum.cell("pid");
    /** {@code -errno} of a step of the new process, in a launch. */
    final Datum executed = Datum.cell("execveat");
    /** {@code -errno} of a step of the go-between, in a launch. */
    final Datum joined = Datum.cell("setns");

    private final Datum goBetween = Datum.cell("go-between");

    /**
     * The steps for one process.
     *
     * @param image what to execute
     * @param flags namespaces to make, CLONE_NEW*, and CLONE_VFORK or CLONE_INTO_CGROUP where they are wanted
     * @param inherited descriptors that the image keeps, under their numbers
     * @param joins namespaces that it is to be born into
     */
    public CloneSteps(
            Operand image, Flags<CloneFlag> flags, List<? extends Argument> inherited, List<Launch.Join> joins) {
        this.image = image;
        this.flags = flags;
        this.inherited = List.copyOf(inherited);
        this.joins = List.copyOf(joins);
        Flags<CloneFlag> all = SHARED.with(flags);
        // With CLONE_PARENT the pidfd would be the go-between's, who is gone.
        all = joins.isEmpty()
                ? all.with(CloneFlag.CLONE_PIDFD)
                : all.with(Flags.of(CloneFlag.CLONE_PARENT, CloneFlag.CLONE_VFORK));
        boolean intoCgroup = flags.has(CloneFlag.CLONE_INTO_CGROUP);
        if (joins.isEmpty()) {
            this.arguments = cloneArguments(all);
            this.entering = arguments;
        } else {
            this.arguments = cloneArguments(intoCgroup ? all.without(CloneFlag.CLONE_INTO_CGROUP) : all);
            Flags<CloneFlag> between = SHARED.with(CloneFlag.CLONE_VFORK);
            this.entering = cloneArguments(intoCgroup ? between.with(CloneFlag.CLONE_INTO_CGROUP) : between);
        }
    }

    /** Has errors kept in cells, instead of failing the program. */
    CloneSteps keepingErrors() {
        keepsErrors = true;
        return this;
    }

    /** What every new process, a go-between too, does first. */
    public CloneSteps bornWith(List<? extends Instruction> steps) {
        born.addAll(steps);
        return this;
    }

    /** Whether the clone gives a pidfd by itself: it does unless there is a go-between. */
    public boolean givesPidfd() {
        return joins.isEmpty();
    }

    /** Where the kernel puts the pidfd, an {@code int}; only where it {@linkplain #givesPidfd gives} one. */
    public CloneSteps pidfdInto(Datum place, int offset) {
        arguments.address(ARGS_PIDFD, place, offset);
        return this;
    }

    /** The cgroup to be born into, CLONE_INTO_CGROUP (Linux 5.7): a directory of the version 2 hierarchy. */
    CloneSteps cgroup(Argument directory) {
        entering.set64(ARGS_CGROUP, directory.word());
        return this;
    }

    /** The same, where the directory is opened by a step of the program. */
    public Call intoCgroup(Call open) {
        return open.into(entering, ARGS_CGROUP, Width.WIDE);
    }

    /** The cgroup's descriptor, opened by {@link #intoCgroup}. */
    public Operand cgroupOpened() {
        return new Operand.Contents(entering, ARGS_CGROUP, Width.WIDE);
    }

    /** The new process's id, for later steps of the parent. */
    public Datum pid() {
        return pid;
    }

    /** The clone. The parent goes on behind it, where {@code parent} has to stand, or at that label; the new process at {@code child}. */
    public void appendClone(Program.Builder program, Label parent, Label child) {
        if (joins.isEmpty()) {
            program.append(cloneChild().forkingTo(child));
        } else {
            appendGoBetween(program, parent, child);
        }
    }

    private void appendGoBetween(Program.Builder program, Label parent, Label child) {
        Label between = named("go-between");
        Label leave = named("leave");
        program.append(Call.of(
                                "make a go-between, to join namespaces that the child is to be born into",
                                CLONE3,
                                Operand.address(entering),
                                Operand.of(CLONE_ARGS_BYTES))
                        .into(goBetween)
                        .forkingTo(between))
                .append(Call.of(
                                "take leave of the go-between",
                                WAITID,
                                Operand.named(wait_h.P_PID(), "P_PID"),
                                Operand.contents(goBetween),
                                Operand.NULL,
                                Operand.named(wait_h.WEXITED() | wait_h.__WALL(), "WEXITED|__WALL"),
                                Operand.NULL)
                        .ignoringErrors())
                .append(Branch.always("the child is ours", parent))
                .append(between)
                .append(born);
        for (Launch.Join join : joins) {
            String reason = "join " + join.namespace();
            Operand kind = Operand.named(join.kind().bits(), join.kind().name());
            program.append(guarded(Call.of(reason, SETNS, Operand.of(join.namespace()), kind), joined, leave));
            if (join.kind() == CloneFlag.CLONE_NEWUSER) {
                program.append(becomeRoot(SETRESGID, leave)).append(becomeRoot(SETRESUID, leave));
            }
        }
        Call clone = cloneChild();
        program.append(keepsErrors ? clone.onErrorGoTo(leave) : clone)
                .append(new Branch("the child sees 0", Operand.contents(pid), Condition.EQUAL, Operand.of(0), child))
                .append(leave)
                .append(exit(0));
    }

    private Call becomeRoot(SystemCall call, Label leave) {
        String reason = "be root in the user namespace, or the next exec takes the capabilities";
        Operand zero = Operand.of(0);
        return guarded(Call.of(reason, call, zero, zero, zero), joined, leave);
    }

    private Call cloneChild() {
        return Call.of(
                        "clone a child into its own namespaces",
                        CLONE3,
                        Operand.address(arguments),
                        Operand.of(CLONE_ARGS_BYTES))
                .into(pid);
    }

    /** No exit signal: only {@code waitid} with __WALL sees the child, nobody else's SIGCHLD handling. */
    static Datum cloneArguments(Flags<CloneFlag> flags) {
        return Datum.structure("{flags=" + flags + "}", CLONE_ARGS_BYTES).set64(0, flags.bits());
    }

    /**
     * What the new process does, which begins here: it lets go of what the parent has open, and executes.
     *
     * @param ignored signals that the parent was told to ignore
     */
    public void appendChild(Program.Builder program, List<Integer> ignored) {
        Label gone = named("gone");
        program.append(born)
                .append(guarded(
                        Call.of(
                                "let go of all that the parent has open",
                                CLOSE_RANGE,
                                Operand.of(3),
                                Operand.named(0xffffffffL, "~0U"),
                                Operand.named(close_range_h.CLOSE_RANGE_CLOEXEC(), "CLOSE_RANGE_CLOEXEC")),
                        executed,
                        gone));
        for (Argument fd : inherited) {
            Operand zero = Operand.of(0);
            Operand command = Operand.named(fcntl_h.F_SETFD(), "F_SETFD");
            program.append(guarded(Call.of("but keep " + fd, FCNTL, Operand.of(fd), command, zero), executed, gone));
        }
        for (Call each : defaultActions(ignored)) {
            program.append(guarded(each, executed, gone));
        }
        program.append(guarded(execute(image), executed, gone)).append(gone).append(exit(FAILED_TO_EXECUTE));
    }

    /** CLONE_CLEAR_SIGHAND takes handlers away, but what is ignored, as SIGHUP by nohup(1), stays ignored over clone and exec. */
    static List<Call> defaultActions(List<Integer> ignored) {
        Datum defaultAction = Datum.structure("SIG_DFL", SIGACTION_BYTES);
        List<Call> calls = new ArrayList<>();
        for (int signal : ignored) {
            calls.add(Call.of(
                    "ignore no signal that jocker was told to ignore",
                    RT_SIGACTION,
                    Operand.of(signal),
                    Operand.address(defaultAction),
                    Operand.NULL,
                    Operand.of(SIGSET_BYTES)));
        }
        return calls;
    }

    static Call execute(Operand image) {
        return Call.of(
                "leave the parent's memory: become a program of system calls",
                EXECVEAT,
                image,
                Operand.string(""),
                Operand.strings(List.of("jocker")),
                Operand.strings(List.of()),
                Operand.named(fcntl_h.AT_EMPTY_PATH(), "AT_EMPTY_PATH"));
    }

    private Call guarded(Call call, Datum cell, Label label) {
        return keepsErrors ? call.into(cell).onErrorGoTo(label) : call;
    }

    static Call exit(int status) {
        return Call.of("end", EXIT_GROUP, Operand.of(status)).ignoringErrors();
    }

    @Override
    public String toString() {
        return "clone " + flags + ", then " + image;
    }
}
