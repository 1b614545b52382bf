package dev.jocker.runtime.program;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.futex_h;
import dev.jocker.bindings.mman_h;
import dev.jocker.bindings.wait_h;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What goes wrong at one step of a program, on purpose: to see what is left behind then. No instruction returns a constant, so another
 * call stands in for the step's own, one that surely returns what is wanted and changes nothing.
 *
 * @param step the place of a call among {@link Program#steps()}
 * @param call what is called in its place
 * @param operands its operands
 */
public record Fault(int step, SystemCall call, List<Operand> operands) {
    /** As {@link #end} has it: what a shell shows for SIGKILL. */
    public static final int KILLED = 137;

    private static final int NOBODY = 0x3fffffff; // more than PID_MAX_LIMIT
    private static final int FUTEX_BYTES = 8;
    private static final long TOO_MUCH = 1L << 56;

    public Fault {
        operands = List.copyOf(operands);
    }

    /** Those that {@link #error} can make a step fail with. */
    public static Set<Errno> errors() {
        var errors = EnumSet.noneOf(Errno.class);
        for (Errno each : Errno.values()) {
            if (standIn(0, each) != null) {
                errors.add(each);
            }
        }
        return errors;
    }

    /**
     * The step fails.
     *
     * @throws IllegalArgumentException if nothing is known that fails so: see {@link #errors}
     */
    public static Fault error(int step, Errno errno) {
        Fault fault = standIn(step, errno);
        if (fault == null) {
            throw new IllegalArgumentException("no call is known that surely fails with " + errno);
        }
        return fault;
    }

    /** The process ends at the step, and tells nobody, as if it were killed: pid 1 of a namespace cannot kill itself. */
    public static Fault end(int step) {
        return of(step, SystemCall.EXIT_GROUP, Operand.of(KILLED));
    }

    /** The process waits at the step until it is killed. */
    public static Fault pause(int step) {
        Operand zero = Operand.of(0);
        return of(step, SystemCall.PPOLL, Operand.NULL, zero, Operand.NULL, Operand.NULL, zero);
    }

    private static Fault standIn(int step, Errno errno) {
        Operand current = Operand.named(fcntl_h.AT_FDCWD(), "AT_FDCWD");
        Operand root = Operand.string("/");
        Operand zero = Operand.of(0);
        return switch (errno) {
            case EACCES -> of(step, SystemCall.EXECVE, root, Operand.NULL, Operand.NULL); // no regular file
            case EAGAIN -> futex(step, futex_h.FUTEX_WAIT(), "FUTEX_WAIT", 1); // it is 0
            case EBADF -> of(step, SystemCall.CLOSE, Operand.of(-1));
            case EBUSY ->
                of(step, SystemCall.UNLINKAT, current, root, Operand.named(fcntl_h.AT_REMOVEDIR(), "AT_REMOVEDIR"));
            case ECHILD ->
                of(
                        step,
                        SystemCall.WAITID,
                        Operand.named(wait_h.P_PID(), "P_PID"),
                        Operand.of(NOBODY),
                        Operand.NULL,
                        Operand.named(wait_h.WEXITED(), "WEXITED"),
                        Operand.NULL);
            case EEXIST -> of(step, SystemCall.MKDIRAT, current, root, zero);
            case EFAULT -> of(step, SystemCall.OPENAT, current, Operand.of(1), zero);
            case EINVAL -> of(step, SystemCall.MUNMAP, Operand.of(1), Operand.of(1)); // not aligned
            case EISDIR -> of(step, SystemCall.OPENAT, current, root, Operand.named(fcntl_h.O_WRONLY(), "O_WRONLY"));
            case ENAMETOOLONG -> of(step, SystemCall.OPENAT, current, Operand.string("x".repeat(256)), zero);
            case ENOENT -> of(step, SystemCall.OPENAT, current, Operand.string(""), zero);
            case ENOMEM ->
                of(
                        step,
                        SystemCall.MMAP,
                        Operand.NULL,
                        Operand.of(TOO_MUCH),
                        zero,
                        Operand.named(mman_h.MAP_PRIVATE() | mman_h.MAP_ANONYMOUS(), "MAP_PRIVATE|MAP_ANONYMOUS"),
                        Operand.of(-1),
                        zero);
            case ENOSYS -> futex(step, 0x7f, "0x7f", 0); // no operation
            case EPERM -> capset(step); // another's capabilities
            case ESRCH -> of(step, SystemCall.KILL, Operand.of(NOBODY), zero);
            default -> null;
        };
    }

    private static Fault futex(int step, int operation, String name, int value) {
        Operand word = Operand.address(Datum.structure("futex", FUTEX_BYTES));
        return of(
                step,
                SystemCall.FUTEX,
                word,
                Operand.named(operation, name),
                Operand.of(value),
                Operand.NULL,
                Operand.NULL);
    }

    /** The header is looked at first, and it is about nobody. */
    private static Fault capset(int step) {
        Datum header = Datum.structure("{_LINUX_CAPABILITY_VERSION_3, nobody}", Long.BYTES)
                .set64(
                        0,
                        (long) NOBODY << Integer.SIZE | dev.jocker.bindings.capability_h._LINUX_CAPABILITY_VERSION_3());
        Datum data = Datum.structure("{capabilities}", 6 * Integer.BYTES);
        return of(step, SystemCall.CAPSET, Operand.address(header), Operand.address(data));
    }

    private static Fault of(int step, SystemCall call, Operand... operands) {
        return new Fault(step, call, List.of(operands));
    }
}
