package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.MMAP;
import static dev.jocker.runtime.syscall.SystemCall.MUNMAP;

import dev.jocker.bindings.mman_h;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A file's pages mapped into this process, {@code mmap(2)}, until it is closed. Its buffer must not be used after that. */
public final class Memory implements AutoCloseable {
    private final long address;
    private final int size;
    private final ByteBuffer bytes;
    private boolean closed;

    private Memory(long address, int size) {
        this.address = address;
        this.size = size;
        this.bytes = MemorySegment.ofAddress(address)
                .reinterpret(size)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
    }

    /** Maps {@code size} bytes of a file, to read and write together with whoever else maps them. */
    public static Memory shared(Fd file, int size) throws SyscallException {
        long address = Downcall.call(
                MMAP,
                Argument.NULL,
                Argument.number(size),
                Argument.named(mman_h.PROT_READ() | mman_h.PROT_WRITE(), "PROT_READ|PROT_WRITE"),
                Argument.named(mman_h.MAP_SHARED(), "MAP_SHARED"),
                file,
                Argument.number(0));
        return new Memory(address, size);
    }

    /** Where the pages are, for calls that work on memory: {@code futex(2)}. */
    public Argument at(int offset) {
        return Argument.named(address + offset, "shared+" + offset);
    }

    /** The pages, in the processor's byte order. */
    public ByteBuffer bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Downcall.tryCall(MUNMAP, address, size, 0, 0, 0, 0);
        }
    }
}
