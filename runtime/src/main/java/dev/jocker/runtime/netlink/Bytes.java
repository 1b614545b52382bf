package dev.jocker.runtime.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that do not change: the value of an attribute, a struct, a datagram. Equal when their contents are. */
public final class Bytes {
    /** No bytes. */
    public static final Bytes NONE = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int from;
    private final int size;

    private Bytes(byte[] array, int from, int size) {
        this.array = array;
        this.from = from;
        this.size = size;
    }

    /** A copy of the bytes. */
    public static Bytes of(byte... bytes) {
        return new Bytes(bytes.clone(), 0, bytes.length);
    }

    /** A copy of a buffer's bytes from its start to its limit, wherever its position is. */
    public static Bytes of(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.limit()];
        buffer.get(0, copy);
        return new Bytes(copy, 0, copy.length);
    }

    /** A buffer to fill with a struct, in the processor's byte order. */
    public static ByteBuffer struct(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    public int size() {
        return size;
    }

    /** The bytes to be read, in the processor's byte order; another order is said by whoever reads. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(array, from, size).slice().asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    }

    public byte[] toArray() {
        return Arrays.copyOfRange(array, from, from + size);
    }

    /** The bytes from {@code start} up to {@code end}, which is not among them. */
    public Bytes slice(int start, int end) {
        if (start < 0 || end < start || end > size) {
            throw new IndexOutOfBoundsException(start + " to " + end + " of " + size);
        }
        return new Bytes(array, from + start, end - start);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes
                && Arrays.equals(array, from, from + size, bytes.array, bytes.from, bytes.from + bytes.size);
    }

    @Override
    public int hashCode() {
        return view().hashCode();
    }

    /** In hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(array, from, from + size);
    }
}
