package dev.jocker.runtime.program;

import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.PRCTL;

import dev.jocker.bindings.prctl_h;
import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.util.List;

/**
 * A process in new namespaces that only waits, so that somebody can look at them or open them; ended by {@link #close}, or with the
 * thread that started it.
 */
public final class IdleProcess implements AutoCloseable {
    private final Child child;

    private IdleProcess(Child child) {
        this.child = child;
    }

    /** Starts one; {@code namespaces} are CLONE_NEW* flags. */
    public static IdleProcess start(Flags<CloneFlag> namespaces) throws IOException {
        try (Fd image = SealedImage.seal(program())) {
            return new IdleProcess(new Launch(image, namespaces, List.of(), List.of(), null)
                    .start()
                    .child());
        }
    }

    public int pid() {
        return child.pid();
    }

    /** Kills it and waits until it has ended. */
    @Override
    public void close() throws IOException {
        try (child) {
            Processes.signal(child.pidfd(), signal_h.SIGKILL());
            Processes.await(child.pidfd());
        }
    }

    private static Program program() {
        Label end = Label.named("end");
        Operand option = Operand.of(Argument.named(prctl_h.PR_SET_PDEATHSIG(), "PR_SET_PDEATHSIG"));
        Operand kill = Operand.of(Argument.named(signal_h.SIGKILL(), "SIGKILL"));
        return Program.named("jocker-idle")
                .append(Call.of("end with jocker", PRCTL, option, kill).onErrorGoTo(end))
                .append(Call.of("wait for ever", PPOLL, Operand.NULL, Operand.of(0), Operand.NULL, Operand.NULL)
                        .ignoringErrors())
                .append(end)
                .append(Call.of("end", EXIT_GROUP, Operand.of(1)).ignoringErrors())
                .build();
    }
}
