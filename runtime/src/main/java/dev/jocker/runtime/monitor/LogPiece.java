package dev.jocker.runtime.monitor;

import java.time.Instant;

/**
 * A line of a container's output, or a part of one: what the monitor got in one go is cut at the ends of lines.
 *
 * @param error whether it came by the error stream
 * @param time when the monitor got it
 * @param bytes as the container wrote them, with the line's end if it is there; not to be changed
 * @param begins whether the stream's last piece was the end of a line, so that a new one begins here
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, not compared
public record LogPiece(boolean error, Instant time, byte[] bytes, boolean begins) {
    /** Whether the line goes on in the stream's next piece. */
    public boolean partial() {
        return bytes[bytes.length - 1] != '\n';
    }
}
