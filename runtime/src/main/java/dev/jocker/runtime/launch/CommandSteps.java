package dev.jocker.runtime.launch;

import static dev.jocker.runtime.program.Operand.NULL;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.OPENAT2;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.PRCTL;
import static dev.jocker.runtime.syscall.SystemCall.WRITE;

import dev.jocker.bindings.poll_h;
import dev.jocker.bindings.prctl_h;
import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.oci.Rlimit;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.ExecSteps;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.ResolveFlag;
import java.util.ArrayList;
import java.util.List;

/** Steps that are the same for a container's first process and for one that enters it later: what makes a process the command. */
public final class CommandSteps {
    public static final int POLLFD_BYTES = 8;
    public static final int SIGSET_BYTES = 8;

    /** A path on which no link lies. */
    public static final Flags<ResolveFlag> NO_LINKS =
            Flags.of(ResolveFlag.RESOLVE_NO_SYMLINKS, ResolveFlag.RESOLVE_NO_MAGICLINKS);

    private static final int OPEN_HOW_BYTES = 3 * Long.BYTES;

    /** What the channel is moved to, when all else is closed. */
    public static final int KEPT = 3;

    private CommandSteps() {}

    /**
     * Tells jocker which step has failed: through the channel, or through {@value #KEPT} if that has been moved there. The call that
     * moves it may be what has failed, and leaves an error in {@code moved} then.
     */
    public static List<Instruction> tellFailure(Program.Builder program, Argument channel, Datum moved) {
        Label there = Label.named("channel moved");
        Label told = Label.named("told");
        return List.of(
                new Branch("it was moved", Operand.contents(moved), Condition.EQUAL, Operand.of(KEPT), there),
                tell(program, Operand.of(channel)),
                Branch.always("that is all", told),
                there,
                tell(program, Operand.of(KEPT)),
                told);
    }

    private static Call tell(Program.Builder program, Operand channel) {
        return Call.of(
                        "tell jocker which step failed",
                        WRITE,
                        channel,
                        program.failureReport(),
                        program.failureReportLength())
                .ignoringErrors();
    }

    /** The end of the thread that cloned, or of the process that did, is the end of this one. A change of user takes it away. */
    public static Call dieWithParent(String reason) {
        return Call.of(
                reason,
                PRCTL,
                Operand.named(prctl_h.PR_SET_PDEATHSIG(), "PR_SET_PDEATHSIG"),
                Operand.named(signal_h.SIGKILL(), "SIGKILL"));
    }

    /** The signal comes only for a death after this call; for one before, the channel's other end is closed. */
    public static List<Instruction> dieWithJocker(Argument channel) {
        Label alive = Label.named("jocker is alive");
        Datum polled = Datum.structure("{channel}", POLLFD_BYTES).set32(0, channel);
        Datum now = Datum.structure("{0, 0}", 2 * Long.BYTES);
        int hangup = poll_h.POLLHUP() << Short.SIZE; // revents is the upper half of the int at events
        return List.of(
                dieWithParent("if jocker dies, whatever kills it, so does this"),
                Call.of(
                                "ask whether it died before that",
                                PPOLL,
                                Operand.address(polled),
                                Operand.of(1),
                                Operand.address(now),
                                NULL,
                                Operand.of(SIGSET_BYTES))
                        .ignoringErrors(),
                new Branch(
                        "its end of the channel is open",
                        Operand.contents32(polled, Integer.BYTES),
                        Condition.NO_BIT,
                        Operand.named(hangup, "POLLHUP"),
                        alive),
                Call.of("end with it", EXIT_GROUP, Operand.of(ChildProgram.FAILED))
                        .ignoringErrors(),
                alive);
    }

    /** Opens a path, walking as {@code resolve} says. */
    public static Call resolve(
            String reason, Operand directory, String path, Flags<OpenFlag> flags, Flags<ResolveFlag> resolve) {
        Datum how = Datum.structure("{" + flags + ", " + resolve + "}", OPEN_HOW_BYTES)
                .set64(0, flags.bits())
                .set64(2 * Long.BYTES, resolve.bits());
        return Call.of(
                reason, OPENAT2, directory, Operand.string(path), Operand.address(how), Operand.of(OPEN_HOW_BYTES));
    }

    public static List<Instruction> limits(Process process) {
        List<Instruction> steps = new ArrayList<>();
        for (Rlimit limit : process.rlimits()) {
            var resource = dev.jocker.runtime.security.Rlimit.Resource.named(limit.type());
            steps.add(new dev.jocker.runtime.security.Rlimit(resource, limit.soft(), limit.hard()).instruction());
        }
        return steps;
    }

    /** What would come through the exec otherwise: blocked signals, and descriptors. */
    public static List<Instruction> cleanSlate() {
        return ExecSteps.cleanSlate();
    }

    /** As {@code execvp(3)}: the directories of PATH in turn, as long as one has it not, or not for this user. */
    public static List<Instruction> execute(Process process) {
        return ExecSteps.execute(
                Candidates.of(process), Operand.strings(process.args()), Operand.strings(process.env()));
    }
}
