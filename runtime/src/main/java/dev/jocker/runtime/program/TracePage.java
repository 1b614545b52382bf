package dev.jocker.runtime.program;

import static dev.jocker.runtime.syscall.SystemCall.MMAP;

import dev.jocker.bindings.mman_h;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MemfdFlag;
import dev.jocker.runtime.syscall.Memory;
import dev.jocker.runtime.syscall.SealFlag;
import dev.jocker.runtime.syscall.SyscallException;

/**
 * Memory that a sealed program shares with us, into which its interpreter writes results and time stamps. No ptrace: the cost is
 * one mapping and two stores a step.
 */
public final class TracePage implements AutoCloseable {
    /** A slot for every step that a program may have: the interpreter does not look where the page ends. */
    static final int BYTES = Program.MAX_INSTRUCTIONS * Trace.SLOT_BYTES;

    private final Fd file;
    private final Memory memory;

    private TracePage(Fd file, Memory memory) {
        this.file = file;
        this.memory = memory;
    }

    /** New, empty, with room for the longest program. */
    public static TracePage create() throws SyscallException {
        Fd file = Descriptors.memoryFile("jocker-trace", Flags.of(MemfdFlag.MFD_ALLOW_SEALING));
        try {
            Descriptors.write(file, new byte[BYTES]);
            // Who has the child could shrink it, and reading it would end the JVM.
            Descriptors.seal(file, Flags.of(SealFlag.F_SEAL_SHRINK, SealFlag.F_SEAL_GROW));
            return new TracePage(file, Memory.shared(file, BYTES));
        } catch (SyscallException e) {
            file.close();
            throw e;
        }
    }

    /** The descriptor that the program has to inherit. */
    public Fd file() {
        return file;
    }

    /** The step that makes the program write here; it has to be the program's first to trace all of them. */
    public Instruction.Call firstStep(Program.Builder program) {
        long protection = mman_h.PROT_READ() | mman_h.PROT_WRITE();
        return program.intoTrace(Instruction.Call.of(
                "share a page with jocker, for results and time stamps",
                MMAP,
                Operand.NULL,
                Operand.of(BYTES),
                Operand.named(protection, "PROT_READ|PROT_WRITE"),
                Operand.named(mman_h.MAP_SHARED(), "MAP_SHARED"),
                Operand.of(file),
                Operand.of(0)));
    }

    /** What was noted so far, copied, for a program of {@code steps} steps. */
    public Trace read(int steps) {
        return Trace.copiedFrom(memory.bytes()
                .slice(0, steps * Trace.SLOT_BYTES)
                .order(memory.bytes().order()));
    }

    @Override
    public void close() {
        memory.close();
        file.close();
    }
}
