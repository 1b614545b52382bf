package dev.jocker.runtime.program;

import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.util.List;

/**
 * A process in new namespaces that only waits, so that somebody can look at them or open them; ended by {@link #close}, or with
 * this JVM.
 */
public final class IdleProcess implements AutoCloseable {
    private static final int POLLFD_BYTES = 8;

    private final Child child;
    private final Fd held;

    private IdleProcess(Child child, Fd held) {
        this.child = child;
        this.held = held;
    }

    /** Starts one; {@code namespaces} are CLONE_NEW* flags. */
    public static IdleProcess start(Flags<CloneFlag> namespaces) throws IOException {
        Descriptors.Pipe pipe = Descriptors.pipe();
        try (Fd waitedOn = pipe.readEnd();
                Fd image = SealedImage.seal(program(waitedOn))) {
            Child child = new Launch(image, namespaces, List.of(waitedOn), List.of(), null)
                    .start()
                    .child();
            return new IdleProcess(child, pipe.writeEnd());
        } catch (IOException | RuntimeException e) {
            pipe.writeEnd().close();
            throw e;
        }
    }

    public int pid() {
        return child.pid();
    }

    /** Closes what the kernel would close at this JVM's end. */
    void letGo() {
        held.close();
    }

    /** Kills it and waits until it has ended. */
    @Override
    public void close() throws IOException {
        try (child;
                held) {
            Processes.signal(child.pidfd(), signal_h.SIGKILL());
            Processes.await(child.pidfd());
        }
    }

    /**
     * PR_SET_PDEATHSIG would miss a JVM that dies before it is set. The end of a pipe is never missed: the writing end is ours alone,
     * as the image is executed without it.
     */
    private static Program program(Fd waitedOn) {
        Label end = Label.named("end");
        // events stay 0: POLLHUP always comes, and nobody writes.
        Datum pollfd = Datum.structure("jocker's end", POLLFD_BYTES).set32(0, waitedOn);
        return Program.named("jocker-idle")
                .append(Call.of(
                                "wait for jocker's end",
                                PPOLL,
                                Operand.address(pollfd),
                                Operand.of(1),
                                Operand.NULL,
                                Operand.NULL)
                        .onErrorGoTo(end))
                .append(end)
                .append(Call.of("end", EXIT_GROUP, Operand.of(1)).ignoringErrors())
                .build();
    }
}
