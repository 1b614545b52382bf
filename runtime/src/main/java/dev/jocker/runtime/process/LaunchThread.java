package dev.jocker.runtime.process;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The thread that clones. A container that is to end with Jocker (PR_SET_PDEATHSIG) ends with the <em>thread</em> that cloned it, so
 * that has to be one that lives as long as the JVM, and never one of a pool or a virtual one.
 */
public final class LaunchThread {
    private static final ExecutorService EXECUTOR = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().daemon().name("jocker-launch").unstarted(task));

    private LaunchThread() {}

    /** Does {@code task} on that thread and waits for it, also when interrupted: whoever went away would leave a child to nobody. */
    public static <T> T call(Callable<T> task) throws IOException {
        Future<T> result = EXECUTOR.submit(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException runtime -> throw runtime;
                case Error error -> throw error;
                default -> throw new IOException(e.getCause());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
