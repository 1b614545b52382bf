package dev.jocker.runtime.syscall;

/**
 * One argument of a system call: the machine word that the kernel sees, and the words that a reader sees.
 *
 * <p>{@code toString} is how {@code strace(1)} would print it: {@code "/proc"}, {@code MS_RDONLY|MS_BIND}, {@code 3}.
 * Errors, {@code explain} and traces are made of these texts.
 */
public interface Argument {
    /** A null pointer, or nothing. */
    Argument NULL = new Word(0, "NULL");

    /** What goes into the register. */
    long word();

    /** A plain number, shown in decimal. */
    static Argument number(long value) {
        return new Word(value, Long.toString(value));
    }

    /** A file mode or device number's permission bits, shown in octal. */
    static Argument mode(int mode) {
        return new Word(mode, mode == 0 ? "0" : "0".concat(Integer.toOctalString(mode)));
    }

    /** A number that has a name: {@code named(-100, "AT_FDCWD")}. */
    static Argument named(long value, String name) {
        return new Word(value, name);
    }

    /** A word and its text. */
    record Word(long word, String text) implements Argument {
        @Override
        public String toString() {
            return text;
        }
    }
}
