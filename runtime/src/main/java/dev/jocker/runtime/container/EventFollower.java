package dev.jocker.runtime.container;

import dev.jocker.runtime.monitor.Journal;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.syscall.DirectoryWatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads an {@link EventJournal}, what is in it and then what comes. */
final class EventFollower implements EventReader {
    private static final long TURN_MILLIS = 200;

    private final Directories directories;
    private final EventFilter filter;
    private final EventQuery query;
    private final DirectoryWatch watch;
    private final Deque<ContainerEvent> ahead = new ArrayDeque<>();
    private FileChannel file;
    private volatile boolean closed;

    EventFollower(Directories directories, EventQuery query) throws IOException {
        this.directories = directories;
        this.query = query;
        this.filter = new EventFilter(directories, query);
        Files.createDirectories(directories.data());
        this.watch = DirectoryWatch.of(directories.data()); // before the first look: nothing is missed
        try {
            begin();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void begin() throws IOException {
        var journal = new EventJournal(directories);
        if (query.since() == null) {
            file = open(journal.file());
            if (file != null) {
                file.position(file.size() - file.size() % Journal.RECORD_BYTES);
            }
            return;
        }
        try (FileChannel older = open(journal.olderFile())) {
            file = open(journal.file());
            drain(older);
        }
        drain(file);
    }

    private static FileChannel open(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public synchronized ContainerEvent next() throws IOException {
        while (ahead.isEmpty() && !closed) {
            // The clock first: what is written down until then is in the file by now.
            boolean over = query.until() != null && !Instant.now().isBefore(query.until());
            refill();
            if (ahead.isEmpty()) {
                if (over) {
                    return null;
                }
                watch.await(patience());
                Stopping.requireUninterrupted();
            }
        }
        return ahead.poll();
    }

    private long patience() {
        if (query.until() == null) {
            return TURN_MILLIS;
        }
        long left = Duration.between(Instant.now(), query.until()).toMillis() + 1;
        return Math.max(0, Math.min(TURN_MILLIS, left));
    }

    /** What has been written since; if the file was put aside meanwhile, also what is in the one that took its place. */
    private void refill() throws IOException {
        drain(file);
        Path place = directories.events();
        FileChannel now = open(place);
        if (now != null && file != null && now.size() >= file.position() && isSame(now)) {
            now.close();
            return;
        }
        drain(file);
        if (file != null) {
            file.close();
        }
        file = now;
        drain(file);
    }

    /** Whether the file that is at the place is still ours: it begins with the same record. Records differ at least in their time. */
    private boolean isSame(FileChannel now) throws IOException {
        ByteBuffer theirs = ByteBuffer.allocate(Journal.RECORD_BYTES);
        ByteBuffer ours = ByteBuffer.allocate(Journal.RECORD_BYTES);
        now.read(theirs, 0);
        file.read(ours, 0);
        return theirs.flip().equals(ours.flip());
    }

    private void drain(FileChannel from) throws IOException {
        if (from == null) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(64 * Journal.RECORD_BYTES).order(ByteOrder.nativeOrder());
        while (from.read(bytes.clear()) > 0) {
            int whole = bytes.position() - bytes.position() % Journal.RECORD_BYTES;
            from.position(from.position() - bytes.position() + whole); // the rest when it is there
            for (int at = 0; at < whole; at += Journal.RECORD_BYTES) {
                Journal.Entry entry = Journal.parse(bytes, at);
                if (entry != null) {
                    ContainerEvent event = EventJournal.event(entry);
                    if (filter.wants(event)) {
                        ahead.add(event);
                    }
                }
            }
            if (whole == 0) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        synchronized (this) { // whoever waits comes out first
            watch.close();
            if (file != null) {
                file.close();
            }
        }
    }
}
