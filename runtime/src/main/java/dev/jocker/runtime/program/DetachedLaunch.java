package dev.jocker.runtime.program;

import static dev.jocker.runtime.program.Instruction.Label.named;
import static dev.jocker.runtime.syscall.SystemCall.CLONE3;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE_RANGE;
import static dev.jocker.runtime.syscall.SystemCall.DUP3;
import static dev.jocker.runtime.syscall.SystemCall.FCNTL;
import static dev.jocker.runtime.syscall.SystemCall.RT_SIGPROCMASK;
import static dev.jocker.runtime.syscall.SystemCall.WAITID;

import dev.jocker.bindings.close_range_h;
import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.signal_h;
import dev.jocker.bindings.wait_h;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import java.util.List;

/**
 * Starts a sealed image in a process that nobody waits for: it is the child of a go-between that ends at once, so that it belongs to
 * the init process from the beginning, and is no zombie of a JVM that lives on.
 *
 * <pre>
 *   JVM ──clone3──► go-between ──clone3──► the image
 *    │                  └─ exit                └─ child of init
 *    └─ waitid ─────────┘
 * </pre>
 *
 * <p>It has exactly the descriptors that it is given, the first of them as 0, the second as 1, and so on; in a table of its own that
 * has no room for those of the JVM. All signals are blocked in it, none is ignored.
 *
 * @param image what to execute; not null
 * @param descriptors what it has open
 */
public record DetachedLaunch(Argument image, List<? extends Argument> descriptors) {
    private static final int SIGSET_BYTES = 8;
    private static final Flags<CloneFlag> SHARED =
            Flags.of(CloneFlag.CLONE_VM, CloneFlag.CLONE_VFORK, CloneFlag.CLONE_CLEAR_SIGHAND);

    public DetachedLaunch {
        descriptors = List.copyOf(descriptors);
    }

    private static final class Cells {
        final Datum goBetween = Datum.cell("go-between");
        final Datum pid = Datum.cell("pid");
        final Datum oldMask = Datum.cell("old mask");
    }

    /**
     * Starts it and returns when it executes.
     *
     * @return its pid, which may be another's as soon as it has ended
     * @throws SyscallException if the kernel refused; nothing is left then
     */
    public int start() throws SyscallException {
        var cells = new Cells();
        Program program = program(cells);
        try (var mapped = new MappedProgram(program).traced(program.steps().size())) {
            long error = mapped.run();
            if (error < 0) {
                throw new SyscallException(CLONE3, List.of("{flags=" + SHARED + "}"), (int) -error);
            }
            requireSuccess(program, mapped.trace());
            return (int) mapped.cell(cells.pid);
        }
    }

    private static void requireSuccess(Program program, Trace trace) throws SyscallException {
        List<Instruction> steps = program.steps();
        for (int i = 0; i < steps.size(); i++) {
            if (trace.ran(i)
                    && trace.result(i) < 0
                    && steps.get(i) instanceof Call call
                    && call.failure() instanceof Instruction.Failure.GoTo) {
                throw new SyscallException(call.call(), call.operands(), (int) -trace.result(i));
            }
        }
    }

    /** The program that {@link #start} runs, to be shown. */
    public Program program() {
        return program(new Cells());
    }

    private Program program(Cells cells) {
        Label goBetween = named("go-between");
        Label parent = named("parent");
        var program = Program.named("launch")
                .append(mask(
                        "hold signals back: the child must not run a handler in our memory",
                        Operand.address(Datum.of("all signals", new byte[] {-1, -1, -1, -1, -1, -1, -1, -1})),
                        Operand.address(cells.oldMask)))
                .append(clone("make a go-between, whose end makes its child nobody's", SHARED)
                        .into(cells.goBetween)
                        .forkingTo(goBetween))
                .append(Call.of(
                                "take leave of the go-between",
                                WAITID,
                                Operand.named(wait_h.P_PID(), "P_PID"),
                                Operand.contents(cells.goBetween),
                                Operand.NULL,
                                Operand.named(wait_h.WEXITED() | wait_h.__WALL(), "WEXITED|__WALL"),
                                Operand.NULL)
                        .ignoringErrors())
                .append(parent)
                .append(mask("let signals through again", Operand.address(cells.oldMask), Operand.NULL)
                        .ignoringErrors())
                .append(new Return())
                .append(goBetween);
        appendGoBetween(program, cells);
        return program.onFailure(parent).build();
    }

    private void appendGoBetween(Program.Builder program, Cells cells) {
        Label detached = named("detached");
        Label gone = named("gone");
        int count = descriptors.size();
        Datum numbers = Datum.structure("descriptors", Integer.BYTES * (count + 1));
        for (int i = 0; i <= count; i++) {
            Argument fd = i < count ? descriptors.get(i) : image;
            Operand duplicate = Operand.named(fcntl_h.F_DUPFD(), "F_DUPFD");
            program.append(
                    Call.of("put " + fd + " out of the way", FCNTL, Operand.of(fd), duplicate, Operand.of(count + 1))
                            .into(numbers, i * Integer.BYTES, Width.NARROW)
                            .onErrorGoTo(gone));
        }
        for (int i = 0; i <= count; i++) {
            Operand moved = Operand.contents32(numbers, i * Integer.BYTES);
            Operand flags = i < count ? Operand.of(0) : Operand.named(fcntl_h.O_CLOEXEC(), "O_CLOEXEC");
            program.append(Call.of("give it its number", DUP3, moved, Operand.of(i), flags)
                    .onErrorGoTo(gone));
        }
        // The table is shared, so that what close_range makes of it is a new one, no larger than it has to be.
        program.append(clone("make the process", SHARED.with(CloneFlag.CLONE_FILES))
                        .into(cells.pid)
                        .onErrorGoTo(gone))
                .append(new Branch(
                        "the new process sees 0",
                        Operand.contents(cells.pid),
                        Condition.EQUAL,
                        Operand.of(0),
                        detached))
                .append(gone)
                .append(CloneSteps.exit(0))
                .append(detached)
                .append(Call.of(
                                "let go of all else, with the room for it",
                                CLOSE_RANGE,
                                Operand.of(count + 1),
                                Operand.named(0xffffffffL, "~0U"),
                                Operand.named(close_range_h.CLOSE_RANGE_UNSHARE(), "CLOSE_RANGE_UNSHARE"))
                        .onErrorGoTo(gone));
        for (Call each : CloneSteps.defaultActions(Processes.ignoredSignals())) {
            program.append(each.onErrorGoTo(gone));
        }
        program.append(CloneSteps.execute(Operand.of(count)).onErrorGoTo(gone)).append(CloneSteps.exit(1));
    }

    private static Call clone(String reason, Flags<CloneFlag> flags) {
        return Call.of(
                reason,
                CLONE3,
                Operand.address(CloneSteps.cloneArguments(flags)),
                Operand.of(CloneSteps.CLONE_ARGS_BYTES));
    }

    private static Call mask(String reason, Operand mask, Operand old) {
        Operand how = Operand.named(signal_h.SIG_SETMASK(), "SIG_SETMASK");
        return Call.of(reason, RT_SIGPROCMASK, how, mask, old, Operand.of(SIGSET_BYTES));
    }
}
