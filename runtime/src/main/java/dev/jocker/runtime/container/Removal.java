package dev.jocker.runtime.container;

import dev.jocker.runtime.launch.Connection;
import dev.jocker.runtime.launch.NetworkNote;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.record.LockFile;
import java.io.IOException;

/**
 * Takes containers away, with all that they have on the host: the record first, so that what a crash leaves behind is nobody's and the
 * next sweep's.
 */
final class Removal {
    private final Kept container;

    Removal(Kept container) {
        this.container = container;
    }

    /** {@code volumes}: whether those without a name that no other container wants go, too. */
    void remove(boolean force, boolean volumes) throws IOException {
        ContainerRecord record = container.record();
        if (force) {
            // Without the lock: a stop that waits with it has its end by this.
            new Stopping(container).killIfUp(record);
        }
        try (LockFile _ = container.lock()) {
            record = container.record();
            if (force) {
                new Stopping(container).killIfUp(record); // somebody may have started it meanwhile
            }
            Operation.REMOVE.isNeeded(record.name(), container.state(record).status());
            delete(record, volumes);
        }
    }

    /** Takes it away. The caller has the command lock, and it is not up. */
    void delete(ContainerRecord record, boolean volumes) throws IOException {
        var directory = new ContainerDirectory(container.directories(), container.id(), container.ownersLock(record));
        try {
            container.groups().remove();
        } catch (IOException | RuntimeException e) {
            directory.leave(); // its processes live: it is still there, and can be found
            throw e;
        }
        NetworkNote note = NetworkNote.readable(container.path());
        try (directory) {
            container.tell(Kind.DESTROY, record, null);
            if (!volumes) {
                VolumeNote.delete(
                        directory.path()); // before the record goes: who finds what is left then frees those noted
            }
            ContainerDirectory.forget(directory.path());
        } finally {
            if (!ContainerDirectory.hasRecord(container.path())) {
                release(record);
                Connection.left(container.directories(), container.id(), note);
            }
        }
    }

    /** What the record alone keeps others from. */
    private void release(ContainerRecord record) throws IOException {
        ContainerIndex.names(container.directories()).release(record.name(), container.id());
        if (record.idRange() != 0) {
            IdRange.ranges(container.directories()).release(Long.toString(record.idRange()), container.id());
        }
    }
}
