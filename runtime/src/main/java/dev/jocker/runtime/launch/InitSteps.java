package dev.jocker.runtime.launch;

import static dev.jocker.runtime.program.Operand.NULL;
import static dev.jocker.runtime.syscall.SystemCall.CLONE;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.KILL;
import static dev.jocker.runtime.syscall.SystemCall.RT_SIGPROCMASK;
import static dev.jocker.runtime.syscall.SystemCall.RT_SIGTIMEDWAIT;
import static dev.jocker.runtime.syscall.SystemCall.WAITID;

import dev.jocker.bindings.signal_h;
import dev.jocker.bindings.wait_h;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import java.util.Arrays;

/**
 * A process 1 for commands that were not written to be one ({@code --init}): it stays in the sealed image, gives the command a process
 * of its own, passes signals on to it, takes the status of orphans, and ends as the command ends.
 */
public final class InitSteps {
    private static final int SIGSET_BYTES = 8;
    public static final int SIGINFO_BYTES = 128;
    static final int SI_CODE = 8; // siginfo_t as waitid(2) fills it; StructLayoutsTest compares with the bindings
    static final int SI_PID = 16;
    static final int SI_STATUS = 24;
    private static final int SIGNALS = 64;
    private static final int BY_SIGNAL = 128;

    private InitSteps() {}

    /** What follows in {@code program} is done by the command's process. */
    static void appendTo(Program.Builder program, Operand channel) {
        Label command = Label.named("command");
        Label next = Label.named("next signal");
        Datum child = Datum.cell("command");
        program.append(mask("hold signals, to wait for them", every()))
                .append(Call.of(
                                "give the command a process of its own",
                                CLONE,
                                Operand.named(signal_h.SIGCHLD(), "SIGCHLD"),
                                NULL,
                                NULL,
                                NULL,
                                NULL)
                        .into(child))
                .append(new Branch(
                        "the command sees 0", Operand.contents(child), Condition.EQUAL, Operand.of(0), command))
                .call("only the command reports from here on", CLOSE, channel); // or nobody would see that it runs
        appendLoop(program, child, next);
        program.append(command)
                .append(mask("the command begins with no signal blocked", Datum.structure("[]", SIGSET_BYTES)));
    }

    private static void appendLoop(Program.Builder program, Datum child, Label next) {
        Label reap = Label.named("reap");
        Datum signal = Datum.cell("signal");
        Datum info = Datum.buffer("info", SIGINFO_BYTES);
        Operand sigchld = Operand.named(signal_h.SIGCHLD(), "SIGCHLD");
        program.append(next)
                .append(Call.of(
                                "wait for a signal",
                                RT_SIGTIMEDWAIT,
                                Operand.address(every()),
                                NULL,
                                NULL,
                                Operand.of(SIGSET_BYTES))
                        .into(signal)
                        .onErrorGoTo(next))
                .append(new Branch("somebody has ended", Operand.contents(signal), Condition.EQUAL, sigchld, reap))
                .append(Call.of("pass it on", KILL, Operand.contents(child), Operand.contents(signal))
                        .ignoringErrors())
                .append(Branch.always("and again", next))
                .append(reap)
                .append(Call.of(
                                "take the status of whoever has ended",
                                WAITID,
                                Operand.named(wait_h.P_ALL(), "P_ALL"),
                                Operand.of(0),
                                Operand.address(info),
                                Operand.named(wait_h.WEXITED() | wait_h.WNOHANG(), "WEXITED|WNOHANG"),
                                NULL)
                        .onErrorGoTo(next))
                .append(new Branch(
                        "nobody more", Operand.contents32(info, SI_PID), Condition.EQUAL, Operand.of(0), next))
                .append(new Branch(
                        "an orphan",
                        Operand.contents32(info, SI_PID),
                        Condition.NOT_EQUAL,
                        Operand.contents32(child, 0),
                        reap));
        appendEnd(program, info);
    }

    /** There is no arithmetic: 128 and the signal's number is looked for among all of them. */
    public static void appendEnd(Program.Builder program, Datum info) {
        Operand status = Operand.contents32(info, SI_STATUS);
        Label signalled = Label.named("ended by a signal");
        program.append(new Branch(
                        "the command did not exit by itself",
                        Operand.contents32(info, SI_CODE),
                        Condition.NOT_EQUAL,
                        Operand.named(signal_h.CLD_EXITED(), "CLD_EXITED"),
                        signalled))
                .append(Call.of("end as the command did", EXIT_GROUP, status).ignoringErrors())
                .append(signalled);
        for (int signal = 1; signal <= SIGNALS; signal++) {
            Label other = Label.named("not " + signal);
            program.append(new Branch("", status, Condition.NOT_EQUAL, Operand.of(signal), other))
                    .append(Call.of("end as if by that signal", EXIT_GROUP, Operand.of(BY_SIGNAL + signal))
                            .ignoringErrors())
                    .append(other);
        }
    }

    private static Call mask(String reason, Datum mask) {
        return Call.of(
                reason,
                RT_SIGPROCMASK,
                Operand.named(signal_h.SIG_SETMASK(), "SIG_SETMASK"),
                Operand.address(mask),
                NULL,
                Operand.of(SIGSET_BYTES));
    }

    private static Datum every() {
        byte[] all = new byte[SIGSET_BYTES];
        Arrays.fill(all, (byte) -1);
        return Datum.of("all signals", all);
    }
}
