package dev.jocker.runtime.container;

import dev.jocker.runtime.monitor.LogCursor;
import dev.jocker.runtime.monitor.LogPiece;
import dev.jocker.runtime.syscall.DirectoryWatch;
import java.io.IOException;
import java.time.Instant;

/** Reads a container's log, what is in it and, if asked, what comes until the end of the run. */
final class LogFollower implements LogReader {
    private static final long TURN_MILLIS = 200;

    private final Kept container;
    private final LogQuery query;
    private final LogCursor cursor;
    private final DirectoryWatch watch;
    private volatile boolean closed;

    LogFollower(Kept container, LogQuery query, LogCursor cursor) throws IOException {
        this.container = container;
        this.query = query;
        this.cursor = cursor;
        try {
            this.watch = query.follow() ? DirectoryWatch.of(container.path()) : null;
        } catch (IOException e) {
            cursor.close();
            throw e;
        }
    }

    static LogFollower open(Kept container, LogQuery query) throws IOException {
        LogCursor cursor = query.tail() < 0
                ? LogCursor.atBegin(container.path())
                : LogCursor.atLast(container.path(), query.tail());
        return new LogFollower(container, query, cursor);
    }

    @Override
    public synchronized LogEntry next() throws IOException {
        while (!closed) {
            // Before the last look: what is written until it is over, is in the log by then.
            boolean over = isOver();
            LogPiece piece = cursor.next(over || !query.follow());
            if (piece == null) {
                if (over || !query.follow()) {
                    return null;
                }
                watch.await(TURN_MILLIS);
                Stopping.requireUninterrupted();
            } else if (query.until() != null && piece.time().isAfter(query.until())) {
                return null;
            } else if (query.since() == null || !piece.time().isBefore(query.since())) {
                LogEntry.Stream stream = piece.error() ? LogEntry.Stream.STDERR : LogEntry.Stream.STDOUT;
                return new LogEntry(stream, piece.time(), piece.bytes(), piece.partial());
            }
        }
        return null;
    }

    private boolean isOver() throws IOException {
        boolean late = query.until() != null && Instant.now().isAfter(query.until());
        return late || query.follow() && !container.isLookedAfter();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        synchronized (this) { // whoever waits comes out first
            cursor.close();
            if (watch != null) {
                watch.close();
            }
        }
    }
}
