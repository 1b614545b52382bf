package dev.jocker.runtime.monitor;

import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.LSEEK;
import static dev.jocker.runtime.syscall.SystemCall.OPENAT;
import static dev.jocker.runtime.syscall.SystemCall.READ;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.fs_h;
import dev.jocker.bindings.time_h;
import dev.jocker.bindings.wait_h;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.List;

/**
 * What programs of this room have in common. There is no instruction that stores or adds; but {@code lseek(2)} returns the offset that
 * it is given, and adds to it what comes next: the lock's own offset is the register.
 */
final class Scratch {
    static final Operand CURRENT = Operand.named(fcntl_h.AT_FDCWD(), "AT_FDCWD");
    static final Operand REGISTER = Operand.of(MonitorDescriptors.LOCK);
    static final Operand NONE = Operand.named(-1, "-1");
    static final int PRIVATE = 0600;

    private static final Operand SET = Operand.named(fs_h.SEEK_SET(), "SEEK_SET");
    private static final Operand CUR = Operand.named(fs_h.SEEK_CUR(), "SEEK_CUR");
    private static final Operand REALTIME = Operand.named(time_h.CLOCK_REALTIME(), "CLOCK_REALTIME");

    private Scratch() {}

    /** Stores {@code value}, which is not negative, in a cell. */
    static Call set(String reason, Datum cell, Operand value) {
        return set(reason, value).into(cell);
    }

    static Call set(String reason, Operand value) {
        return Call.of(reason, LSEEK, REGISTER, value, SET);
    }

    /** Stores the sum of two numbers in a cell. */
    static List<Call> add(String reason, Datum cell, Operand one, Operand other) {
        return List.of(
                set(reason, one), Call.of(reason, LSEEK, REGISTER, other, CUR).into(cell));
    }

    /** Stores a descriptor that leads nowhere, {@code -EBADF}: {@code ppoll} passes over it. */
    static Call setNowhere(String reason, Datum datum, int offset) {
        return Call.of(reason, CLOSE, NONE).into(datum, offset, Width.NARROW).ignoringErrors();
    }

    static Call now(String reason, Datum datum, int offset) {
        return Call.of(reason, SystemCall.CLOCK_GETTIME, REALTIME, new Operand.Address(datum, offset))
                .ignoringErrors();
    }

    static Call close(String reason, Operand fd) {
        return Call.of(reason, CLOSE, fd).ignoringErrors();
    }

    static Call open(String reason, String path, OpenFlag first, OpenFlag... others) {
        Flags<OpenFlag> flags = Flags.of(first, others).with(OpenFlag.O_CLOEXEC);
        return Call.of(reason, OPENAT, CURRENT, Operand.string(path), Operand.of(flags), Operand.mode(PRIVATE));
    }

    static Call openToRead(String reason, String path) {
        return Call.of(reason, OPENAT, CURRENT, Operand.string(path), Operand.of(Flags.of(OpenFlag.O_CLOEXEC)));
    }

    static Call writeNew(String path) {
        return open("write it down", path, OpenFlag.O_WRONLY, OpenFlag.O_CREAT, OpenFlag.O_TRUNC, OpenFlag.O_NOFOLLOW);
    }

    static Call sync(Operand fd) {
        return Call.of("on the disk", SystemCall.FSYNC, fd).ignoringErrors();
    }

    static Call rename(String from, String to) {
        return Call.of(
                "in its place, whole", SystemCall.RENAMEAT, CURRENT, Operand.string(from), CURRENT, Operand.string(to));
    }

    /** Reads the beginning of a file, if it is there. */
    static List<Instruction> readFile(String reason, String path, Datum into, int offset, int length) {
        Datum file = Datum.cell(path);
        Label none = Label.named("no " + path);
        return List.of(
                openToRead(reason, path).into(file).onErrorGoTo(none),
                Call.of(reason, READ, Operand.contents(file), new Operand.Address(into, offset), Operand.of(length))
                        .ignoringErrors(),
                close("done with it", Operand.contents(file)),
                none);
    }

    /** Waits for the end of a child, which stays a zombie: its pid is nobody else's. */
    static Call awaitEnd(String reason, Operand pid) {
        return await(
                reason,
                pid,
                Operand.named(wait_h.WEXITED() | wait_h.WNOWAIT() | wait_h.__WALL(), "WEXITED|WNOWAIT|__WALL"));
    }

    /** Waits for the end of a child, whose pid may be another's then. */
    static Call takeLeave(String reason, Operand pid) {
        return await(reason, pid, Operand.named(wait_h.WEXITED() | wait_h.__WALL(), "WEXITED|__WALL"));
    }

    private static Call await(String reason, Operand pid, Operand options) {
        return Call.of(
                        reason,
                        SystemCall.WAITID,
                        Operand.named(wait_h.P_PID(), "P_PID"),
                        pid,
                        Operand.NULL,
                        options,
                        Operand.NULL)
                .ignoringErrors();
    }

    static Branch ifEqual(String reason, Operand left, long right, Label target) {
        return new Branch(reason, left, Condition.EQUAL, Operand.of(right), target);
    }

    static Branch unlessEqual(String reason, Operand left, long right, Label target) {
        return new Branch(reason, left, Condition.NOT_EQUAL, Operand.of(right), target);
    }

    static Branch ifLess(String reason, Operand left, Operand right, Label target) {
        return new Branch(reason, left, Condition.LESS, right, target);
    }
}
