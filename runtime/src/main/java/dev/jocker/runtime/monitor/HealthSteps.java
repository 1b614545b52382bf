package dev.jocker.runtime.monitor;

import static dev.jocker.runtime.syscall.SystemCall.DUP3;
import static dev.jocker.runtime.syscall.SystemCall.KILL;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.program.CloneSteps;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;

/** What a monitor has to do with the process that runs probes: it is there as long as the container's first process. */
final class HealthSteps {
    private final Program.Builder program;
    private final CloneSteps clone;
    private final Datum image = Datum.cell("image");
    private final Datum pidfd = Datum.cell("pidfd");

    HealthSteps(Program.Builder program, Datum pollfds, Call newborn) {
        this.program = program;
        Operand target = Operand.of(Probing.TARGET);
        Call take = Call.of("who is looked after", DUP3, Operand.contents32(pollfds, 0), target, Operand.of(0));
        this.clone = new CloneSteps(
                        Operand.contents(image),
                        Flags.of(CloneFlag.CLONE_VFORK),
                        List.of(Argument.number(Probing.TARGET)),
                        List.of())
                .bornWith(List.of(newborn, take))
                .pidfdInto(pidfd, 0);
    }

    void appendStart(Call aloneAgain, Label failed) {
        Label parent = Label.named("parent");
        Label child = Label.named("child");
        program.append(
                Scratch.openToRead("what runs the probes", Probing.PROGRAM).into(image));
        clone.appendClone(program, parent, child);
        program.append(Branch.always("the parent goes on", parent)).append(child);
        clone.appendChild(program, List.of());
        program.append(parent)
                .append(aloneAgain)
                .append(new Branch(
                        "it could not become its image",
                        program.failedResult(),
                        Condition.NOT_EQUAL,
                        Operand.of(0),
                        failed))
                .append(Scratch.close("it has its own", Operand.contents(image)))
                .append(Scratch.close("its pid will do", Operand.contents32(pidfd, 0)));
    }

    void appendEnd() {
        Operand pid = Operand.contents(clone.pid());
        program.append(Call.of("nobody to probe any more", KILL, pid, Operand.named(signal_h.SIGKILL(), "SIGKILL"))
                        .ignoringErrors())
                .append(Scratch.takeLeave("take leave of it", pid));
    }
}
