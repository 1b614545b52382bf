package dev.jocker.runtime.monitor;

/**
 * A log as a monitor writes it: records of what it has read from the container in one go.
 *
 * <pre>
 *   0  u64   length of the bytes that follow the header
 *   8  u32   stream: 1 output, 2 error
 *  12  u32   magic: where a disk was full, or the machine went down, the next record is found by it
 *  16  s64   seconds, of CLOCK_REALTIME
 *  24  s64   nanoseconds
 *  32  bytes
 * </pre>
 */
final class LogFormat {
    /** In a container's directory; older ones are {@code log.1}, {@code log.2}, … */
    static final String FILE = "log";

    static final int STREAM = 8;
    static final int MAGIC_AT = 12;
    static final int TIME = 16;
    static final int HEADER_BYTES = 32;
    static final int MAGIC = 0x1a_4c_6a_b5;

    /** The most that a monitor reads in one go. */
    static final int MOST = 16 * 1024;

    private LogFormat() {}
}
