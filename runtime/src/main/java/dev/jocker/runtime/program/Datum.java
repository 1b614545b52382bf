package dev.jocker.runtime.program;

import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.FileNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A piece of a program's data: a string, a structure, a cell for a result, a buffer. It gets its address when the program is
 * encoded; until then {@link Operand}s refer to it by identity.
 *
 * <p>Structures may hold addresses of other data ({@link #address}): argument vectors, {@code iovec}s, messages.
 */
public final class Datum {
    private static final int CELL_BYTES = 8;

    private final String name;
    private final ByteBuffer contents; // null: zero, and not in the image
    private final int size;
    private final boolean text;
    private final List<Pointer> pointers = new ArrayList<>();
    private final List<Late> lateWords = new ArrayList<>();

    /** At {@code offset} stands the low half of a word that may not be known before the program is encoded. */
    public record Late(int offset, Argument word) {}

    /** At {@code offset} of this datum stands the address of {@code target}, plus {@code addend}. */
    public record Pointer(int offset, Datum target, int addend) {}

    private Datum(String name, int size, ByteBuffer contents, boolean text) {
        this.name = name;
        this.size = size;
        this.contents = contents;
        this.text = text;
    }

    /**
     * A C string: text as {@link FileNames} has it, so that what came in as bytes goes out as the same bytes.
     *
     * @throws IllegalArgumentException if {@code value} has a zero character, which C cannot express
     */
    public static Datum string(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("has a zero byte: " + value.replace('\0', '?'));
        }
        byte[] bytes = FileNames.encode(value);
        ByteBuffer contents = bytes(bytes.length + 1).put(bytes);
        return new Datum(quoted(value), bytes.length + 1, contents, true);
    }

    /** A place for one result: eight bytes, zero at first. */
    public static Datum cell(String name) {
        return structure(name, CELL_BYTES);
    }

    /** Memory that is zero at first and takes no room in the image. */
    public static Datum buffer(String name, int size) {
        return new Datum(name, size, null, false);
    }

    /** A structure of {@code size} bytes, zero at first, to be filled with {@link #set32}, {@link #set64} and {@link #address}. */
    public static Datum structure(String name, int size) {
        return new Datum(name, size, bytes(size), false);
    }

    /** Bytes as they are. */
    public static Datum of(String name, byte[] value) {
        return new Datum(name, value.length, bytes(value.length).put(value), false);
    }

    /** A null-terminated array of C strings, as {@code execve(2)} wants its arguments and environment. */
    public static Datum strings(List<String> values) {
        Datum array = structure("", (values.size() + 1) * CELL_BYTES);
        var text = new StringBuilder("[");
        for (int i = 0; i < values.size(); i++) {
            Datum value = string(values.get(i));
            array.address(i * CELL_BYTES, value);
            text.append(i == 0 ? "" : ", ").append(value.name);
        }
        Datum named = new Datum(text.append(']').toString(), array.size, array.contents, false);
        named.pointers.addAll(array.pointers);
        return named;
    }

    public Datum set16(int offset, int value) {
        contents.putShort(offset, (short) value);
        return this;
    }

    public Datum set32(int offset, int value) {
        contents.putInt(offset, value);
        return this;
    }

    /** Puts the low 32 bits of {@code word}, asked for when the program is encoded, at {@code offset}: a descriptor. */
    public Datum set32(int offset, Argument word) {
        lateWords.add(new Late(offset, word));
        return this;
    }

    public Datum set64(int offset, long value) {
        contents.putLong(offset, value);
        return this;
    }

    /** Puts the address of {@code target} at {@code offset}. */
    public Datum address(int offset, Datum target) {
        return address(offset, target, 0);
    }

    /** Puts the address of the byte {@code addend} of {@code target} at {@code offset}. */
    public Datum address(int offset, Datum target, int addend) {
        if (offset < 0 || offset > size - CELL_BYTES) {
            throw new IllegalArgumentException("no room for an address at " + offset + " of " + name);
        }
        pointers.add(new Pointer(offset, target, addend));
        return this;
    }

    /** Its length in bytes. */
    public int size() {
        return size;
    }

    /** Whether it is zero at first, and not in the image. */
    public boolean isZero() {
        return contents == null;
    }

    /** Whether it is a constant string, which equal ones may share. */
    boolean isText() {
        return text;
    }

    /** What is in it at first, without late words and pointers. Only of what is not {@link #isZero zero}. */
    public ByteBuffer contents() {
        return contents.asReadOnlyBuffer().clear();
    }

    /** Its words that are asked for when the program is encoded. */
    public List<Late> lateWords() {
        return Collections.unmodifiableList(lateWords);
    }

    /** Its addresses of other data. */
    public List<Pointer> pointers() {
        return Collections.unmodifiableList(pointers);
    }

    /** A string in quotes, or the name that it was given. */
    @Override
    public String toString() {
        return name;
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    private static String quoted(String value) {
        var text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        text.append("\\x")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.append('"').toString();
    }
}
