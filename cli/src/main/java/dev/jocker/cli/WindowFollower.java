package dev.jocker.cli;

import dev.jocker.runtime.container.Attachment;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.terminal.Signals;
import dev.jocker.runtime.terminal.WindowSize;
import java.io.IOException;

/** Gives a container's terminal the size of ours, now and whenever that changes, as long as it is open. */
final class WindowFollower implements Signals.Follower, AutoCloseable {
    private final Attachment attachment;

    private WindowFollower(Attachment attachment) {
        this.attachment = attachment;
    }

    static WindowFollower of(Attachment attachment) throws SyscallException {
        var follower = new WindowFollower(attachment);
        Signals.follow(follower, Signals.WINCH);
        follower.pass();
        return follower;
    }

    @Override
    public void received(int signal) {
        pass();
    }

    private void pass() {
        WindowSize size = WindowSize.ofStandardOutput();
        if (size == null || size.rows() == 0) {
            return;
        }
        try {
            attachment.resize(size.rows(), size.columns());
        } catch (IOException e) {
            // it has ended meanwhile
        }
    }

    @Override
    public void close() {
        Signals.unfollow(this);
    }
}
