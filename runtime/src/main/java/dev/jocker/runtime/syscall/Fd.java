package dev.jocker.runtime.syscall;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor with one owner, who closes it.
 *
 * <p>{@link #toString()} says what it is: {@code /run/netns/a1[fd 4]}. Use after {@link #close()} or {@link #release()} is an
 * {@link IllegalStateException}.
 */
public final class Fd implements AutoCloseable, Argument {
    /** Standard input, output and error of this process. They are not closed. */
    public static final Fd STDIN = new Fd(0, "stdin");

    public static final Fd STDOUT = new Fd(1, "stdout");
    public static final Fd STDERR = new Fd(2, "stderr");

    private static final int CLOSED = -1;

    private final AtomicInteger number;
    private final int original;
    private final String what;

    private Fd(int number, String what) {
        this.number = new AtomicInteger(number);
        this.original = number;
        this.what = what;
    }

    /**
     * Takes ownership of a descriptor.
     *
     * @param number zero or more
     * @param what what it leads to, for messages; not null
     */
    public static Fd owned(int number, String what) {
        if (number < 0) {
            throw new IllegalArgumentException("not a descriptor: " + number);
        }
        return new Fd(number, what);
    }

    /** The descriptor's number. It stays this object's to close. */
    public int number() {
        int current = number.get();
        if (current == CLOSED) {
            throw new IllegalStateException(what + " is closed");
        }
        return current;
    }

    @Override
    public long word() {
        return number();
    }

    /** Gives the descriptor away: the caller closes the number that is returned, this object no longer does. */
    public int release() {
        int current = number();
        if (!number.compareAndSet(current, CLOSED)) {
            throw new IllegalStateException(what + " is closed");
        }
        return current;
    }

    /**
     * Closes the descriptor; the second time does nothing. Errors are not reported, and {@code close(2)} is not repeated on
     * EINTR: Linux has released the descriptor by then.
     */
    @Override
    public void close() {
        int last = number.getAndSet(CLOSED);
        if (last > 2) {
            Downcall.tryCall(SystemCall.CLOSE, last, 0, 0, 0, 0, 0);
        }
    }

    /** Also when it is closed: a trace is printed after its descriptors are gone. */
    @Override
    public String toString() {
        return what + "[fd " + original + "]";
    }
}
