package dev.jocker.runtime.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogCursorTest {
    @TempDir
    Path directory;

    @Test
    void recordsAreCutIntoLines() throws IOException {
        write("log", record(1, 5, "one\ntwo\nth"), record(2, 6, "err\n"), record(1, 7, "ree\n"));

        List<LogPiece> pieces = all();
        assertThat(texts(pieces)).containsExactly("one\n", "two\n", "th", "err\n", "ree\n");
        assertThat(pieces).extracting(LogPiece::partial).containsExactly(false, false, true, false, false);
        assertThat(pieces).extracting(LogPiece::begins).containsExactly(true, true, true, true, false);
        assertThat(pieces).extracting(LogPiece::error).containsExactly(false, false, false, true, false);
        assertThat(pieces.getFirst().time()).isEqualTo(Instant.ofEpochSecond(5, 9));
    }

    @Test
    void aContainerThatHasSaidNothingHasNoLog() throws IOException {
        assertThat(all()).isEmpty();
        try (LogCursor cursor = LogCursor.atEnd(directory)) {
            write("log", record(1, 1, "first\n"));
            assertThat(text(cursor.next(false))).isEqualTo("first\n");
        }
    }

    @Test
    void halfARecordIsNoneUntilItIsWhole() throws IOException {
        byte[] record = record(1, 5, "whole\n");
        byte[] half = new byte[20];
        System.arraycopy(record, 0, half, 0, half.length);
        write("log", record(1, 4, "before\n"), half);
        try (LogCursor cursor = LogCursor.atBegin(directory)) {
            assertThat(text(cursor.next(false))).isEqualTo("before\n");
            assertThat(cursor.next(false)).isNull();
            Files.write(directory.resolve("log"), rest(record, half.length), StandardOpenOption.APPEND);
            assertThat(text(cursor.next(false))).isEqualTo("whole\n");
            assertThat(cursor.next(true)).isNull();
        }
    }

    /** The machine went down while a record was written; the container was started again, and wrote on. */
    @Test
    void whatIsNoRecordIsPassedOver() throws IOException {
        byte[] record = record(1, 5, "x".repeat(500));
        byte[] half = new byte[100];
        System.arraycopy(record, 0, half, 0, half.length);
        write("log", record(1, 4, "before\n"), half, new byte[64], record(1, 6, "after\n"), record(1, 7, "and\n"));
        assertThat(texts(all())).containsExactly("before\n", "after\n", "and\n");
    }

    @Test
    void aHalfRecordAtTheEndOfAllIsNone() throws IOException {
        write("log", record(1, 4, "before\n"), new byte[] {5, 0, 0});
        try (LogCursor cursor = LogCursor.atBegin(directory)) {
            assertThat(text(cursor.next(true))).isEqualTo("before\n");
            assertThat(cursor.next(true)).isNull();
        }
    }

    @Test
    void goesOnFromFileToFileWhileTheyArePutAside() throws IOException {
        write("log.1", record(1, 1, "1\n"));
        write("log", record(1, 2, "2\n"));
        try (LogCursor cursor = LogCursor.atBegin(directory)) {
            assertThat(text(cursor.next(false))).isEqualTo("1\n");
            Files.move(directory.resolve("log.1"), directory.resolve("log.2"));
            Files.move(directory.resolve("log"), directory.resolve("log.1"));
            write("log", record(1, 3, "3\n"));
            assertThat(text(cursor.next(false))).isEqualTo("2\n");
            assertThat(text(cursor.next(false))).isEqualTo("3\n");
            assertThat(cursor.next(false)).isNull();

            Files.write(directory.resolve("log"), record(1, 4, "4\n"), StandardOpenOption.APPEND);
            Files.move(directory.resolve("log"), directory.resolve("log.1"), StandardCopyOption.REPLACE_EXISTING);
            assertThat(text(cursor.next(false))).isEqualTo("4\n");
            assertThat(cursor.next(false)).isNull();
            write("log", record(1, 5, "5\n"));
            assertThat(text(cursor.next(false))).isEqualTo("5\n");
        }
    }

    /** As the monitor does it, which stops for nobody; but the next file is put aside only when the reader is not further behind than there are files. */
    @Test
    void nothingIsReadTwiceWhileFilesArePutAside() throws Exception {
        int files = 2000;
        var read = new AtomicInteger();
        write("log", record(1, 0, "0\n"));
        Thread monitor = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 1; i < files; i++) {
                    while (read.get() < i - 2) {
                        Thread.onSpinWait();
                    }
                    for (int older = 3; older >= 1; older--) {
                        Path from = directory.resolve(older == 1 ? "log" : "log." + (older - 1));
                        if (Files.exists(from)) {
                            Files.move(from, directory.resolve("log." + older), StandardCopyOption.ATOMIC_MOVE);
                        }
                    }
                    write("log", record(1, i, i + "\n"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (LogCursor cursor = LogCursor.atBegin(directory)) {
            for (int i = 0; i < files; i++) {
                LogPiece piece = cursor.next(false);
                while (piece == null && (monitor.isAlive() || i < files - 1)) {
                    piece = cursor.next(false);
                }
                assertThat(text(piece == null ? cursor.next(true) : piece)).isEqualTo(i + "\n");
                read.set(i);
            }
        } finally {
            read.set(files);
            monitor.join();
        }
    }

    @Test
    void aLogThatIsBegunAnewIsReadFromTheBeginning() throws IOException {
        write("log", record(1, 1, "a long line\n"));
        try (LogCursor cursor = LogCursor.atBegin(directory)) {
            assertThat(text(cursor.next(false))).isEqualTo("a long line\n");
            Files.write(directory.resolve("log"), record(1, 2, "2\n"), StandardOpenOption.TRUNCATE_EXISTING);
            assertThat(text(cursor.next(false))).isEqualTo("2\n");
        }
    }

    @Test
    void theLastLinesAreCountedOverFilesAndPieces() throws IOException {
        write("log.1", record(1, 1, "1\n2\n"));
        write("log", record(1, 2, "3\n4"), record(2, 3, "e\n"), record(1, 4, "four\n5\n"));

        assertThat(texts(last(0))).isEmpty();
        assertThat(texts(last(1))).containsExactly("5\n");
        assertThat(texts(last(2))).containsExactly("e\n", "four\n", "5\n");
        assertThat(texts(last(3))).containsExactly("4", "e\n", "four\n", "5\n");
        assertThat(texts(last(5))).startsWith("2\n", "3\n");
        assertThat(texts(last(100))).hasSize(7);
    }

    @Test
    void theLastLinesOfALongLogAreFoundFromItsEnd() throws IOException {
        byte[][] records = new byte[4000][];
        for (int i = 0; i < records.length; i++) {
            records[i] = record(1, i, "line " + i + " " + "x".repeat(i % 97) + "\n");
        }
        write("log", records);
        for (int count : new int[] {1, 10, 1000, 3999, 4000, 5000}) {
            List<LogPiece> pieces = last(count);
            assertThat(pieces).hasSize(Math.min(count, 4000));
            assertThat(text(pieces.getFirst())).startsWith("line " + Math.max(0, 4000 - count) + " ");
            assertThat(text(pieces.getLast())).startsWith("line 3999 ");
        }
    }

    private List<LogPiece> all() throws IOException {
        return read(LogCursor.atBegin(directory));
    }

    private List<LogPiece> last(long lines) throws IOException {
        return read(LogCursor.atLast(directory, lines));
    }

    private static List<LogPiece> read(LogCursor from) throws IOException {
        List<LogPiece> pieces = new ArrayList<>();
        try (LogCursor cursor = from) {
            for (LogPiece each = cursor.next(true); each != null; each = cursor.next(true)) {
                pieces.add(each);
            }
        }
        return pieces;
    }

    private static List<String> texts(List<LogPiece> pieces) {
        return pieces.stream().map(LogCursorTest::text).toList();
    }

    private static String text(LogPiece piece) {
        return new String(piece.bytes(), StandardCharsets.UTF_8);
    }

    private void write(String name, byte[]... parts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        Files.write(directory.resolve(name), bytes.toByteArray());
    }

    private static byte[] rest(byte[] bytes, int from) {
        byte[] rest = new byte[bytes.length - from];
        System.arraycopy(bytes, from, rest, 0, rest.length);
        return rest;
    }

    private static byte[] record(int stream, long seconds, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer record =
                ByteBuffer.allocate(LogFormat.HEADER_BYTES + bytes.length).order(ByteOrder.nativeOrder());
        record.putLong(bytes.length)
                .putInt(stream)
                .putInt(LogFormat.MAGIC)
                .putLong(seconds)
                .putLong(9);
        return record.put(bytes).array();
    }
}
