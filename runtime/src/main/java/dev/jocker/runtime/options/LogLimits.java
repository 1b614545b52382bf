package dev.jocker.runtime.options;

/**
 * How much of a container's output is kept.
 *
 * @param maxSize bytes of one log file, then a new one is begun; 0: no limit
 * @param maxFile how many files there are at most; the oldest is deleted
 */
public record LogLimits(long maxSize, int maxFile) {
    /** Everything is kept, as docker's json-file driver does. */
    public static final LogLimits NONE = new LogLimits(0, 1);

    public LogLimits {
        if (maxSize < 0) {
            throw BadOption.value("--log-opt max-size", Long.toString(maxSize), "a size can't be negative");
        }
        if (maxFile < 1) {
            throw BadOption.value("--log-opt max-file", Integer.toString(maxFile), "expected 1 or more");
        }
        if (maxFile > 1 && maxSize == 0) {
            throw BadOption.value("--log-opt max-file", Integer.toString(maxFile), "needs max-size too");
        }
    }
}
