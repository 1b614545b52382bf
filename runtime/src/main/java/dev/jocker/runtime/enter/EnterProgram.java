package dev.jocker.runtime.enter;

import static dev.jocker.runtime.program.Operand.NULL;
import static dev.jocker.runtime.syscall.SystemCall.CHDIR;
import static dev.jocker.runtime.syscall.SystemCall.CLONE;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE_RANGE;
import static dev.jocker.runtime.syscall.SystemCall.DUP3;
import static dev.jocker.runtime.syscall.SystemCall.EXECVE;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.FCNTL;
import static dev.jocker.runtime.syscall.SystemCall.GETCWD;
import static dev.jocker.runtime.syscall.SystemCall.KILL;
import static dev.jocker.runtime.syscall.SystemCall.OPENAT;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.PRCTL;
import static dev.jocker.runtime.syscall.SystemCall.SETNS;
import static dev.jocker.runtime.syscall.SystemCall.SETRESGID;
import static dev.jocker.runtime.syscall.SystemCall.SETRESUID;
import static dev.jocker.runtime.syscall.SystemCall.SETSID;
import static dev.jocker.runtime.syscall.SystemCall.WAITID;
import static dev.jocker.runtime.syscall.SystemCall.WRITE;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.poll_h;
import dev.jocker.bindings.prctl_h;
import dev.jocker.bindings.signal_h;
import dev.jocker.bindings.wait_h;
import dev.jocker.runtime.launch.ChildProgram;
import dev.jocker.runtime.launch.CommandSteps;
import dev.jocker.runtime.launch.InitSteps;
import dev.jocker.runtime.launch.TerminalSteps;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Failure;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that enters a running container and starts a command there.
 *
 * <pre>
 *   JVM ──Launch──► enter program, in the host's pid namespace        nobody in the container sees it
 *    │                │ cgroups, limits, setns (all kinds), streams
 *    │                │ closes all but the channel; seccomp, capabilities, user: as the container's own processes
 *    │                │ clone ──────────────► child, in the container's
 *    │ ◄── its pid ───┤                         │ session, working directory
 *    │                └ ends                    └ execve
 * </pre>
 *
 * <p>So what a container can see of it, and trace, if it may, is from its first moment no more than it has itself: no descriptor of the
 * host's but the channel, no capability more, a sealed image for an executable, and nothing that shares memory with a JVM.
 */
final class EnterProgram {
    static final int PID_BYTES = Integer.BYTES;
    /** What it exits with after it has killed a child of which jocker was not told. No container can make it exit so. */
    static final int UNTOLD = 124;

    private static final int PATIENCE_SECONDS = 5;
    private static final int KEPT = CommandSteps.KEPT;
    private static final int ADDRESS_ROOM = 4096; // PATH_MAX

    /** What {@code getcwd(2)} begins with for a directory that is not below the root, {@code "(unr"}. */
    private static final int UNREACHABLE = 'r' << 24 | 'n' << 16 | 'u' << 8 | '(';

    private static final int COMMAND_NOT_FOUND = 127;
    private static final int COMMAND_NOT_EXECUTABLE = 126;

    private final Entry entry;
    private final Program.Builder program;
    private final Argument channel;
    /** {@value #KEPT} as soon as the channel has that number. */
    private final Datum moved = Datum.cell("moved");

    private EnterProgram(Entry entry, Argument channel) {
        this.entry = entry;
        this.channel = channel;
        this.program = Program.named("jocker-enter");
    }

    /**
     * The program that reports to a JVM.
     *
     * @param channel our child's end of the socket pair; what comes through it stands at {@link Exec}
     * @param detached whether the command outlives the JVM; else it is the JVM's own child, and ends with it
     */
    static Program reporting(Entry entry, Argument channel, boolean detached) {
        return new EnterProgram(entry, channel).reporting(channel, detached);
    }

    /**
     * The program that reports to nobody: it waits for its command and ends as that did, or with 125, 126 or 127 and a line on standard
     * error. Killed, it takes the command with it. It may be run again and again, by whoever has the entry's descriptors at their numbers.
     */
    static Program waiting(Entry entry) {
        if (entry.process().terminal()) {
            throw new IllegalArgumentException("nobody would hold the terminal");
        }
        return new EnterProgram(entry, null).waiting();
    }

