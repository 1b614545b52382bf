package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Digests;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Digests what is read through it. */
final class DigestingStream extends FilterInputStream {
    private final MessageDigest digest = Digests.sha256();
    private long trailingZeros;

    DigestingStream(InputStream stream) {
        super(stream);
    }

    /** {@code sha256:} and 64 digits, of all that was read. Once. */
    String digest() {
        return Digests.text(digest.digest());
    }

    /** How many zero bytes came last. */
    long trailingZeros() {
        return trailingZeros;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count > 0) {
            digest.update(bytes, offset, count);
            int last = count;
            while (last > 0 && bytes[offset + last - 1] == 0) {
                last--;
            }
            trailingZeros = last == 0 ? trailingZeros + count : count - last;
        }
        return count;
    }

    /** Skipping would leave a gap in the digest, so it is reading. */
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(Math.max(count, 0), 1 << 16)];
        long done = 0;
        while (done < count) {
            int read = read(skipped, 0, (int) Math.min(skipped.length, count - done));
            if (read < 0) {
                break;
            }
            done += read;
        }
        return done;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
