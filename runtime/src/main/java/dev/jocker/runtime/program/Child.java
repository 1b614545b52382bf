package dev.jocker.runtime.program;

import dev.jocker.runtime.syscall.Fd;

/**
 * A process that a {@link Launch} made. Whoever has it waits for it, once.
 *
 * @param pid its id in our pid namespace
 * @param pidfd leads to it even when the id has gone to another; not null
 */
public record Child(int pid, Fd pidfd) implements AutoCloseable {
    @Override
    public void close() {
        pidfd.close();
    }
}
