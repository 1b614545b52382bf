package dev.jocker.runtime.image;

import dev.jocker.bindings.stat_h;
import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.archive.Compression;
import dev.jocker.runtime.archive.TarReader;
import dev.jocker.runtime.image.LayerWriter.Attributes;
import dev.jocker.runtime.image.LayerWriter.Time;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.FileNames;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveStructSparse;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Unpacks an archive into a directory as a layer for overlayfs: whiteouts become what overlayfs takes for one. Whatever the archive
 * says, nothing outside of the directory is touched; what climbs out of it, or makes no sense, is an error.
 */
final class LayerUnpacker {
    static final String WHITEOUT = ".wh.";
    static final String OPAQUE = ".wh..wh..opq";
    private static final String AUFS = ".wh..wh.";
    private static final int PERMISSIONS = 07777;
    private static final long LARGEST_ID = 0xFFFF_FFFEL;
    private static final int LARGEST_MAJOR = 0xFFF;
    private static final int LARGEST_MINOR = 0xFFFFF;
    private static final int LONGEST_PATH = 4095; // PATH_MAX without its zero byte
    private static final int BLOCK = 512;

    private final TarReader reader;
    private final LayerWriter writer;
    private final byte[] bytes = new byte[1 << 16];
    private String current = "the archive";
    private long size;

