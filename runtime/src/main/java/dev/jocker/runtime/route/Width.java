package dev.jocker.runtime.route;

import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Code;
import dev.jocker.runtime.netlink.MalformedMessageException;
import java.nio.ByteBuffer;

/** How an option that is a number stands in its attribute. */
enum Width {
    U8(1),
    U16(2),
    U16BE(2),
    U32(4),
    U32BE(4),
    U64(8),
    /** Two numbers of four bytes, the lower half first. */
    PAIR32(8),
    /** Six bytes, the first the most significant. */
    BYTES6(6),
    /** Eight bytes, the first the most significant. */
    BYTES8(8);

    private final int size;

    Width(int size) {
        this.size = size;
    }

    void write(AttributeWriter writer, Code type, long value) {
        switch (this) {
            case U8 -> writer.u8(type, (int) value);
            case U16 -> writer.u16(type, (int) value);
            case U16BE -> writer.u16be(type, (int) value);
            case U32 -> writer.u32(type, value);
            case U32BE -> writer.u32be(type, value);
            case U64 -> writer.u64(type, value);
            case PAIR32 ->
                writer.struct(type, size, buffer -> buffer.putInt((int) value).putInt((int) (value >>> Integer.SIZE)));
            case BYTES6, BYTES8 -> writer.struct(type, size, buffer -> putBytes(buffer, value));
        }
    }

    private void putBytes(ByteBuffer buffer, long value) {
        for (int i = size - 1; i >= 0; i--) {
            buffer.put((byte) (value >> i * Byte.SIZE));
        }
    }

    long read(Attribute attribute) throws MalformedMessageException {
        return switch (this) {
            case U8 -> attribute.u8();
            case U16 -> attribute.u16();
            case U16BE -> attribute.u16be();
            case U32 -> attribute.u32();
            case U32BE -> attribute.u32be();
            case U64 -> attribute.u64();
            case PAIR32 -> readPair(attribute.buffer(size));
            case BYTES6, BYTES8 -> readBytes(attribute.buffer(size));
        };
    }

    private static long readPair(ByteBuffer buffer) {
        long lower = Integer.toUnsignedLong(buffer.getInt());
        return (long) buffer.getInt() << Integer.SIZE | lower;
    }

    private long readBytes(ByteBuffer buffer) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << Byte.SIZE | Byte.toUnsignedLong(buffer.get(i));
        }
        return value;
    }

    /** The largest number that fits, where that is less than a long holds. */
    boolean fits(long value) {
        return size == Long.BYTES || value >>> size * Byte.SIZE == 0;
    }
}
