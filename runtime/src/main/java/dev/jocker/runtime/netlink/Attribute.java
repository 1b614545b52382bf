package dev.jocker.runtime.netlink;

import dev.jocker.bindings.netlink_h;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An attribute as it arrived. Its value is read as what its type says it is; one that is too short for that is a {@link
 * MalformedMessageException}, one that is longer is from a newer kernel.
 *
 * @param rawType the type with its two flags
 * @param value without padding
 */
public record Attribute(int rawType, Bytes value) {
    private static final int HEADER_BYTES =
            4; // struct nlattr: length and type; AlignmentTest compares with the bindings

    /** The type alone. */
    public int type() {
        return rawType & netlink_h.NLA_TYPE_MASK();
    }

    /**
     * The attributes that fill bytes, from an offset on.
     *
     * @param from the size of the struct before them
     */
    public static List<Attribute> readAll(Bytes bytes, int from) throws MalformedMessageException {
        List<Attribute> attributes = new ArrayList<>();
        ByteBuffer view = bytes.view();
        int at = Alignment.align(from);
        if (from > bytes.size()) {
            throw new MalformedMessageException(bytes.size() + " bytes where a struct takes " + from);
        }
        while (bytes.size() - at >= HEADER_BYTES) {
            int length = Short.toUnsignedInt(view.getShort(at));
            if (length < HEADER_BYTES || length > bytes.size() - at) {
                throw new MalformedMessageException(
                        "an attribute of " + length + " bytes where there are " + (bytes.size() - at));
            }
            int type = Short.toUnsignedInt(view.getShort(at + 2));
            attributes.add(new Attribute(type, bytes.slice(at + HEADER_BYTES, at + length)));
            at += Alignment.align(length);
        }
        return attributes;
    }

    /** The attributes in this one. */
    public List<Attribute> nested() throws MalformedMessageException {
        return readAll(value, 0);
    }

    public int u8() throws MalformedMessageException {
        return Byte.toUnsignedInt(buffer(Byte.BYTES).get(0));
    }

    public int u16() throws MalformedMessageException {
        return Short.toUnsignedInt(buffer(Short.BYTES).getShort(0));
    }

    public int u16be() throws MalformedMessageException {
        return Short.toUnsignedInt(
                buffer(Short.BYTES).order(ByteOrder.BIG_ENDIAN).getShort(0));
    }

    /** Thirty-two bits as they are: an index, an id, a set of flags. */
    public int s32() throws MalformedMessageException {
        return buffer(Integer.BYTES).getInt(0);
    }

    public long u32() throws MalformedMessageException {
        return Integer.toUnsignedLong(s32());
    }

    public int s32be() throws MalformedMessageException {
        return buffer(Integer.BYTES).order(ByteOrder.BIG_ENDIAN).getInt(0);
    }

    public long u32be() throws MalformedMessageException {
        return Integer.toUnsignedLong(s32be());
    }

    public long u64() throws MalformedMessageException {
        return buffer(Long.BYTES).getLong(0);
    }

    public long u64be() throws MalformedMessageException {
        return buffer(Long.BYTES).order(ByteOrder.BIG_ENDIAN).getLong(0);
    }

    /** The text up to the first zero byte, or all of it. */
    public String string() {
        byte[] bytes = value.toArray();
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** The value, of at least {@code size} bytes: a struct, of which newer kernels may have more. */
    public ByteBuffer buffer(int size) throws MalformedMessageException {
        if (value.size() < size) {
            throw new MalformedMessageException(
                    "attribute " + type() + " has " + value.size() + " bytes instead of " + size);
        }
        return value.view();
    }
}
