package dev.jocker.runtime.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Some things done at the same time, three at once as docker does. When the first fails, so does the whole, and the rest is told to end. */
final class Transfers {
    private static final int AT_ONCE = 3;

    private final List<Transfer> transfers = new ArrayList<>();
    private final Runnable abort;

    /** @param abort lets those that are under way fail */
    Transfers(Runnable abort) {
        this.abort = abort;
    }

    /** One of them. */
    interface Transfer {
        void run() throws IOException;
    }

    void add(Transfer transfer) {
        transfers.add(transfer);
    }

    /** Returns when nothing is under way any more. */
    void run() throws IOException {
        Throwable failure = null;
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var done = new ExecutorCompletionService<Void>(threads);
            for (Transfer each : transfers) {
                done.submit(() -> {
                    each.run();
                    return null;
                });
            }
            for (int i = 0; i < transfers.size() && failure == null; i++) {
                try {
                    done.take().get();
                } catch (ExecutionException e) {
                    failure = e.getCause();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    failure = new IOException("interrupted", e);
                }
            }
            if (failure != null) {
                threads.shutdownNow();
                abort.run();
            }
        }
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException(failure);
        }
    }
}
