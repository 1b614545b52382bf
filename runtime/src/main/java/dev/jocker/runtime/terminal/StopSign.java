package dev.jocker.runtime.terminal;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;

/**
 * Ends the waiting of threads that wait for descriptors. It is a pipe that nobody writes to: when its writing end is
 * closed, whoever waits for its other end, for whatever events, wakes (POLLHUP), now and ever after.
 */
final class StopSign implements AutoCloseable {
    private final Descriptors.Pipe pipe;

    private StopSign(Descriptors.Pipe pipe) {
        this.pipe = pipe;
    }

    static StopSign make() throws SyscallException {
        return new StopSign(Descriptors.pipe());
    }

    void raise() {
        pipe.writeEnd().close();
    }

    /**
     * Waits until {@code fd} has one of the events, or is at its end or broken.
     *
     * @return false if the sign was raised, whatever else there is
     */
    boolean await(Fd fd, int events) throws SyscallException {
        return Descriptors.poll(new Fd[] {fd, pipe.readEnd()}, events, -1)[1] == 0;
    }

    /** Frees the descriptors, once nobody waits any more. */
    @Override
    public void close() {
        pipe.close();
    }
}
