package dev.jocker.runtime.program;

import static dev.jocker.runtime.syscall.SystemCall.FUTEX;
import static dev.jocker.runtime.syscall.SystemCall.MMAP;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.SET_ROBUST_LIST;

import dev.jocker.bindings.futex_h;
import dev.jocker.bindings.mman_h;
import dev.jocker.bindings.poll_h;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MemfdFlag;
import dev.jocker.runtime.syscall.Memory;
import dev.jocker.runtime.syscall.SealFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Learns of a child's exec at the moment in which it lets go of its memory, as the parent of a {@code vfork} does. The end of a
 * close-on-exec descriptor comes later, when the exec has done all its other work.
 *
 * <p>The child says that it holds a lock, a robust futex in a page that it shares with us. At an exec, or an exit, the kernel finds that
 * the lock's holder is gone with its memory, and wakes whoever waits for the lock: {@code get_robust_list(2)}.
 *
 * <pre>
 *   the page, mapped in the child at 0x20000000
 *     0  list head: next ─► 32, futex offset 8, pending 0
 *    32  entry:     next ─► 0
 *    40  futex:     1 | FUTEX_WAITERS      1: the holder's id, so the child has to be process 1 of its pid namespace
 * </pre>
 */
public final class ExecWatch implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final long CHILD_ADDRESS = 0x20000000L;
    private static final int HEAD_BYTES = 24;
    private static final int FUTEX_OFFSET = 8;
    private static final int ENTRY = 32;
    private static final int WORD = ENTRY + FUTEX_OFFSET;
    private static final int HELD = 1 | futex_h.FUTEX_WAITERS();
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int SIGSET_BYTES = 8;
    private static final long PATIENCE_NANOS = 20_000_000;

    private final Fd file;
    private final Memory memory;

    private ExecWatch(Fd file, Memory memory) {
        this.file = file;
        this.memory = memory;
    }

    /** A new one, for one child. */
    public static ExecWatch create() throws SyscallException {
        Fd file = Descriptors.memoryFile("jocker-exec", Flags.of(MemfdFlag.MFD_ALLOW_SEALING));
        try {
            Descriptors.write(file, contents());
            // Who has the child could shrink it, and reading it would end the JVM.
            Descriptors.seal(file, Flags.of(SealFlag.F_SEAL_SHRINK, SealFlag.F_SEAL_GROW));
            return new ExecWatch(file, Memory.shared(file, PAGE));
        } catch (SyscallException e) {
            file.close();
            throw e;
        }
    }

    private static ByteBuffer contents() {
        ByteBuffer page = Descriptors.buffer(PAGE);
        page.putLong(0, CHILD_ADDRESS + ENTRY).putLong(Long.BYTES, FUTEX_OFFSET);
        return page.putLong(ENTRY, CHILD_ADDRESS).putInt(WORD, HELD);
    }

    /** The descriptor that the program has to inherit. */
    public Fd file() {
        return file;
    }

    /** What the child has to do; {@code file} is the descriptor that it inherits. */
    public static List<Instruction> childSteps(Argument file) {
        long protection = mman_h.PROT_READ() | mman_h.PROT_WRITE();
        long flags = mman_h.MAP_SHARED() | mman_h.MAP_FIXED();
        Operand page = Operand.named(CHILD_ADDRESS, "0x20000000");
        return List.of(
                Call.of(
                        "share a page with jocker, for the moment of the exec",
                        MMAP,
                        page,
                        Operand.of(PAGE),
                        Operand.named(protection, "PROT_READ|PROT_WRITE"),
                        Operand.named(flags, "MAP_SHARED|MAP_FIXED"),
                        Operand.of(file),
                        Operand.of(0)),
                Call.of("hold a lock there that the exec lets go of", SET_ROBUST_LIST, page, Operand.of(HEAD_BYTES)));
    }

    /**
     * What the parent does to wait: for the lock; and now and then, since a child can be killed before it holds it, for a message or
     * the end of the channel.
     */
    List<Instruction> parentSteps(Argument channel) {
        Label wait = Label.named("wait");
        Label executed = Label.named("executed");
        Datum result = Datum.cell("futex");
        Datum ready = Datum.cell("ready");
        Datum patience = Datum.structure("{20 ms}", 2 * Long.BYTES).set64(Long.BYTES, PATIENCE_NANOS);
        Datum now = Datum.structure("{0, 0}", 2 * Long.BYTES);
        Datum polled =
                Datum.structure("{channel}", POLLFD_BYTES).set32(0, channel).set16(POLLFD_EVENTS, poll_h.POLLIN());
        return List.of(
                wait,
                Call.of(
                                "wait until the child runs its command, or has ended",
                                FUTEX,
                                Operand.of(memory.at(WORD)),
                                Operand.named(futex_h.FUTEX_WAIT(), "FUTEX_WAIT"),
                                Operand.named(HELD, "1|FUTEX_WAITERS"),
                                Operand.address(patience))
                        .into(result)
                        .ignoringErrors(),
                new Branch(
                        "the lock is not held any more",
                        Operand.contents(result),
                        Condition.EQUAL,
                        Operand.named(-Errno.EAGAIN.number(), "-EAGAIN"),
                        executed),
                Call.of(
                                "or has it something to say?",
                                PPOLL,
                                Operand.address(polled),
                                Operand.of(1),
                                Operand.address(now),
                                Operand.NULL,
                                Operand.of(SIGSET_BYTES))
                        .into(ready)
                        .ignoringErrors(),
                new Branch("no", Operand.contents(ready), Condition.LESS, Operand.of(1), wait),
                executed);
    }

    @Override
    public void close() {
        memory.close();
        file.close();
    }
}
