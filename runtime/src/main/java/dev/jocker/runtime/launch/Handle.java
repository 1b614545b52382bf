package dev.jocker.runtime.launch;

import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Fd;

/**
 * A descriptor that a program mentions before it is open: a program can be built, and shown, without opening anything.
 *
 * <p>Not safe for use by several threads.
 */
public final class Handle implements Argument, AutoCloseable {
    private final String what;
    private int number = -1;
    private Fd fd;

    public Handle(String what) {
        this.what = what;
    }

    /** Takes over an open descriptor; from here on the handle is its number. */
    void opened(Fd descriptor) {
        fd = descriptor;
    }

    /** Says which number the descriptor will have in the program's process, where somebody else opens it. */
    Handle placed(int place) {
        number = place;
        return this;
    }

    /** The descriptor. Call it only when it is open. */
    Fd fd() {
        if (fd == null) {
            throw new IllegalStateException(what + " is not open");
        }
        return fd;
    }

    /** The descriptor's number; -1 while there is none, which no program that runs may contain. */
    @Override
    public long word() {
        return fd == null ? number : fd.number();
    }

    @Override
    public void close() {
        if (fd != null) {
            fd.close();
        }
    }

    /** What it leads to: {@code <channel>}. */
    @Override
    public String toString() {
        return "<" + what + ">";
    }
}
