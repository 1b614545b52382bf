package dev.jocker.runtime.monitor;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What commands want of a monitor, in a file that it reads before each start and after each end of its container; and at once when it
 * gets {@link #WAKE} while it waits before a restart.
 *
 * <pre>
 *   0  u32 stop         1: do not start it again, whatever the policy
 *   4  u32 policy       0 no, 1 on-failure, 2 always, 3 unless-stopped
 *   8  s64 maximum      how many times to start again after a failure; 0: as often as it takes
 *  16  s64, s64         seconds, nanoseconds: who ran for so long begins again with the first delay
 *  32  s64, s64 …       the delays before the first restart, the second, …; the last of them before all further ones
 * </pre>
 *
 * @param stop whether it was told to stop
 * @param policy when to start it again
 * @param maximum of restarts after failures; 0: none
 * @param steady in nanoseconds, how long a run has to be for the next delay to be the first
 * @param delays in nanoseconds; at least one
 */
public record Control(boolean stop, Policy policy, long maximum, long steady, List<Long> delays) {
    /** The signal that makes a waiting monitor look at the file: SIGUSR1. It blocks all signals, so this one does no harm at any time. */
    public static final int WAKE = 10;

    /** In a container's directory. */
    public static final String FILE = "control";

    static final int STOP = 0;
    static final int POLICY = 4;
    static final int MAXIMUM = 8;
    static final int STEADY = 16;
    static final int DELAYS = 32;
    static final int DELAY_BYTES = 16;
    private static final long SECOND = 1_000_000_000L;

    /** When a container that has ended is started again. */
    public enum Policy {
        NO(0),
        ON_FAILURE(1),
        ALWAYS(2),
        /** As {@code ALWAYS}: what makes the difference is at the start of the machine. */
        UNLESS_STOPPED(3);

        private final int code;

        Policy(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /** Null: there is no such policy. */
        static Policy of(int code) {
            for (Policy each : values()) {
                if (each.code == code) {
                    return each;
                }
            }
            return null;
        }
    }

    public Control {
        delays = List.copyOf(delays);
        if (delays.isEmpty()) {
            throw new IllegalArgumentException("a restart needs a delay");
        }
    }

    /** With docker's delays: 100 ms, doubled each time up to a minute; from the beginning after a run of ten seconds. */
    public static Control of(Policy policy, long maximum) {
        List<Long> delays = new ArrayList<>();
        for (long delay = SECOND / 10; delay < 60 * SECOND; delay *= 2) {
            delays.add(delay);
        }
        delays.add(60 * SECOND);
        return new Control(false, policy, maximum, 10 * SECOND, delays);
    }

    /** The same, but the container is not to be started again. */
    public Control stopped() {
        return new Control(true, policy, maximum, steady, delays);
    }

    /** The same with another policy. */
    public Control with(Policy other, long most) {
        return new Control(stop, other, most, steady, delays);
    }

    /** What the file in a container's directory says, or a policy of no restarts where there is none. */
    public static Control read(Path directory) throws IOException {
        try {
            return parse(Files.readAllBytes(directory.resolve(FILE)));
        } catch (NoSuchFileException e) {
            return of(Policy.NO, 0);
        }
    }

    static Control parse(byte[] file) throws IOException {
        if (file.length < DELAYS + DELAY_BYTES) {
            throw new IOException("a control file of " + file.length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.nativeOrder());
        Policy policy = Policy.of(bytes.getInt(POLICY));
        if (policy == null) {
            throw new IOException("a control file with the policy " + bytes.getInt(POLICY));
        }
        List<Long> delays = new ArrayList<>();
        for (int at = DELAYS; at + DELAY_BYTES <= file.length; at += DELAY_BYTES) {
            delays.add(nanos(bytes, at));
        }
        return new Control(bytes.getInt(STOP) != 0, policy, bytes.getLong(MAXIMUM), nanos(bytes, STEADY), delays);
    }

    /** Forbids the monitor of the container that has {@code directory} to start it again. */
    public static void stop(Path directory) throws IOException {
        try (Fd _ = lock(directory)) {
            Control now = read(directory);
            if (!now.stop()) {
                now.stopped().put(directory);
            }
        }
    }

    /** Gives the container that has {@code directory} another policy; one that was told to stop stays so. */
    public static void restart(Path directory, Policy policy, long maximum) throws IOException {
        try (Fd _ = lock(directory)) {
            read(directory).with(policy, maximum).put(directory);
        }
    }

    /** Writes the file whole: who reads it finds either this or what was there before. */
    public void write(Path directory) throws IOException {
        try (Fd _ = lock(directory)) {
            put(directory);
        }
    }

    /** One writes at a time, and nobody between another's look and change. */
    private static Fd lock(Path directory) throws IOException {
        Fd fd = Descriptors.open(directory, Flags.of(OpenFlag.O_DIRECTORY));
        try {
            FileContents.lock(fd);
            return fd;
        } catch (IOException | RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private void put(Path directory) throws IOException {
        Path made = directory.resolve(FILE + ".new");
        try (Fd file = Descriptors.open(
                made, Flags.of(OpenFlag.O_WRONLY, OpenFlag.O_CREAT, OpenFlag.O_TRUNC), Scratch.PRIVATE)) {
            Descriptors.write(file, bytes());
        }
        Files.move(made, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    byte[] bytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(DELAYS + DELAY_BYTES * delays.size()).order(ByteOrder.nativeOrder());
        bytes.putInt(STOP, stop ? 1 : 0).putInt(POLICY, policy.code()).putLong(MAXIMUM, maximum);
        putNanos(bytes, STEADY, steady);
        for (int i = 0; i < delays.size(); i++) {
            putNanos(bytes, DELAYS + i * DELAY_BYTES, delays.get(i));
        }
        return bytes.array();
    }

    private static long nanos(ByteBuffer bytes, int at) {
        return bytes.getLong(at) * SECOND + bytes.getLong(at + Long.BYTES);
    }

    private static void putNanos(ByteBuffer bytes, int at, long nanos) {
        bytes.putLong(at, nanos / SECOND).putLong(at + Long.BYTES, nanos % SECOND);
    }
}
