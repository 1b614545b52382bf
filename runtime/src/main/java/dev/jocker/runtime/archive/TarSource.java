package dev.jocker.runtime.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Reads a tar archive, compressed or not. A path out of the directory, or what is no file, is an error. */
public final class TarSource {
    private static final int PERMISSIONS = 07777;

    private TarSource() {}

    /**
     * Puts all entries to {@code destination}, which is not finished then.
     *
     * @param archive read to its end, not closed
     * @return how many bytes the regular files have
     * @throws ArchiveException if the archive is at fault
     */
    public static long read(InputStream archive, Destination destination) throws IOException {
        InputStream plain = Compression.decompress(archive).stream();
        var reader = new TarReader(plain);
        boolean any = false;
        long bytes = 0;
        for (TarArchiveEntry each = next(reader); each != null; each = next(reader)) {
            any = true;
            if (each.getLinkFlag() == 'V') {
                continue; // GNU tar's volume label
            }
            FileEntry entry = entry(reader, each);
            boolean regular = entry.kind() == FileEntry.Kind.REGULAR;
            if (entry.path().isEmpty() && entry.kind() != FileEntry.Kind.DIRECTORY) {
                throw new ArchiveException("the archive's top is not a directory");
            }
            destination.put(entry, regular ? new Contents(reader, entry.path()) : null);
            bytes += regular ? entry.size() : 0;
        }
        if (!any) {
            throw new ArchiveException("the archive is empty, or not a tar archive");
        }
        plain.transferTo(OutputStream.nullOutputStream()); // or who writes it gets SIGPIPE
        return bytes;
    }

    /** The library has unchecked exceptions for some damages. */
    private static TarArchiveEntry next(TarReader reader) throws IOException {
        try {
            return reader.next();
        } catch (IOException | RuntimeException e) {
            throw damaged("", e);
        }
    }

    private static ArchiveException damaged(String where, Exception e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : ArchiveException.shown(e.getMessage());
        return new ArchiveException("not a tar archive, or damaged, or cut short" + where + ": " + why, e);
    }

    /** A file's bytes: who puts them somewhere can tell a mistake of the archive from one of the place. */
    private static final class Contents extends FilterInputStream {
        private final String path;

        private Contents(TarReader reader, String path) {
            super(reader);
            this.path = path;
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException | RuntimeException e) {
                throw damaged(" at " + ArchiveException.shown(path), e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException | RuntimeException e) {
                throw damaged(" at " + ArchiveException.shown(path), e);
            }
        }
    }

    private static FileEntry entry(TarReader reader, TarArchiveEntry entry) throws IOException {
        FileEntry.Kind kind = kind(reader, entry);
        String link = switch (kind) {
            case SYMBOLIC_LINK -> reader.linkName(entry);
            case HARD_LINK -> TarReader.path(reader.linkName(entry));
            default -> null;
        };
        boolean device = kind == FileEntry.Kind.CHARACTER_DEVICE || kind == FileEntry.Kind.BLOCK_DEVICE;
        Instant modified = entry.getLastModifiedTime().toInstant();
        return new FileEntry(
                TarReader.path(reader.name(entry)),
                kind,
                entry.getMode() & PERMISSIONS,
                (int) reader.userId(entry),
                (int) reader.groupId(entry),
                kind == FileEntry.Kind.REGULAR ? entry.getRealSize() : 0,
                modified.getEpochSecond(),
                modified.getNano(),
                link,
                device ? entry.getDevMajor() : 0,
                device ? entry.getDevMinor() : 0,
                reader.extendedAttributes());
    }

    private static FileEntry.Kind kind(TarReader reader, TarArchiveEntry entry) throws ArchiveException {
        if (entry.isDirectory()) {
            return FileEntry.Kind.DIRECTORY;
        }
        return switch (entry.getLinkFlag()) {
            case TarConstants.LF_NORMAL,
                    TarConstants.LF_OLDNORM,
                    TarConstants.LF_CONTIG,
                    TarConstants.LF_GNUTYPE_SPARSE -> FileEntry.Kind.REGULAR;
            case TarConstants.LF_LINK -> FileEntry.Kind.HARD_LINK;
            case TarConstants.LF_SYMLINK -> FileEntry.Kind.SYMBOLIC_LINK;
            case TarConstants.LF_CHR -> FileEntry.Kind.CHARACTER_DEVICE;
            case TarConstants.LF_BLK -> FileEntry.Kind.BLOCK_DEVICE;
            case TarConstants.LF_FIFO -> FileEntry.Kind.FIFO;
            default ->
                throw new ArchiveException(
                        ArchiveException.shown(reader.name(entry)) + " is of a type that is not known");
        };
    }
}