    private Program reporting(Argument given, boolean detached) {
        Label failed = Label.named("failed");
        Label child = Label.named("child");
        Datum rights = TerminalSteps.rights();
        Datum pid = Datum.structure("pid", PID_BYTES);
        name();
        program.append(CommandSteps.dieWithJocker(given));
        enter();
        letGo(given);
        confine();
        Flags<CloneFlag> flags = Flags.of(CloneFlag.CLONE_PIDFD);
        program.append(clone(detached ? flags : flags.with(CloneFlag.CLONE_PARENT), rights)
                        .into(pid, 0, Width.NARROW)
                        .forkingTo(child))
                .append(TerminalSteps.send("tell jocker who it is", pid, rights, Operand.of(KEPT)))
                .append(Call.of("its work is done", EXIT_GROUP, Operand.of(0)).ignoringErrors())
                .append(child);
        if (!detached) {
            program.append(CommandSteps.dieWithJocker(Argument.number(KEPT)));
        }
        begin();
        program.append(CommandSteps.execute(entry.process()))
                .append(failed)
                .append(CommandSteps.tellFailure(program, given, moved));
        endUntold(pid, rights);
        return program.append(end(ChildProgram.FAILED)).onFailure(failed).build();
    }

    /**
     * A child that jocker has not been told of would outlive the failure: kills it, waits for its end, and tells its number. That no
     * descriptor could be sent, of which too many may be on their way ({@code unix(7)}, ETOOMANYREFS), does not keep the number.
     */
    private void endUntold(Datum pid, Datum rights) {
        Label none = Label.named("no child");
        Operand number = Operand.contents32(pid, 0);
        Datum polled = Datum.structure("{pidfd}", CommandSteps.POLLFD_BYTES).set32(Integer.BYTES, pollIn());
        Datum patience = Datum.structure("{5, 0}", 2 * Long.BYTES).set64(0, PATIENCE_SECONDS);
        program.append(new Branch("there is none, or this is it", number, Condition.EQUAL, Operand.of(0), none))
                .append(new Branch(
                        "it could not be made", number, Condition.ANY_BIT, Operand.named(1L << 31, "its sign"), none))
                .append(Call.of("nobody would", KILL, number, Operand.named(signal_h.SIGKILL(), "SIGKILL"))
                        .ignoringErrors())
                .append(Call.of(
                                "to be waited on",
                                FCNTL,
                                Operand.contents32(rights, TerminalSteps.CMSG_FD),
                                Operand.named(fcntl_h.F_DUPFD_CLOEXEC(), "F_DUPFD_CLOEXEC"),
                                Operand.of(0))
                        .into(polled, 0, Width.NARROW)
                        .ignoringErrors())
                .append(Call.of(
                                "until it has ended",
                                PPOLL,
                                Operand.address(polled),
                                one(),
                                Operand.address(patience),
                                NULL,
                                Operand.of(CommandSteps.SIGSET_BYTES))
                        .ignoringErrors())
                .append(Call.of(
                                "whom jocker is to take leave of",
                                WRITE,
                                Operand.of(KEPT),
                                Operand.address(pid),
                                Operand.of(PID_BYTES))
                        .ignoringErrors())
                .append(end(UNTOLD))
                .append(none);
    }

