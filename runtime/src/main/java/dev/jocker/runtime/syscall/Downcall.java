package dev.jocker.runtime.syscall;

import java.util.List;

/**
 * Makes system calls: by number, six words, and the kernel's own answer, so that an error belongs to its call and to no thread.
 * A call that a signal interrupted is made again, except where that would be wrong ({@link #tryCall}).
 */
final class Downcall {
    private static final int MAX_ERRNO = 4095;
    static final int EINTR = 4; // as in bindings; SystemCallTest compares

    private Downcall() {}

    /** Makes the call, again after EINTR, and throws what the kernel refused. Missing arguments are zero. */
    static long call(SystemCall call, Argument... arguments) throws SyscallException {
        long result;
        do {
            result = tryCall(
                    call,
                    word(arguments, 0),
                    word(arguments, 1),
                    word(arguments, 2),
                    word(arguments, 3),
                    word(arguments, 4),
                    word(arguments, 5));
        } while (result == -EINTR);
        if (isError(result)) {
            throw new SyscallException(call, List.of(arguments), (int) -result);
        }
        return result;
    }

    /** Makes the call once and returns what the kernel returned: {@code -errno} on an error. */
    static long tryCall(SystemCall call, long a, long b, long c, long d, long e, long f) {
        return MachineCode.syscall(call.number(), a, b, c, d, e, f);
    }

    /** Whether a raw result is an error: Linux returns {@code -errno}, from -1 to -4095. */
    static boolean isError(long result) {
        return result < 0 && result >= -MAX_ERRNO;
    }

    private static long word(Argument[] arguments, int index) {
        return index < arguments.length ? arguments[index].word() : 0;
    }
}
