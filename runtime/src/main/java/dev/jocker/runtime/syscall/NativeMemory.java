package dev.jocker.runtime.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Native memory for the arguments of one call, freed with it. Contents go through a {@link ByteBuffer} view: the first access
 * through a VarHandle costs a cold start four milliseconds, the first through a buffer a fifth of one.
 */
final class NativeMemory implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();

    private NativeMemory() {}

    static NativeMemory confined() {
        return new NativeMemory();
    }

    /** A C string. Its text is the string in quotes. */
    Argument string(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (byte each : bytes) {
            if (each == 0) {
                throw new IllegalArgumentException("a C string cannot hold a zero byte: " + value.replace('\0', '?'));
            }
        }
        Block block = block(bytes.length + 1L);
        block.bytes().put(bytes);
        return Argument.named(block.address(), "\"" + value + "\"");
    }

    /** {@code size} zero bytes, at least one, aligned for any structure. */
    Block block(long size) {
        return new Block(arena.allocate(Math.max(size, 1), Long.BYTES));
    }

    @Override
    public void close() {
        arena.close();
    }

    /** A piece of native memory and a view of it in the processor's byte order. */
    static final class Block implements Argument {
        private final MemorySegment segment;
        private final ByteBuffer bytes;

        private Block(MemorySegment segment) {
            this.segment = segment;
            this.bytes = segment.asByteBuffer().order(ByteOrder.nativeOrder());
        }

        ByteBuffer bytes() {
            return bytes;
        }

        long address() {
            return segment.address();
        }

        @Override
        public long word() {
            return address();
        }

        @Override
        public String toString() {
            return "{" + segment.byteSize() + " bytes}";
        }
    }
}