    private Program waiting() {
        Label failed = Label.named("failed");
        Label child = Label.named("child");
        Label refused = Label.named("not executed");
        Label absent = Label.named("not found");
        Datum pid = Datum.cell("pid");
        Datum rights = TerminalSteps.rights();
        Datum error = Datum.cell("error");
        name();
        enter();
        letGo(null);
        confine();
        program.append(CommandSteps.dieWithParent("if who waits is killed, so is this"));
        program.append(clone(Flags.of(CloneFlag.CLONE_PIDFD), rights).into(pid).forkingTo(child));
        awaitChild(pid);
        program.append(child).append(CommandSteps.dieWithParent("and so is the command"));
        begin();
        for (Instruction step : CommandSteps.execute(entry.process())) {
            boolean last = step instanceof Call call && call.call() == EXECVE && call.failure() instanceof Failure.Fail;
            program.append(last ? ((Call) step).into(error).onErrorGoTo(refused) : step);
        }
        String command = entry.process().args().getFirst();
        program.append(refused)
                .append(isError(error, Errno.ENOENT, absent))
                .append(say(command + ": cannot be executed\n"))
                .append(end(COMMAND_NOT_EXECUTABLE))
                .append(absent)
                .append(say(command + ": not found\n"))
                .append(end(COMMAND_NOT_FOUND))
                .append(failed)
                .append(say("the container cannot be entered\n"))
                .append(end(ChildProgram.FAILED));
        return program.onFailure(failed).build();
    }

    /** In the host's namespaces; up to the terminal, which wants capabilities. */
    private void enter() {
        for (Argument cgroup : entry.cgroups()) {
            program.call("join the container's control group", WRITE, Operand.of(cgroup), Operand.string("0"), one());
        }
        Process process = entry.process();
        if (process.oomScoreAdj() != null) {
            writeFile(
                    "how soon to be killed when memory runs out",
                    "/proc/self/oom_score_adj",
                    process.oomScoreAdj().toString());
        }
        program.append(CommandSteps.limits(process));
        program.call("join the container's namespaces", SETNS, Operand.of(entry.target()), Operand.of(entry.kinds()));
        if (entry.kinds().has(CloneFlag.CLONE_NEWUSER)) {
            Operand root = Operand.of(0);
            program.call("be root as the container has it", SETRESGID, root, root, root);
            program.call("be root as the container has it", SETRESUID, root, root, root);
        }
        if (process.terminal()) {
            program.append(TerminalSteps.ofEntering(process, Operand.of(channel)));
        } else {
            streams();
        }
    }

    /** What is missing is the container's null device; a hostile one harms only who asked for it: it is opened without waiting. */
    private void streams() {
        Datum nothing = Datum.cell("/dev/null");
        boolean opened = false;
        for (int number = 0; number <= 2; number++) {
            Fd stream = entry.stdio().of(number);
            if (stream == null && !opened) {
                Flags<OpenFlag> flags =
                        Flags.of(OpenFlag.O_RDWR, OpenFlag.O_NOCTTY, OpenFlag.O_NONBLOCK, OpenFlag.O_CLOEXEC);
                program.append(CommandSteps.resolve(
                                "nothing to read from, or to write to",
                                Operand.named(fcntl_h.AT_FDCWD(), "AT_FDCWD"),
                                "/dev/null",
                                flags,
                                CommandSteps.NO_LINKS)
                        .into(nothing));
                opened = true;
            }
            if (stream == null || stream.number() != number) {
                Operand from = stream == null ? Operand.contents(nothing) : Operand.of(stream);
                program.call("put it to its place", DUP3, from, Operand.of(number), Operand.of(0));
            }
        }
    }

    /** Nothing of the host's is open from here on but the channel, if there is one. */
    private void letGo(Argument given) {
        if (given != null) {
            Label kept = Label.named("channel kept");
            program.append(new Branch("it is there", Operand.of(given), Condition.EQUAL, Operand.of(KEPT), kept))
                    .append(Call.of(
                                    "keep the channel",
                                    DUP3,
                                    Operand.of(given),
                                    Operand.of(KEPT),
                                    Operand.named(fcntl_h.O_CLOEXEC(), "O_CLOEXEC"))
                            .into(moved))
                    .append(kept);
        }
        program.call(
                "let go of all else that is open",
                CLOSE_RANGE,
                Operand.of(given == null ? KEPT : KEPT + 1),
                Operand.named(0xffffffffL, "~0U"),
                Operand.of(0));
    }

    /** Before the clone: nobody in the container ever meets a process that may do more than its own. */
    private void confine() {
        program.append(entry.confinement().instructions(entry.present()));
        // After the change of user, which sets this anew. A container without CAP_SYS_PTRACE cannot look into the child
        // then.
        program.call(
                "no one may trace it before it runs the command",
                PRCTL,
                Operand.named(prctl_h.PR_SET_DUMPABLE(), "PR_SET_DUMPABLE"),
                Operand.of(0));
    }

