package dev.jocker.runtime.registry;

import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A blob as it comes from a registry. Where the connection breaks, it goes on from there with a new one, {@code Range} of RFC 9110. Its end
 * is reached only if size and digest are right; else reading it fails.
 */
public final class BlobStream extends InputStream {
    private static final int PARTIAL = 206;
    private static final int NOTHING_THERE = 416;
    private static final int SKIPPED = 1 << 16;

    private final Session session;
    private final Request request;
    private final String scope;
    private final Descriptor blob;
    private final MessageDigest digest = Digests.sha256();
    private final Runnable retrying;
    private InputStream stream;
    private Reply reply;
    private long position;
    private int failures;
    private boolean checked;
    private RegistryException failed;
    private volatile boolean aborted;

    BlobStream(Session session, Request request, String scope, Descriptor blob, Runnable retrying) {
        this.session = session;
        this.request = request;
        this.scope = scope;
        this.blob = blob;
        this.retrying = retrying;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (failed != null) {
            throw failed; // who unpacks may ask once more
        }
        try {
            return next(bytes, offset, length);
        } catch (RegistryException e) {
            failed = e;
            throw e;
        }
    }

    private int next(byte[] bytes, int offset, int length) throws IOException {
        while (position < blob.size()) {
            if (stream == null) {
                open();
            }
            int wanted = (int) Math.min(length, blob.size() - position);
            try {
                int count = stream.read(bytes, offset, wanted);
                if (count > 0) {
                    digest.update(bytes, offset, count);
                    position += count;
                    failures = 0;
                    return count;
                }
                broken(new IOException("it ends after " + position + " of " + blob.size() + " bytes"));
            } catch (IOException e) {
                broken(e);
            }
        }
        check();
        return -1;
    }

    /** Ends the reading, from another thread: it fails. */
    public void abort() {
        aborted = true;
        Reply last = reply;
        if (last != null) {
            last.disconnect();
        }
    }

    @Override
    public void close() {
        if (stream != null && position < blob.size()) {
            reply.disconnect(); // or the rest would be read
        }
        drop();
    }

    private void open() throws IOException {
        if (aborted) {
            throw new RegistryException("given up", 0);
        }
        Request asked = position == 0 ? request : request.patiently().with("Range", "bytes=" + position + "-");
        Reply answer = session.send(asked, scope);
        if (!answer.isGood()) {
            try (answer) {
                if (answer.status() == NOTHING_THERE) {
                    throw tooShort(position);
                }
                throw new RegistryException(
                        session.host() + " does not give the layer " + blob.digest() + ": " + answer.text(),
                        answer.status());
            }
        }
        reply = answer;
        if (answer.length() >= 0 && answer.length() < blob.size()) {
            answer.disconnect();
            throw tooShort(answer.length());
        }
        stream = answer.body();
        if (answer.status() != PARTIAL) {
            pass(position);
        } else if (!String.valueOf(answer.header("Content-Range")).startsWith("bytes " + position + "-")) {
            throw new RegistryException(
                    session.host() + " gives another part of a layer than the one it was asked for", 0);
        }
    }

    private RegistryException tooShort(long length) {
        return new RegistryException(
                session.host() + " has only " + length + " of the " + blob.size() + " bytes of the layer "
                        + blob.digest(),
                0);
    }

    /** Past what is here already, where the registry begins anew. */
    private void pass(long count) throws IOException {
        byte[] skipped = new byte[SKIPPED];
        long left = count;
        while (left > 0) {
            int read = stream.read(skipped, 0, (int) Math.min(skipped.length, left));
            if (read < 0) {
                throw new RegistryException(session.host() + " gives less of the layer than before", 0);
            }
            left -= read;
        }
    }

    private void broken(IOException e) throws RegistryException {
        if (reply != null) {
            reply.disconnect();
        }
        drop();
        failures++;
        if (aborted || failures == Pause.TRIES) {
            throw new RegistryException(
                    "the layer " + blob.digest() + " does not come from " + session.host() + ": " + e.getMessage(), e);
        }
        retrying.run();
        Pause.before(failures, null);
    }

    private void drop() {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            // what was wanted of it is here
        }
        stream = null;
    }

    private void check() throws IOException {
        if (checked) {
            return;
        }
        if (stream != null && stream.read() >= 0) {
            reply.disconnect();
            throw new RegistryException(
                    "the layer " + blob.digest() + " is longer than the " + blob.size() + " bytes its manifest says",
                    0);
        }
        String found = Digests.text(digest.digest());
        if (!found.equals(blob.digest())) {
            throw new RegistryException(
                    "the layer " + blob.digest() + " has another digest, " + found + ": it has been damaged or forged",
                    0);
        }
        checked = true;
    }
}
