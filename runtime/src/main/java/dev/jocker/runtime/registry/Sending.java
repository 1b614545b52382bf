package dev.jocker.runtime.registry;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes a body to a peer, and gives up on one that stops reading: for that, sockets know no time limit. So another thread writes, and is
 * left behind where it does not come back.
 */
final class Sending {
    private final HttpURLConnection connection;
    private final Request.Body body;
    private final long silenceMillis;
    private volatile long last = System.nanoTime();

    /** @param silenceMillis how long the peer may take nothing */
    Sending(HttpURLConnection connection, Request.Body body, long silenceMillis) {
        this.connection = connection;
        this.body = body;
        this.silenceMillis = silenceMillis;
    }

    void run() throws IOException {
        var task = new FutureTask<Void>(() -> {
            write();
            return null;
        });
        Thread.ofPlatform().daemon().name("sending").start(task);
        while (true) {
            try {
                long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last);
                task.get(Math.max(1, silenceMillis - waited), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last) >= silenceMillis) {
                    // Not by this thread: closing TLS waits for whoever writes.
                    Thread.ofPlatform().daemon().start(connection::disconnect);
                    var stalled = new SocketTimeoutException("it takes nothing any more");
                    stalled.initCause(e);
                    throw stalled;
                }
            } catch (ExecutionException e) {
                rethrow(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                Thread.ofPlatform().daemon().start(connection::disconnect);
                throw new RegistryException("interrupted", e);
            }
        }
    }

    private void write() throws IOException {
        try (OutputStream stream = new FilterOutputStream(connection.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                last = System.nanoTime();
            }
        }) {
            last = System.nanoTime(); // connecting has a limit of its own
            body.writeTo(stream);
        }
    }

    private static void rethrow(Throwable cause) throws IOException {
        switch (cause) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException(cause);
        }
    }
}
