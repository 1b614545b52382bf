package dev.jocker.runtime.process;

import dev.jocker.runtime.syscall.Fd;

/**
 * What a container's process has as standard input, output and error, where it has no terminal. The descriptors stay the caller's
 * to close.
 *
 * @param in null: {@code /dev/null}
 * @param out null: {@code /dev/null}
 * @param err null: {@code /dev/null}
 */
public record Stdio(Fd in, Fd out, Fd err) {
    /** This process's own. */
    public static Stdio inherit() {
        return new Stdio(Fd.STDIN, Fd.STDOUT, Fd.STDERR);
    }

    /** This process's output and error, and nothing to read. */
    public static Stdio outputOnly() {
        return new Stdio(null, Fd.STDOUT, Fd.STDERR);
    }

    /** Nothing at all. */
    public static Stdio none() {
        return new Stdio(null, null, null);
    }

    /** That of a descriptor's number, 0 to 2; null: nothing. */
    public Fd of(int number) {
        return switch (number) {
            case 0 -> in;
            case 1 -> out;
            default -> err;
        };
    }
}
