package dev.jocker.runtime.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a monitor writes down of its container, whole, at each change. Nobody looks after the container any more if its lock is free:
 * then {@code RUNNING} and {@code RESTARTING} mean that the monitor was killed, and the container with it.
 *
 * <pre>
 *     0  u64        magic
 *     8  u32        phase
 *    12  s32        the monitor's pid
 *    16  u64        of a failure: 1 the child's program, 2 the monitor's
 *    24  s64        the first process's pid
 *    32  s64        how many times it was started again
 *    40  s64, s64   when it was started: seconds, nanoseconds
 *    56  s64, s64   when it ended
 *    72  siginfo_t  how it ended, 128 bytes, waitid(2)
 *   200  128 bytes  the counters of memory running out, as text, before the start
 *   328  128 bytes  the same after the end
 *   456  u64, s64   of a failure: the step, -errno
 * </pre>
 *
 * @param phase what it is doing
 * @param monitor the monitor's pid
 * @param pid of the container's first process, the last one if it has ended; 0 before the first start
 * @param restarts how many times it was started again
 * @param started when, the last time; null: never
 * @param finished when it ended, the last time; null: it has not
 * @param signalled whether that was by a signal
 * @param status the signal's number, or the exit status
 * @param failure null unless {@code FAILED}
 * @param oomBefore the text of the counter file before the start, or empty
 * @param oomAfter the text of the counter file after the end, or empty
 */
public record MonitorState(
        Phase phase,
        int monitor,
        int pid,
        long restarts,
        Instant started,
        Instant finished,
        boolean signalled,
        int status,
        Failure failure,
        String oomBefore,
        String oomAfter) {
    /** In a container's directory. */
    public static final String FILE = "state";

    static final long MAGIC = 0x31_74_73_72_6b_63_6f_6aL; // "jockrst1"
    static final int PHASE = 8;
    static final int MONITOR = 12;
    static final int WHO = 16;
    static final int PID = 24;
    static final int RESTARTS = 32;
    static final int STARTED = 40;
    static final int FINISHED = 56;
    static final int SIGINFO = 72;
    static final int SIGINFO_BYTES = 128;
    static final int OOM_BEFORE = 200;
    static final int OOM_BYTES = 128;
    static final int OOM_AFTER = 328;
    static final int FAILURE = 456;
    static final int BYTES = 472;
    // siginfo_t as waitid(2) fills it; MonitorFormatsTest compares with the bindings
    static final int SI_CODE = 8;
    static final int SI_STATUS = 24;
    static final int CLD_EXITED = 1;

    /** What a monitor is doing. Their codes are in files. */
    public enum Phase {
        RUNNING(1),
        /** It has ended, and will be started again. */
        RESTARTING(2),
        EXITED(3),
        /** It could not be started, or started again. */
        FAILED(4);

        private final int code;

        Phase(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /** Null: there is no such phase. */
        static Phase of(int code) {
            for (Phase each : values()) {
                if (each.code == code) {
                    return each;
                }
            }
            return null;
        }
    }

    /**
     * Why a start failed.
     *
     * @param byChild a step of the child's program, or one of the monitor's
     * @param step its place among the program's steps
     * @param errno the error's number
     */
    public record Failure(boolean byChild, int step, int errno) {}

    /** As a shell shows it: the status, or 128 and the signal's number. */
    public int exitCode() {
        return signalled ? 128 + status : status;
    }

    /** What the file in a container's directory says, or null: there is none, or (after the machine went down) no whole one. */
    public static MonitorState read(Path directory) throws IOException {
        try {
            return parse(Files.readAllBytes(directory.resolve(FILE)));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    static MonitorState parse(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.nativeOrder());
        if (file.length != BYTES || bytes.getLong(0) != MAGIC) {
            return null;
        }
        Phase known = Phase.of(bytes.getInt(PHASE));
        if (known == null) {
            return null;
        }
        int code = bytes.getInt(SIGINFO + SI_CODE);
        long who = bytes.getLong(WHO);
        Failure failure = known != Phase.FAILED
                ? null
                : new Failure(who == 1, (int) bytes.getLong(FAILURE), (int) -bytes.getLong(FAILURE + Long.BYTES));
        return new MonitorState(
                known,
                bytes.getInt(MONITOR),
                (int) bytes.getLong(PID),
                bytes.getLong(RESTARTS),
                time(bytes, STARTED),
                known == Phase.RUNNING ? null : time(bytes, FINISHED),
                code != 0 && code != CLD_EXITED,
                bytes.getInt(SIGINFO + SI_STATUS),
                failure,
                text(file, OOM_BEFORE),
                text(file, OOM_AFTER));
    }

    private static Instant time(ByteBuffer bytes, int at) {
        long seconds = bytes.getLong(at);
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds, bytes.getLong(at + Long.BYTES));
    }

    private static String text(byte[] file, int at) {
        int end = at;
        while (end < at + OOM_BYTES && file[end] != 0) {
            end++;
        }
        return new String(file, at, end - at, StandardCharsets.US_ASCII);
    }
}
