package dev.jocker.runtime.monitor;

import dev.jocker.runtime.syscall.Argument;

/**
 * The numbers of a monitor's descriptors. Those that others take out of it, {@code pidfd_getfd(2)}, are public. Where a container has
 * no use for one, {@code /dev/null} stands there.
 */
public final class MonitorDescriptors {
    /** The lock that says that the container is looked after. Its offset, which no lock needs, is where the monitor adds numbers. */
    static final int LOCK = 3;
    /** To the JVM that launched it, until the container runs. */
    static final int CHANNEL = 4;
    /** The master of the container's terminal, to read and write; O_NONBLOCK is set. Without a terminal, its output is read here. */
    public static final int TERMINAL = 5;

    static final int OUTPUT = TERMINAL;
    static final int ERROR = 6;
    /** The other ends of the same pipes. They stay open, so that neither pipe ever ends. */
    static final int OUTPUT_END = 7;

    static final int ERROR_END = 8;
    /** Where a container's standard input can be written to. */
    public static final int INPUT = 9;

    static final int INPUT_END = 10;
    /** The first of those that are there only for some containers: namespaces. */
    static final int MORE = 11;

    /** Where those of the child begin, made before each start: first its end of the channel to the monitor. */
    public static final int CHILD = 24;

    private MonitorDescriptors() {}

    /** What the child has as its standard output, where it has no terminal. */
    public static Argument output() {
        return Argument.named(OUTPUT_END, "<output>");
    }

    /** What the child has as its standard error, where it has no terminal. */
    public static Argument error() {
        return Argument.named(ERROR_END, "<errors>");
    }

    /** What the child has as its standard input, where that is kept open. */
    public static Argument input() {
        return Argument.named(INPUT_END, "<input>");
    }

    /** The number of the descriptor {@code index} of those that are there only for some containers. */
    public static int more(int index) {
        return MORE + index;
    }
}
