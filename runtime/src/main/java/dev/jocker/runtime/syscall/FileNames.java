package dev.jocker.runtime.syscall;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * File names as text. To the kernel a name is bytes, and most are UTF-8; a byte that is not becomes a lone surrogate, U+DC80 to
 * U+DCFF (as Python's {@code surrogateescape} has it), so that every name has a text and every text leads back to its name.
 * {@link java.nio.file.Path} has neither where the locale is C.
 */
public final class FileNames {
    private static final int ESCAPE = 0xDC00;
    private static final int BYTE = 0xFF;

    private FileNames() {}

    /** The text of a name. */
    public static String decode(byte[] name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            return decodeEscaping(name);
        }
    }

    /**
     * The bytes of a name.
     *
     * @throws IllegalArgumentException if there is a zero byte in it, which no name can have
     */
    public static byte[] encode(String name) {
        byte[] bytes = hasSurrogate(name) ? encodeEscaping(name) : name.getBytes(StandardCharsets.UTF_8);
        for (byte each : bytes) {
            if (each == 0) {
                throw new IllegalArgumentException("a file name cannot hold a zero byte: " + name.replace('\0', '?'));
            }
        }
        return bytes;
    }

    /** A name as an argument of a system call. */
    static Argument argument(NativeMemory memory, String name) {
        byte[] bytes = encode(name);
        NativeMemory.Block block = memory.block(bytes.length + 1L);
        block.bytes().put(bytes);
        return Argument.named(block.address(), "\"" + name + "\"");
    }

    private static String decodeEscaping(byte[] name) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var from = ByteBuffer.wrap(name);
        var text = CharBuffer.allocate(name.length);
        while (decoder.decode(from, text, true).isError()) {
            text.put((char) (ESCAPE | (from.get() & BYTE)));
            decoder.reset();
        }
        return text.flip().toString();
    }

    private static boolean hasSurrogate(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] encodeEscaping(String name) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= (ESCAPE | 0x80) && c <= (ESCAPE | BYTE)) { // not half of a pair: the pair's other half skips it
                bytes.write(c & BYTE);
            } else {
                int point = name.codePointAt(i);
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(point) - 1;
            }
        }
        return bytes.toByteArray();
    }
}
