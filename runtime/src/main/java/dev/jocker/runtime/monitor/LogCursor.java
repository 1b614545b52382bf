package dev.jocker.runtime.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;

/**
 * A place in a container's log, which moves on to its end while the monitor goes on writing, and from one file to the next when that
 * puts a full one aside.
 *
 * <pre>
 *   log.2 ──► log.1 ──► log        the oldest first
 * </pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class LogCursor implements AutoCloseable {
    private static final long FIRST_LOOK = 64 * 1024;
    private static final int STREAMS = 3;

    private final Path directory;
    private final ArrayDeque<LogPiece> pieces = new ArrayDeque<>();
    private final boolean[] within = new boolean[STREAMS];
    private LogRecords records; // null: there is no log yet

    private LogCursor(Path directory) {
        this.directory = directory;
    }

    /** At the beginning of what is kept of a container's log; {@code directory} is the container's. */
    public static LogCursor atBegin(Path directory) throws IOException {
        var cursor = new LogCursor(directory);
        cursor.records = cursor.openOldest();
        return cursor;
    }

    /** Behind all that is there now. */
    public static LogCursor atEnd(Path directory) throws IOException {
        var cursor = new LogCursor(directory);
        cursor.records = cursor.openNumber(0);
        if (cursor.records != null) {
            cursor.records.position(cursor.records.size());
        }
        return cursor;
    }

    /** Where the last {@code lines} begin. */
    public static LogCursor atLast(Path directory, long lines) throws IOException {
        if (lines <= 0) {
            return atEnd(directory);
        }
        var probe = new LogCursor(directory);
        long wanted = lines;
        int oldest = probe.oldest();
        for (int number = 0; number <= oldest; number++) {
            long count = 0;
            for (long back = FIRST_LOOK; ; back *= 4) {
                try (LogCursor cursor = new LogCursor(directory)) {
                    cursor.records = cursor.openNumber(number);
                    if (cursor.records == null) {
                        break;
                    }
                    long size = cursor.records.size();
                    boolean whole = back >= size;
                    long from = whole ? 0 : cursor.records.search(size - back, size);
                    if (from < 0) {
                        continue;
                    }
                    count = cursor.countFrom(from);
                    if (count >= wanted) {
                        return skipping(directory, number, from, count - wanted);
                    }
                    if (whole) {
                        break;
                    }
                }
            }
            wanted -= count;
        }
        return atBegin(directory);
    }

    /** The number of lines from {@code from} to the end of this file. */
    private long countFrom(long from) throws IOException {
        records.position(from);
        long count = 0;
        for (LogRecords.Entry each = records.next(true); each != null; each = records.next(true)) {
            cut(each);
            while (!pieces.isEmpty()) {
                count += pieces.remove().begins() ? 1 : 0;
            }
        }
        return count;
    }

    private static LogCursor skipping(Path directory, int number, long from, long lines) throws IOException {
        var cursor = new LogCursor(directory);
        cursor.records = cursor.openNumber(number);
        if (cursor.records == null) {
            return cursor;
        }
        cursor.records.position(from);
        long left = lines;
        while (true) {
            LogPiece piece = cursor.pieces.peek();
            if (piece == null) {
                LogRecords.Entry entry = cursor.records.next(true);
                if (entry == null) {
                    return cursor;
                }
                cursor.cut(entry);
                continue;
            }
            if (piece.begins() && left-- == 0) {
                return cursor;
            }
            cursor.pieces.remove();
        }
    }

    /**
     * The next piece, or null: there is none now.
     *
     * @param finished whether the monitor is gone, so that half a record at the end will never be a whole one
     */
    public LogPiece next(boolean finished) throws IOException {
        while (pieces.isEmpty()) {
            if (records == null) {
                records = openOldest();
                if (records == null) {
                    return null;
                }
            }
            LogRecords.Entry entry = records.next(finished);
            if (entry != null) {
                cut(entry);
            } else if (!goOn()) {
                return null;
            }
        }
        return pieces.remove();
    }

    /** To the file that has taken this one's place, when this one is read to its end for good. */
    private boolean goOn() throws IOException {
        int number = numberOf(records.key());
        if (number == 0) {
            return false;
        }
        LogRecords.Entry last = records.next(true); // written between the last look and its being put aside
        if (last != null) {
            cut(last);
            return true;
        }
        LogRecords newer = number < 0 ? openOldest() : openNumber(number - 1);
        if (newer == null) {
            return false;
        }
        if (number > 0 && numberOf(records.key()) != number) {
            newer.close();
            return true; // put aside once more meanwhile: look again
        }
        records.close();
        records = newer;
        return true;
    }

    /** The number that a file has now; -1: it is gone. Looked for twice: it may have been put aside in the middle of the first time. */
    private int numberOf(Object key) throws IOException {
        int number = search(key);
        return number < 0 ? search(key) : number;
    }

    private int search(Object key) throws IOException {
        for (int number = 0; isThere(number); number++) {
            try {
                if (LogRecords.keyOf(path(number)).equals(key)) {
                    return number;
                }
            } catch (NoSuchFileException e) {
                // between two renames
            }
        }
        return -1;
    }

    private int oldest() {
        int number = 0;
        while (isThere(number + 1)) {
            number++;
        }
        return number;
    }

    /** Whether there is a file with this number, or a later one: while files are put aside, one after the other, one number is free. */
    private boolean isThere(int number) {
        return Files.exists(path(number)) || Files.exists(path(number + 1));
    }

    private Path path(int number) {
        return directory.resolve(number == 0 ? LogFormat.FILE : LogFormat.FILE + "." + number);
    }

    /** Null: there is no log yet. */
    private LogRecords openOldest() throws IOException {
        while (true) {
            int number = oldest();
            LogRecords opened = openNumber(number);
            if (opened == null && number == 0) {
                return null;
            }
            if (opened != null) {
                if (numberOf(opened.key()) == oldest()) {
                    return opened;
                }
                opened.close(); // put aside meanwhile
            }
        }
    }

    private LogRecords openNumber(int number) throws IOException {
        try {
            return LogRecords.open(path(number));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void cut(LogRecords.Entry entry) {
        byte[] bytes = entry.bytes();
        Instant time = entry.time();
        int stream = entry.stream();
        int begin = 0;
        while (begin < bytes.length) {
            int end = begin;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            end = Math.min(end + 1, bytes.length);
            byte[] piece = new byte[end - begin];
            System.arraycopy(bytes, begin, piece, 0, piece.length);
            pieces.add(new LogPiece(stream == 2, time, piece, !within[stream]));
            within[stream] = piece[piece.length - 1] != '\n';
            begin = end;
        }
    }

    @Override
    public void close() throws IOException {
        if (records != null) {
            records.close();
        }
    }
}
