package dev.jocker.runtime.netlink;

import dev.jocker.bindings.netlink_h;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes what stands behind a message's header: the family's struct, then attributes. Lengths and padding are filled in, so the code
 * that uses it has the shape of the message. It remembers which attribute stands where: an error tells only an offset.
 */
public final class AttributeWriter {
    private static final int HEADER_BYTES = 4;
    private static final int MOST = 0xffff; // an attribute's length has 16 bits
    private static final int ROOM = 256;

    private ByteBuffer bytes = ByteBuffer.allocate(ROOM).order(ByteOrder.nativeOrder());
    private final List<Place> places = new ArrayList<>();

    /** Where an attribute stands. {@code end} is known when it is written. */
    private static final class Place {
        private final Code type;
        private final int start;
        private int end;

        Place(Code type, int start) {
            this.type = type;
            this.start = start;
        }
    }

    /** Starts with a struct, which may be empty. */
    public static AttributeWriter after(Bytes struct) {
        var writer = new AttributeWriter();
        writer.put(struct.toArray());
        writer.pad();
        return writer;
    }

    private AttributeWriter() {}

    public AttributeWriter u8(Code type, int value) {
        return struct(type, Byte.BYTES, buffer -> buffer.put((byte) value));
    }

    public AttributeWriter u16(Code type, int value) {
        return struct(type, Short.BYTES, buffer -> buffer.putShort((short) value));
    }

    public AttributeWriter u16be(Code type, int value) {
        return struct(
                type, Short.BYTES, buffer -> buffer.order(ByteOrder.BIG_ENDIAN).putShort((short) value));
    }

    public AttributeWriter u32(Code type, long value) {
        return struct(type, Integer.BYTES, buffer -> buffer.putInt((int) value));
    }

    public AttributeWriter u32be(Code type, long value) {
        return struct(
                type,
                Integer.BYTES,
                buffer -> buffer.order(ByteOrder.BIG_ENDIAN).putInt((int) value));
    }

    public AttributeWriter u64(Code type, long value) {
        return struct(type, Long.BYTES, buffer -> buffer.putLong(value));
    }

    public AttributeWriter u64be(Code type, long value) {
        return struct(
                type, Long.BYTES, buffer -> buffer.order(ByteOrder.BIG_ENDIAN).putLong(value));
    }

    /** A text that ends with a zero byte. */
    public AttributeWriter string(Code type, String value) {
        byte[] text = characters(value);
        return bytes(type, Bytes.of(Arrays.copyOf(text, text.length + 1)));
    }

    /** A text without a zero byte at its end; its length is the attribute's. */
    public AttributeWriter unterminated(Code type, String value) {
        return bytes(type, Bytes.of(characters(value)));
    }

    private static byte[] characters(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a zero character in a text: " + value.replace('\0', '?'));
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** An attribute without a value: that it is there says it all. */
    public AttributeWriter flag(Code type) {
        return bytes(type, Bytes.NONE);
    }

    public AttributeWriter bytes(Code type, Bytes value) {
        return attribute(type, type.number(), writer -> writer.put(value.toArray()));
    }

    /** An attribute as it arrived once, of a type that has no name here. */
    public AttributeWriter raw(int rawType, Bytes value) {
        return attribute(new Unnamed(rawType), rawType, writer -> writer.put(value.toArray()));
    }

    /** A struct that {@code fill} puts into a buffer of its size, in the processor's byte order unless it says otherwise. */
    public AttributeWriter struct(Code type, int size, Consumer<ByteBuffer> fill) {
        ByteBuffer struct = Bytes.struct(size);
        fill.accept(struct);
        return bytes(type, Bytes.of(struct));
    }

    /** Attributes in an attribute, as the older protocols have it: nothing but its type says that it is nested. */
    public AttributeWriter nested(Code type, Consumer<AttributeWriter> content) {
        return attribute(type, type.number(), content);
    }

    /** Attributes in an attribute, behind a struct. */
    public AttributeWriter nested(Code type, Bytes struct, Consumer<AttributeWriter> content) {
        return nested(type, writer -> {
            writer.put(struct.toArray());
            writer.pad();
            content.accept(writer);
        });
    }

    /** Attributes in an attribute, with NLA_F_NESTED in its type: nf_tables, and whatever is newer than Linux 5.2. */
    public AttributeWriter flaggedNested(Code type, Consumer<AttributeWriter> content) {
        return attribute(type, type.number() | netlink_h.NLA_F_NESTED(), content);
    }

    /** Attributes that are written already. */
    public AttributeWriter append(Bytes attributes) {
        put(attributes.toArray());
        pad();
        return this;
    }

    /** Whether nothing was written. */
    public boolean isEmpty() {
        return bytes.position() == 0;
    }

    private AttributeWriter attribute(Code type, int rawType, Consumer<AttributeWriter> content) {
        var place = new Place(type, bytes.position());
        places.add(place);
        require(HEADER_BYTES);
        bytes.putShort((short) 0).putShort((short) rawType);
        content.accept(this);
        place.end = bytes.position();
        int length = place.end - place.start;
        if (length > MOST) {
            throw new IllegalArgumentException(
                    type.name() + " takes " + length + " bytes, and " + MOST + " is the most");
        }
        bytes.putShort(place.start, (short) length);
        pad();
        return this;
    }

    private void put(byte[] content) {
        require(content.length);
        bytes.put(content);
    }

    private void pad() {
        int padding = Alignment.align(bytes.position()) - bytes.position();
        require(padding);
        bytes.put(new byte[padding]);
    }

    private void require(int more) {
        if (bytes.remaining() < more) {
            int capacity = Math.max(2 * bytes.capacity(), bytes.position() + more);
            bytes = ByteBuffer.allocate(capacity).order(ByteOrder.nativeOrder()).put(bytes.flip());
        }
    }

    /** What was written. */
    public Bytes written() {
        return Bytes.of(bytes.duplicate().flip());
    }

    /** The attribute at an offset in what was written, with those around it: {@code IFLA_LINKINFO/IFLA_INFO_DATA}; empty if none is there. */
    String at(int offset) {
        var path = new StringBuilder();
        for (Place place : places) {
            if (place.start <= offset && offset < place.end) {
                path.append(path.isEmpty() ? "" : "/").append(place.type.name());
            }
        }
        return path.toString();
    }

    /** A type without a name. */
    private record Unnamed(int number) implements Code {
        @Override
        public String name() {
            return "attribute " + number;
        }
    }
}
