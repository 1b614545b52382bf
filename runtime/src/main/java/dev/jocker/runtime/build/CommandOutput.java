package dev.jocker.runtime.build;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reads what a command writes, on a thread of its own, until nobody can write any more. */
final class CommandOutput {
    private static final int BUFFER = 1 << 16;

    private final Fd pipe;
    private final Consumer<byte[]> receiver;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("jocker-build-output").unstarted(this::read);

    CommandOutput(Fd pipe, Consumer<byte[]> receiver) {
        this.pipe = pipe;
        this.receiver = receiver;
    }

    void start() {
        thread.start();
    }

    private void read() {
        ByteBuffer buffer = Descriptors.buffer(BUFFER);
        try {
            while (Descriptors.read(pipe, buffer.clear()) > 0) {
                byte[] bytes = new byte[buffer.flip().remaining()];
                buffer.get(bytes);
                receiver.accept(bytes);
            }
        } catch (SyscallException e) {
            // then there is no more of it
        }
    }

    /** Returns when everything has been read. */
    void await() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
