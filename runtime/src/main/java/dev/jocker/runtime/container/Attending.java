package dev.jocker.runtime.container;

import dev.jocker.runtime.monitor.Watch;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.record.LockFile;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A connection with a container that is to go with its end: whoever has started it is there, and removes it; only where nobody is, its
 * monitor has to start somebody for that.
 *
 * <pre>
 *   we       lock ─► start ─────────────────────────────► has it ended? remove ─► unlock
 *   monitor                 ended ─► locked? end │ else the last act
 * </pre>
 */
final class Attending implements Attachment {
    private final Kept container;
    private final LiveAttachment attachment;
    private final LockFile lock;

    Attending(Kept container, LiveAttachment attachment, LockFile lock) {
        this.container = container;
        this.attachment = attachment;
        this.lock = lock;
    }

    /** Says that somebody is there, as long as this process lives. */
    static LockFile take(Kept container) throws IOException {
        return LockFile.take(container.path().resolve(Watch.ATTENDED));
    }

    @Override
    public OutputStream stdin() {
        return attachment.stdin();
    }

    @Override
    public boolean terminal() {
        return attachment.terminal();
    }

    @Override
    public void resize(int rows, int columns) throws IOException {
        attachment.resize(rows, columns);
    }

    @Override
    public LogReader output() {
        return attachment.output();
    }

    @Override
    public ContainerExit await() throws IOException {
        return attachment.await();
    }

    @Override
    public void close() throws IOException {
        try (attachment) {
            try (lock) {
                removeIfEnded();
            }
            removeIfEnded(); // meanwhile: its monitor may have seen us, and left it to us
        }
    }

    private void removeIfEnded() throws IOException {
        try {
            ContainerStatus status = container.state(container.record()).status();
            if (status == ContainerStatus.EXITED || status == ContainerStatus.DEAD) {
                new Removal(container).remove(false, true);
            }
        } catch (ContainerException.NotFound | ContainerException.WrongState e) {
            // another command has removed it, or is about to
        }
    }
}
