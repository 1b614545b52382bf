package dev.jocker.runtime.monitor;

import static dev.jocker.runtime.syscall.SystemCall.WRITE;

import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The journal of what happened to containers: records of one size, appended by monitors and by commands in one {@code write(2)} each,
 * so that they do not mix.
 *
 * <pre>
 *    0  u32 kind        of Kind, its code; 0 is no record
 *    4  s32 code        of an end: si_code, CLD_EXITED or a signal's; of others what their writer says
 *    8  s64, s64        seconds and nanoseconds, of CLOCK_REALTIME
 *   24  s32 status      of an end: the exit status, or the signal's number
 *   28  u32             0
 *   32  64 bytes        the container's id, or the network's
 *   96  160 bytes       what its writer adds, UTF-8, cut off there; then zeros
 * </pre>
 */
@SuppressWarnings("JavaInstantGetSecondsGetNano") // that is how the file has them
public final class Journal {
    /** The size of each record. */
    public static final int RECORD_BYTES = 256;

    static final int CODE = 4;
    static final int TIME = 8;
    static final int STATUS = 24;
    private static final int ID = 32;
    private static final int ID_BYTES = 64;
    private static final int TEXT = 96;

    private Journal() {}

    /** What happened; docker's words for it. Their codes are in files: a new one gets a new number. */
    public enum Kind {
        CREATE(1),
        START(2),
        DIE(3),
        OOM(4),
        STOP(5),
        KILL(6),
        RESTART(7),
        PAUSE(8),
        UNPAUSE(9),
        RENAME(10),
        UPDATE(11),
        DESTROY(12),
        EXEC_CREATE(13),
        EXEC_START(14),
        EXEC_DIE(15),
        HEALTH_STATUS(16),
        ATTACH(17),
        RESIZE(18),
        TOP(19),
        COPY(20),
        NETWORK_CREATE(21),
        NETWORK_CONNECT(22),
        NETWORK_DISCONNECT(23),
        NETWORK_DESTROY(24);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** Its number in files. */
        int code() {
            return code;
        }

        /** Null: no record, or one of a kind to come. */
        static Kind of(int code) {
            for (Kind each : values()) {
                if (each.code == code) {
                    return each;
                }
            }
            return null;
        }
    }

    /**
     * One record.
     *
     * @param id of the container, or the network; at most 64 characters
     * @param text what its writer adds; never null
     */
    public record Entry(Kind kind, Instant time, String id, int code, int status, String text) {}

    /** Appends one record. */
    public static void append(Path journal, Entry entry) throws IOException {
        try (Fd file = Descriptors.open(
                journal, Flags.of(OpenFlag.O_WRONLY, OpenFlag.O_APPEND, OpenFlag.O_CREAT), Scratch.PRIVATE)) {
            Descriptors.write(file, bytes(entry));
        }
    }

    static byte[] bytes(Entry entry) {
        ByteBuffer bytes = ByteBuffer.allocate(RECORD_BYTES).order(ByteOrder.nativeOrder());
        bytes.putInt(0, entry.kind().code()).putInt(CODE, entry.code());
        bytes.putLong(TIME, entry.time().getEpochSecond());
        bytes.putLong(TIME + Long.BYTES, entry.time().getNano());
        bytes.putInt(STATUS, entry.status());
        put(bytes, ID, ID_BYTES, entry.id());
        put(bytes, TEXT, RECORD_BYTES - TEXT, entry.text());
        return bytes.array();
    }

    /** Reads one record, {@value #RECORD_BYTES} bytes in the machine's byte order at {@code at}; null if that is none, or of a kind to come. */
    public static Entry parse(ByteBuffer bytes, int at) {
        Kind kind = Kind.of(bytes.getInt(at));
        long nanos = bytes.getLong(at + TIME + Long.BYTES);
        if (kind == null || nanos < 0 || nanos > 999_999_999) {
            return null;
        }
        return new Entry(
                kind,
                Instant.ofEpochSecond(bytes.getLong(at + TIME), nanos),
                text(bytes, at + ID, ID_BYTES),
                bytes.getInt(at + CODE),
                bytes.getInt(at + STATUS),
                text(bytes, at + TEXT, RECORD_BYTES - TEXT));
    }

    /** What a program does to append a record; where it says how something ended, {@code code} and {@code status} say where that stands. */
    static List<Instruction> steps(Path journal, Kind kind, String id, String text, Operand code, Operand status) {
        Datum record = Datum.of(kind.toString(), bytes(new Entry(kind, Instant.EPOCH, id, 0, 0, text)));
        Datum file = Datum.cell("journal");
        Label none = Label.named("no journal");
        String reason = "tell the journal";
        Call open = Scratch.open(reason, journal.toString(), OpenFlag.O_WRONLY, OpenFlag.O_APPEND, OpenFlag.O_CREAT);
        Operand opened = Operand.contents(file);
        Call write = Call.of(reason, WRITE, opened, Operand.address(record), Operand.of(RECORD_BYTES));
        Call now = Scratch.now("when it was", record, TIME);
        Call close = Scratch.close("done with it", opened);
        if (code == null) {
            return List.of(open.into(file).onErrorGoTo(none), now, write.ignoringErrors(), close, none);
        }
        return List.of(
                open.into(file).onErrorGoTo(none),
                now,
                Scratch.set("how it ended", code)
                        .into(record, CODE, Width.NARROW)
                        .ignoringErrors(),
                Scratch.set("how it ended", status)
                        .into(record, STATUS, Width.NARROW)
                        .ignoringErrors(),
                write.ignoringErrors(),
                close,
                none);
    }

    private static void put(ByteBuffer bytes, int at, int room, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(encoded.length, room);
        while (length < encoded.length && (encoded[length] & 0xc0) == 0x80) {
            length--; // not within a character
        }
        bytes.put(at, encoded, 0, length);
    }

    private static String text(ByteBuffer bytes, int at, int room) {
        int length = 0;
        while (length < room && bytes.get(at + length) != 0) {
            length++;
        }
        byte[] encoded = new byte[length];
        bytes.get(at, encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }
}
