package dev.jocker.runtime.cgroup;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The files of a group: small texts, written in one call. */
final class ControlFile {
    private static final int BUFFER = 4096;

    private ControlFile() {}

    /** Writes {@code value} in one {@code write(2)}: the kernel takes each call for a whole command. */
    static void write(Path file, String value) throws SyscallException {
        try (Fd fd = Descriptors.open(file, Flags.of(OpenFlag.O_WRONLY))) {
            Descriptors.write(fd, value.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** All that is in it. */
    static String read(Path file) throws SyscallException {
        var text = new StringBuilder();
        try (Fd fd = Descriptors.open(file, Flags.none(OpenFlag.class))) {
            ByteBuffer buffer = Descriptors.buffer(BUFFER);
            while (Descriptors.read(fd, buffer.clear()) > 0) {
                byte[] bytes = new byte[buffer.position()];
                buffer.flip().get(bytes);
                text.append(new String(bytes, StandardCharsets.US_ASCII));
            }
        }
        return text.toString();
    }

    /** As {@link #read}; null where there is no such file, where the kernel cannot answer, or where the group has gone. */
    static String readIfThere(Path file) throws IOException {
        try {
            return read(file);
        } catch (SyscallException e) {
            return switch (e.errno()) {
                case ENOENT, ENODEV, EOPNOTSUPP, ENOTDIR -> null;
                default -> throw e;
            };
        }
    }

    /** Whether the file, or its group, is not there. */
    static boolean isMissing(SyscallException e) {
        return e.errno() == Errno.ENOENT || e.errno() == Errno.ENODEV;
    }

    /** The number after {@code key} of lines such as {@code oom_kill 3}, or {@code otherwise}. */
    static long value(String text, String key, long otherwise) {
        int start = text.startsWith(key + " ") ? 0 : text.indexOf("\n" + key + " ") + 1;
        if (start == 0 && !text.startsWith(key + " ")) {
            return otherwise;
        }
        start += key.length() + 1;
        int end = text.indexOf('\n', start);
        return number(text.substring(start, end < 0 ? text.length() : end), otherwise);
    }

    /** A number on a line of its own; {@code max} and what is no number: {@code otherwise}. */
    static long number(String text, long otherwise) {
        String word = text.strip();
        if (word.isEmpty()) {
            return otherwise;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return otherwise;
            }
        }
        return Long.parseUnsignedLong(word);
    }
}