    /** Not clone3, which default filters refuse since they cannot look at its flags. */
    private static Call clone(Flags<CloneFlag> flags, Datum rights) {
        Argument all = Argument.named(flags.bits() | signal_h.SIGCHLD(), flags + "|SIGCHLD");
        Operand pidfd = new Operand.Address(rights, TerminalSteps.CMSG_FD);
        return Call.of("a process in the container", CLONE, Operand.of(all), NULL, pidfd, NULL, NULL);
    }

    /** The child's own steps. */
    private void begin() {
        program.call("a session of its own", SETSID);
        if (entry.process().terminal()) {
            program.append(TerminalSteps.controlsSession());
        }
        String directory = entry.process().cwd();
        if (!directory.equals("/")) {
            program.call("the working directory", CHDIR, Operand.string(directory));
            requireInside();
        }
        program.append(CommandSteps.cleanSlate());
    }

    /** CVE-2024-21626: a directory can be named through a descriptor, if one was open, of standard input say. */
    private void requireInside() {
        Datum path = Datum.buffer("path", ADDRESS_ROOM);
        Label inside = Label.named("inside");
        program.append(Call.of("where is it?", GETCWD, Operand.address(path), Operand.of(ADDRESS_ROOM))
                        .ignoringErrors())
                .append(new Branch(
                        "in the container",
                        Operand.contents32(path, 0),
                        Condition.NOT_EQUAL,
                        Operand.named(UNREACHABLE, "\"(unr\""),
                        inside))
                .append(Call.of("the working directory has to be in the container", CHDIR, Operand.string("")))
                .append(inside);
    }

    private void awaitChild(Datum pid) {
        Datum info = Datum.structure("siginfo", InitSteps.SIGINFO_BYTES);
        Label again = Label.named("wait");
        program.append(again)
                .append(Call.of(
                                "wait for the command",
                                WAITID,
                                Operand.named(wait_h.P_PID(), "P_PID"),
                                Operand.contents(pid),
                                Operand.address(info),
                                Operand.named(wait_h.WEXITED() | wait_h.__WALL(), "WEXITED|__WALL"),
                                NULL)
                        .onErrorGoTo(again));
        InitSteps.appendEnd(program, info);
        program.append(end(ChildProgram.FAILED));
    }

    private void name() {
        program.call(
                "have a name in ps until the command has its own",
                PRCTL,
                Operand.named(prctl_h.PR_SET_NAME(), "PR_SET_NAME"),
                Operand.string("jocker-enter"));
    }

    private void writeFile(String reason, String path, String value) {
        Datum file = Datum.cell(path);
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        Operand flags = Operand.named(fcntl_h.O_WRONLY() | fcntl_h.O_CLOEXEC(), "O_WRONLY|O_CLOEXEC");
        program.append(
                Call.of(reason, OPENAT, Operand.named(fcntl_h.AT_FDCWD(), "AT_FDCWD"), Operand.string(path), flags)
                        .into(file));
        program.call(reason, WRITE, Operand.contents(file), Operand.string(value), Operand.of(length));
        program.append(Call.of("done with it", CLOSE, Operand.contents(file)).ignoringErrors());
    }

    private static List<Instruction> say(String line) {
        List<Instruction> steps = new ArrayList<>();
        int length = line.getBytes(StandardCharsets.UTF_8).length;
        steps.add(Call.of("say so", WRITE, Operand.of(2), Operand.string(line), Operand.of(length))
                .ignoringErrors());
        return steps;
    }

    private static Branch isError(Datum cell, Errno errno, Label label) {
        Operand number = Operand.named(-errno.number(), "-" + errno);
        return new Branch("it is not there", Operand.contents(cell), Condition.EQUAL, number, label);
    }

    private static Call end(int status) {
        return Call.of("end", EXIT_GROUP, Operand.of(status)).ignoringErrors();
    }

    private static Argument pollIn() {
        return Argument.named((long) poll_h.POLLIN(), "POLLIN");
    }

    private static Operand one() {
        return Operand.of(1);
    }
}
