package dev.jocker.runtime.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * The records of one file of a log, from a position on. What is no record, since a disk was full or the machine went down, is passed
 * over; a record that is still being written is none yet.
 */
final class LogRecords implements AutoCloseable {
    private final FileChannel file;
    private final Object key;
    private final ByteBuffer header =
            ByteBuffer.allocate(LogFormat.HEADER_BYTES).order(ByteOrder.nativeOrder());
    private long position;

    /** One record; {@code end} is the position behind it. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, not compared
    record Entry(int stream, Instant time, byte[] bytes, long end) {}

    private LogRecords(FileChannel file, Object key) {
        this.file = file;
        this.key = key;
    }

    static LogRecords open(Path path) throws IOException {
        while (true) {
            Object before = keyOf(path);
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
            try {
                if (before.equals(keyOf(path))) {
                    return new LogRecords(file, before);
                }
                file.close(); // another has got the name meanwhile
            } catch (IOException e) {
                try (file) {
                    throw e;
                }
            }
        }
    }

    /** What tells a file from another that gets its name. */
    static Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    Object key() {
        return key;
    }

    long size() throws IOException {
        return file.size();
    }

    void position(long at) {
        position = at;
    }

    /**
     * The next record, or null: there is none yet.
     *
     * @param finished whether nothing more will be written
     */
    Entry next(boolean finished) throws IOException {
        while (true) {
            long size = file.size();
            if (size < position) {
                position = 0; // it was begun anew
            }
            if (size - position < LogFormat.HEADER_BYTES) {
                return null;
            }
            long length = lengthAt(position, size);
            if (length >= 0) {
                long end = position + LogFormat.HEADER_BYTES + length;
                Entry entry = entry(length, end);
                if (entry != null) {
                    position = end;
                    return entry;
                }
                return null; // cut off meanwhile
            }
            long other = search(position + 1, size);
            if (other < 0) {
                if (finished) {
                    position = size;
                }
                return null;
            }
            position = other;
        }
    }

    /** The length of the record at {@code at}, or -1: there is no whole one. Behind it the file ends, or another begins. */
    private long lengthAt(long at, long size) throws IOException {
        if (!isBegun(at)) {
            return -1;
        }
        long length = header.getLong(0);
        long end = at + LogFormat.HEADER_BYTES + length;
        if (end > size) {
            return -1;
        }
        return size - end < LogFormat.HEADER_BYTES || isBegun(end) ? length : -1;
    }

    private boolean isBegun(long at) throws IOException {
        header.clear();
        while (header.hasRemaining()) {
            if (file.read(header, at + header.position()) < 0) {
                return false;
            }
        }
        long length = header.getLong(0);
        int stream = header.getInt(LogFormat.STREAM);
        return header.getInt(LogFormat.MAGIC_AT) == LogFormat.MAGIC
                && length > 0
                && length <= LogFormat.MOST
                && (stream == 1 || stream == 2);
    }

    private Entry entry(long length, long end) throws IOException {
        if (!isBegun(position)) {
            return null;
        }
        int stream = header.getInt(LogFormat.STREAM);
        long nanos = header.getLong(LogFormat.TIME + Long.BYTES);
        Instant time = Instant.ofEpochSecond(header.getLong(LogFormat.TIME), nanos);
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + LogFormat.HEADER_BYTES + bytes.position()) < 0) {
                return null;
            }
        }
        return new Entry(stream, time, bytes.array(), end);
    }

    /** Where the first whole record at or behind {@code from} begins, or -1. */
    long search(long from, long size) throws IOException {
        var window = ByteBuffer.allocate(64 * 1024).order(ByteOrder.nativeOrder());
        long at = from;
        while (size - at >= LogFormat.HEADER_BYTES) {
            window.clear();
            int count = file.read(window, at);
            for (int i = 0; i <= count - LogFormat.HEADER_BYTES; i++) {
                if (window.getInt(i + LogFormat.MAGIC_AT) == LogFormat.MAGIC && lengthAt(at + i, size) >= 0) {
                    return at + i;
                }
            }
            if (count < LogFormat.HEADER_BYTES) {
                return -1;
            }
            at += count - LogFormat.HEADER_BYTES + 1;
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
