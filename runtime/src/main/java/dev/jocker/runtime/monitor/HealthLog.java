package dev.jocker.runtime.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the probes of a container have found, in the file {@value #FILE} of its directory; what is older, in {@code health.1}.
 *
 * <pre>
 *    0  u32        magic
 *    4  u32        1: it took too long, and was killed
 *    8  s64        the length of the output that follows the header, at most 4096
 *   16  s64, s64   when it began: seconds, nanoseconds
 *   32  s64, s64   when it had ended
 *   48  s32        how it ended: si_code, waitid(2)
 *   52  s32        its exit status, or the signal's number
 *   56  u32        how the container does from then on: 0 starting, 1 healthy, 2 unhealthy
 *   60  u32        0
 *   64  s64        failures since the last success
 *   72  bytes
 * </pre>
 */
public final class HealthLog {
    /** In a container's directory. */
    public static final String FILE = "health";

    static final String OLDER = "health.1";
    static final int MAGIC = 0x1a_4c_48_b5;
    static final int TIMED_OUT = 4;
    static final int LENGTH = 8;
    static final int BEGUN = 16;
    static final int ENDED = 32;
    static final int CODE = 48;
    static final int STATUS = 52;
    static final int HEALTH = 56;
    static final int STREAK = 64;
    static final int HEADER_BYTES = 72;
    static final int MOST_OUTPUT = 4096;

    /** When the file is as long as this, it becomes the older one. */
    static final int LIMIT = 64 * 1024;

    private HealthLog() {}

    /** How a container does; their numbers are in files. */
    public enum Status {
        STARTING(0),
        HEALTHY(1),
        UNHEALTHY(2);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /** Null: there is no such status. */
        static Status of(int code) {
            for (Status each : values()) {
                if (each.code == code) {
                    return each;
                }
            }
            return null;
        }
    }

    /**
     * One probe.
     *
     * @param begun when it was started
     * @param ended when it had ended
     * @param timedOut whether it was killed since it took too long
     * @param exitCode its exit status, or 128 and the signal's number
     * @param output the beginning of what it had to say; not to be changed
     * @param health how the container does from then on
     * @param streak failures since the last success
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, not compared
    public record Result(
            Instant begun, Instant ended, boolean timedOut, int exitCode, byte[] output, Status health, long streak) {}

    /** What is there, the oldest first; {@code directory} is the container's. A record that is not whole ends it. */
    public static List<Result> read(Path directory) throws IOException {
        List<Result> results = new ArrayList<>();
        for (String name : List.of(OLDER, FILE)) {
            try {
                parse(Files.readAllBytes(directory.resolve(name)), results);
            } catch (NoSuchFileException e) {
                // there was no probe yet, or not so many
            }
        }
        return results;
    }

    static void parse(byte[] file, List<Result> results) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.nativeOrder());
        int at = 0;
        while (file.length - at >= HEADER_BYTES && bytes.getInt(at) == MAGIC) {
            long length = bytes.getLong(at + LENGTH);
            Status health = Status.of(bytes.getInt(at + HEALTH));
            if (length < 0 || length > MOST_OUTPUT || at + HEADER_BYTES + length > file.length || health == null) {
                return;
            }
            byte[] output = new byte[(int) length];
            bytes.get(at + HEADER_BYTES, output);
            int status = bytes.getInt(at + STATUS);
            boolean exited = bytes.getInt(at + CODE) == MonitorState.CLD_EXITED;
            results.add(new Result(
                    time(bytes, at + BEGUN),
                    time(bytes, at + ENDED),
                    bytes.getInt(at + TIMED_OUT) != 0,
                    exited ? status : 128 + status,
                    output,
                    health,
                    bytes.getLong(at + STREAK)));
            at += HEADER_BYTES + (int) length;
        }
    }

    private static Instant time(ByteBuffer bytes, int at) {
        return Instant.ofEpochSecond(bytes.getLong(at), bytes.getLong(at + Long.BYTES));
    }
}
