package dev.jocker.runtime.program;

import dev.jocker.runtime.syscall.MachineCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A program in the JVM's own memory, run by the calling thread in one downcall. For what the parent of a container does where a
 * batch is cheaper than a downcall each, and for the one thing that must not be Java: the steps between {@code clone3} and
 * {@code execveat} in a child that shares the JVM's memory.
 */
final class MappedProgram implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final Encoding encoding;
    private final MemorySegment memory;
    private final ByteBuffer bytes;
    private MemorySegment trace;

    MappedProgram(Program program) {
        this.encoding = new Encoding(program);
        this.memory = arena.allocate(encoding.memoryBytes(), Long.BYTES);
        this.bytes = memory.asByteBuffer().order(ByteOrder.nativeOrder());
        bytes.put(0, encoding.bytes(memory.address()), 0, encoding.fileBytes());
    }

    /** Has results and time stamps of the run recorded, for {@link #trace()}. */
    MappedProgram traced(int steps) {
        trace = arena.allocate((long) steps * Trace.SLOT_BYTES, Long.BYTES);
        bytes.putLong(Encoding.TRACE, trace.address());
        return this;
    }

    /** Runs it. Returns 0, or {@code -errno} of the step that failed. */
    long run() {
        return MachineCode.run(memory.address());
    }

    /** The index of the step that failed. */
    int failedStep() {
        return (int) bytes.getLong(Encoding.FAILED_INDEX);
    }

    /** What an 8-byte cell holds now. */
    long cell(Datum cell) {
        return bytes.getLong(encoding.placeOf(cell));
    }

    /** The {@code int} at {@code offset} of a datum. */
    int int32(Datum datum, int offset) {
        return bytes.getInt(encoding.placeOf(datum) + offset);
    }

    /** The trace of a run that was {@link #traced}, copied. */
    Trace trace() {
        return Trace.copiedFrom(trace.asByteBuffer().order(ByteOrder.nativeOrder()));
    }

    @Override
    public void close() {
        arena.close();
    }
}