    private LayerUnpacker(TarReader reader, LayerWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * What was unpacked.
     *
     * @param diffId the digest of the archive before compression, {@code sha256:…}
     * @param size of all regular files together, in bytes
     * @param implied directories that the archive does not name, see {@link Cover}
     */
    record Unpacked(String diffId, long size, List<String> implied) {}

    /**
     * Unpacks.
     *
     * @param archive tar, as it is or compressed by gzip, bzip2, xz or zstd; read to its end, not closed
     * @param directory empty, open
     * @throws ArchiveException if the archive is at fault; the directory then holds a part of it
     */
    static Unpacked unpack(InputStream archive, Fd directory) throws IOException {
        return unpack(archive, directory, true);
    }

    /** As {@link #unpack}, for an archive of known digest: whether it is cut short is found out by that, and it needs no end mark. */
    static Unpacked unpackKnown(InputStream archive, Fd directory) throws IOException {
        return unpack(archive, directory, false);
    }

    private static Unpacked unpack(InputStream archive, Fd directory, boolean marked) throws IOException {
        String current = "the archive";
        try (LayerWriter writer = new LayerWriter(directory)) {
            Compression.Plain plain = Compression.decompress(archive);
            DigestingStream digesting = new DigestingStream(plain.stream());
            LayerUnpacker unpacker =
                    new LayerUnpacker(new TarReader(marked ? digesting : new EndedStream(digesting)), writer);
            try {
                unpacker.entries(marked);
            } finally {
                current = ArchiveException.shown(unpacker.current);
            }
            digesting.transferTo(OutputStream.nullOutputStream());
            // A compressed stream knows where it ends; for a plain one the zeros at its end are the only sign.
            if (marked && plain.compression() == Compression.NONE && digesting.trailingZeros() < BLOCK) {
                throw new ArchiveException("the archive is cut short: it has no end mark");
            }
            return new Unpacked(digesting.digest(), unpacker.size, writer.implied());
        } catch (ArchiveException e) {
            throw e;
        } catch (SyscallException e) {
            String call = e.call() + ": " + Errno.describe(e.number()); // its arguments hold names, of whatever form
            throw new IOException("unpacking " + current + ": " + call, e);
        } catch (IOException | RuntimeException e) { // the libraries have both for one cause
            throw damaged(current, e);
        }
    }

    static ArchiveException damaged(String where, Exception e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : ArchiveException.shown(e.getMessage());
        return new ArchiveException("not a tar archive, or damaged, or cut short, at " + where + ": " + why, e);
    }

    /** @param some whether it cannot be empty; a layer can */
    private void entries(boolean some) throws IOException {
        boolean any = false;
        for (TarArchiveEntry entry = reader.next(); entry != null; entry = reader.next()) {
            any = true;
            current = reader.name(entry);
            entry(entry, path(current));
        }
        if (some && !any) {
            throw new ArchiveException("the archive is empty, or not a tar archive");
        }
        writer.finish();
    }

    private void entry(TarArchiveEntry entry, String path) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.startsWith(WHITEOUT)) {
            whiteout(path, name);
            return;
        }
        if (entry.isDirectory()) {
            writer.directory(path, attributes(entry));
            return;
        }
        byte type = entry.getLinkFlag();
        if (path.isEmpty() && type != 'V') {
            throw new ArchiveException("the archive's top is not a directory");
        }
        switch (type) {
            case TarConstants.LF_NORMAL,
                    TarConstants.LF_OLDNORM,
                    TarConstants.LF_CONTIG,
                    TarConstants.LF_GNUTYPE_SPARSE -> file(entry, path);
            case TarConstants.LF_LINK -> writer.hardLink(path, path(reader.linkName(entry)));
            case TarConstants.LF_SYMLINK -> symbolicLink(entry, path);
            case TarConstants.LF_CHR -> device(entry, path, stat_h.S_IFCHR());
            case TarConstants.LF_BLK -> device(entry, path, stat_h.S_IFBLK());
            case TarConstants.LF_FIFO -> writer.node(path, stat_h.S_IFIFO(), 0, 0, attributes(entry));
            case 'V' -> {} // GNU tar's volume label
            default ->
                throw new ArchiveException(ArchiveException.shown(path) + " is of a type that is not known: '"
                        + ArchiveException.shown(String.valueOf((char) (type & 0xFF))) + "'");
        }
    }

    private void whiteout(String path, String name) throws IOException {
        String directory = path.substring(0, Math.max(0, path.length() - name.length() - 1));
        if (name.equals(OPAQUE)) {
            writer.opaque(directory);
        } else if (!name.startsWith(AUFS)) { // the rest of aufs' own book-keeping means nothing to others
            String hidden = name.substring(WHITEOUT.length());
            if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
                throw new ArchiveException(ArchiveException.shown(path) + " hides nothing that can be hidden");
            }
            writer.whiteout(directory.isEmpty() ? hidden : directory + "/" + hidden, stat_h.S_IFCHR());
        }
    }

    private void file(TarArchiveEntry entry, String path) throws IOException {
        try (Fd file = writer.file(path)) {
            if (entry.isSparse()) {
                sparse(entry, file);
            } else {
                copy(file, 0, Long.MAX_VALUE);
            }
        }
        writer.finish(path, attributes(entry));
        size += entry.isSparse() ? entry.getRealSize() : entry.getSize();
    }

    private void sparse(TarArchiveEntry entry, Fd file) throws IOException {
        long at = 0;
        for (TarArchiveStructSparse piece : entry.getOrderedSparseHeaders()) {
            while (at < piece.getOffset()) {
                long skipped = reader.skip(piece.getOffset() - at);
                if (skipped <= 0) {
                    throw new IOException("the map of a sparse file is wrong");
                }
                at += skipped;
            }
            at += copy(file, at, piece.getNumbytes());
        }
        FileContents.ftruncate(file, entry.getRealSize());
    }

    private long copy(Fd file, long offset, long limit) throws IOException {
        long done = 0;
        while (done < limit) {
            int count = reader.read(bytes, 0, (int) Math.min(bytes.length, limit - done));
            if (count < 0) {
                break;
            }
            writer.write(file, bytes, count, offset + done);
            done += count;
        }
        return done;
    }

    private void symbolicLink(TarArchiveEntry entry, String path) throws IOException {
        String target = reader.linkName(entry);
        if (target.isEmpty()) {
            throw new ArchiveException(ArchiveException.shown(path) + " is a symbolic link to nothing");
        }
        writer.symbolicLink(path, target, attributes(entry));
    }

    private void device(TarArchiveEntry entry, String path, int type) throws IOException {
        int major = entry.getDevMajor();
        int minor = entry.getDevMinor();
        if (major < 0 || major > LARGEST_MAJOR || minor < 0 || minor > LARGEST_MINOR) {
            throw new ArchiveException(ArchiveException.shown(path) + " is a device with the number " + major + ":"
                    + minor + ", which cannot be");
        }
        writer.node(path, type, major, minor, attributes(entry));
    }

    private Attributes attributes(TarArchiveEntry entry) throws IOException {
        Instant modified = entry.getLastModifiedTime().toInstant();
        return new Attributes(
                id(reader.userId(entry)),
                id(reader.groupId(entry)),
                entry.getMode() & PERMISSIONS,
                new Time(modified.getEpochSecond(), modified.getNano()),
                reader.extendedAttributes());
    }

    private int id(long id) throws ArchiveException {
        if (id < 0 || id > LARGEST_ID) {
            throw new ArchiveException(ArchiveException.shown(current) + " has the owner " + id + ", which cannot be");
        }
        return (int) id;
    }

    /** {@link TarReader#path}, refused where the kernel would refuse it. */
    private static String path(String name) throws ArchiveException {
        String path = TarReader.path(name);
        if (path.length() > LONGEST_PATH || FileNames.encode(path).length > LONGEST_PATH) {
            throw new ArchiveException("a name is too long: " + ArchiveException.shown(name));
        }
        return path;
    }
}
