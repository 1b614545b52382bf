package dev.jocker.runtime.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Keeps what is read through it, and what went wrong with it, which whoever decompresses it would take for damage. */
final class BlobCopy extends FilterInputStream {
    private final OutputStream copy;
    private final LongConsumer progress;
    private long count;
    private IOException failure;

    /**
     * @param copy gets all of it; not closed
     * @param progress is told how much that is so far
     */
    BlobCopy(InputStream stream, OutputStream copy, LongConsumer progress) {
        super(stream);
        this.copy = copy;
        this.progress = progress;
    }

    /** How many bytes were read. */
    long count() {
        return count;
    }

    /** Throws what reading or keeping failed with, if that has failed. */
    void rethrow() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                copy.write(bytes, offset, read);
                count += read;
                progress.accept(count);
            }
            return read;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Skipping would leave a gap, so it is reading. */
    @Override
    public long skip(long wanted) throws IOException {
        return wanted <= 0 ? 0 : readNBytes((int) Math.min(wanted, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
