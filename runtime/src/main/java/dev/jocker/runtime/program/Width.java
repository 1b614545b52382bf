package dev.jocker.runtime.program;

/** How much of memory a result is stored to, or an operand is loaded from. */
public enum Width {
    /** Four bytes; loaded with their sign, as a C {@code int} is. */
    NARROW(4),
    /** Eight bytes. */
    WIDE(8);

    private final int bytes;

    Width(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }
}
