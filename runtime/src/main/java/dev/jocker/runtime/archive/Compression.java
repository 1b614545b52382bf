package dev.jocker.runtime.archive;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** How an archive is compressed. The file says so itself, in its first bytes; its name is not asked. */
public enum Compression {
    NONE(""),
    GZIP("1f8b"),
    BZIP2("425a68"),
    XZ("fd377a585a00"),
    ZSTD("28b52ffd");

    private static final int LONGEST = 6;
    private static final int BUFFER = 1 << 16;
    /** {@code xz -9} needs 65 MiB to decompress; a file can ask for gigabytes. */
    private static final int XZ_MEMORY_KIB = 256 << 10;

    /** The first bytes, in hexadecimal. */
    private final String magic;

    Compression(String magic) {
        this.magic = magic;
    }

    /** An archive as it was before compression, if any. */
    public record Plain(Compression compression, InputStream stream) {}

    /** Finds out, and decompresses while reading. Several compressed streams after each other are one, as the tools have it. */
    public static Plain decompress(InputStream archive) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(archive, BUFFER);
        Compression found = of(buffered);
        return new Plain(found, found.open(buffered));
    }

    /** How an archive is compressed. The stream is then at its beginning again. */
    public static Compression of(BufferedInputStream archive) throws IOException {
        archive.mark(LONGEST);
        Compression found = of(archive.readNBytes(LONGEST));
        archive.reset();
        return found;
    }

    /** Decompresses while reading. */
    public InputStream open(InputStream archive) throws IOException {
        return switch (this) {
            case NONE -> archive;
            case GZIP ->
                GzipCompressorInputStream.builder()
                        .setInputStream(archive)
                        .setDecompressConcatenated(true)
                        .get();
            case BZIP2 -> new BZip2CompressorInputStream(archive, true);
            case XZ -> new XZInputStream(archive, XZ_MEMORY_KIB);
            case ZSTD -> new ZstdInputStream(archive);
        };
    }

    static Compression of(byte[] start) {
        String hex = HexFormat.of().formatHex(start);
        for (Compression each : values()) {
            if (each != NONE && hex.startsWith(each.magic)) {
                return each;
            }
        }
        return NONE;
    }
}
