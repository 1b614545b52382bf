package dev.jocker.runtime.container;

import dev.jocker.runtime.options.Directories;
import java.io.IOException;

/**
 * 65,536 user and group ids that no account of the host has and no other container of ours: what {@code --userns auto} maps root
 * and the others to. From the part of the ids that {@code systemd-nspawn(1)} takes for the same purpose.
 *
 * <p>A container has its range as long as it is kept: the files that it has made belong to it. Free again when it is closed, or its
 * owner is nobody any more.
 */
final class IdRange implements AutoCloseable {
    static final int SIZE = 65_536;

    static final long FIRST = 524_288;
    private static final long LAST = 1_879_048_191;

    private final Reservations ranges;
    private final long first;
    private final String id;

    private IdRange(Reservations ranges, long first, String id) {
        this.ranges = ranges;
        this.first = first;
        this.id = id;
    }

    /** Takes a range that is free for the container {@code id}, whose lock the caller has. */
    static IdRange take(Directories directories, String id) throws IOException {
        Reservations ranges = ranges(directories);
        for (long first = FIRST; first + SIZE - 1 <= LAST; first += SIZE) {
            if (ranges.take(Long.toString(first), id) == null) {
                return new IdRange(ranges, first, id);
            }
        }
        throw new IOException("all ranges of user ids are in use: see " + directories.idRanges());
    }

    /** The links from first ids to containers. */
    static Reservations ranges(Directories directories) {
        return new Reservations(directories, directories.idRanges(), new Reservations.Claims() {
            @Override
            public boolean claims(String id, String first) throws IOException {
                ContainerRecord record = ContainerRecord.read(directories.container(id));
                return record != null && Long.toString(record.idRange()).equals(first);
            }
        });
    }

    /** What root inside is outside. */
    long first() {
        return first;
    }

    @Override
    public void close() throws IOException {
        ranges.release(Long.toString(first), id);
    }
}
