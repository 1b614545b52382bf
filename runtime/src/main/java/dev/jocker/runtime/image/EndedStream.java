package dev.jocker.runtime.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A tar archive with an end mark, whether it has one or not. Some tools that make layers, umoci 0.4 among them, write neither the mark nor the
 * zeros that fill the last block, and those that read layers do not miss them.
 */
final class EndedStream extends FilterInputStream {
    private static final int BLOCK = 512;
    private static final int MARK = 2 * BLOCK;

    private long count;
    /** -1 before the archive's end; then how many zeros are to come. */
    private int zeros = -1;

    EndedStream(InputStream archive) {
        super(archive);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = zeros < 0 ? super.read(bytes, offset, length) : -1;
        if (read >= 0) {
            count += read;
            return read;
        }
        if (zeros < 0) {
            zeros = MARK + (int) ((BLOCK - count % BLOCK) % BLOCK);
        }
        int given = Math.min(zeros, length);
        Arrays.fill(bytes, offset, offset + given, (byte) 0);
        zeros -= given;
        return given == 0 ? -1 : given;
    }

    @Override
    public long skip(long wanted) throws IOException {
        return wanted <= 0 ? 0 : readNBytes((int) Math.min(wanted, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
