package dev.jocker.runtime.container;

import java.time.Instant;

/**
 * A line that a container wrote, or a part of one.
 *
 * @param bytes as written, with the line's end if there is one; not to be changed
 * @param partial whether the line goes on in the stream's next entry
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, not compared
public record LogEntry(Stream stream, Instant time, byte[] bytes, boolean partial) {
    public enum Stream {
        STDOUT,
        STDERR
    }
}
