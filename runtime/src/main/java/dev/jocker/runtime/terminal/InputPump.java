package dev.jocker.runtime.terminal;

import static dev.jocker.runtime.syscall.Errno.EAGAIN;

import dev.jocker.bindings.poll_h;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;
import java.nio.ByteBuffer;

/** Carries what is typed to the master until there is no more of it, the master is gone, or the stop sign is raised. */
final class InputPump extends Thread {
    private static final int CHUNK = 4096;

    private final Fd in;
    private final Fd master;
    private final StopSign stop;

    InputPump(Fd in, Fd master, StopSign stop) {
        super("terminal input");
        setDaemon(true); // a JVM that wants to end does not wait for the user to type something
        this.in = in;
        this.master = master;
        this.stop = stop;
    }

    @Override
    public void run() {
        ByteBuffer buffer = Descriptors.buffer(CHUNK);
        try {
            while (stop.await(in, poll_h.POLLIN())) {
                buffer.clear();
                if (!read(buffer)) {
                    return;
                }
                buffer.flip();
                if (!write(buffer)) {
                    return;
                }
            }
        } catch (SyscallException | IllegalStateException e) {
            // Closed at one end or the other (EBADF, EIO): what is typed reaches nobody now. How that came about, the
            // output tells.
        }
    }

    /** Returns false at the end of the input. */
    private boolean read(ByteBuffer buffer) throws SyscallException {
        try {
            return Descriptors.read(in, buffer) > 0;
        } catch (SyscallException e) {
            if (e.errno() == EAGAIN) {
                return true; // somebody made it non-blocking, and somebody else was faster
            }
            throw e;
        }
    }

    /** Returns false if the stop sign was raised meanwhile. */
    private boolean write(ByteBuffer buffer) throws SyscallException {
        while (buffer.hasRemaining()) {
            try {
                Descriptors.write(master, buffer);
            } catch (SyscallException e) {
                if (e.errno() != EAGAIN) {
                    throw e;
                }
                if (!stop.await(master, poll_h.POLLOUT())) { // full: the program does not read
                    return false;
                }
            }
        }
        return true;
    }
}
