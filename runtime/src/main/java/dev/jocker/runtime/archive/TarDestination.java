package dev.jocker.runtime.archive;

import dev.jocker.runtime.syscall.FileNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a tar archive, {@code tar(5)}. What does not fit into its header, and extended attributes, go into a PAX header before it; written
 * here, since the library would make text of bytes.
 */
public final class TarDestination implements Destination {
    private static final int NAME_BYTES = 100;
    private static final String ATTRIBUTE = "SCHILY.xattr.";

    private final TarArchiveOutputStream out;

    /** @param out stays the caller's to close */
    public TarDestination(OutputStream out) {
        this.out = new TarArchiveOutputStream(out, StandardCharsets.ISO_8859_1.name());
        this.out.setLongFileMode(TarArchiveOutputStream.LONGFILE_TRUNCATE);
        this.out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    }

    @Override
    public void put(FileEntry file, InputStream contents) throws IOException {
        boolean directory = file.kind() == FileEntry.Kind.DIRECTORY;
        if (file.path().isEmpty()) {
            return;
        }
        String name = bytesAsText(file.path() + (directory ? "/" : ""));
        var entry = new TarArchiveEntry(name, type(file.kind()), true);
        entry.setMode(file.permissions());
        entry.setUserId(Integer.toUnsignedLong(file.uid()));
        entry.setGroupId(Integer.toUnsignedLong(file.gid()));
        entry.setLastModifiedTime(FileTime.from(Instant.ofEpochSecond(file.seconds())));
        entry.setSize(file.size());
        entry.setDevMajor(file.major());
        entry.setDevMinor(file.minor());
        Map<String, byte[]> records = new TreeMap<>();
        if (name.length() > NAME_BYTES) {
            records.put("path", FileNames.encode(file.path() + (directory ? "/" : "")));
        }
        if (file.link() != null) {
            String link = bytesAsText(file.link());
            entry.setLinkName(link);
            if (link.length() > NAME_BYTES) {
                records.put("linkpath", FileNames.encode(file.link()));
                entry.setLinkName(link.substring(0, NAME_BYTES));
            }
        }
        for (var attribute : file.attributes().entrySet()) {
            records.put(ATTRIBUTE + attribute.getKey(), attribute.getValue());
        }
        if (!records.isEmpty()) {
            putHeader(records, entry.getLastModifiedTime());
        }
        out.putArchiveEntry(entry);
        if (contents != null) {
            copy(contents, file.size());
        }
        out.closeArchiveEntry();
    }

    /** A file that has been cut short meanwhile has zeros for the rest: its size is out already. */
    private void copy(InputStream contents, long size) throws IOException {
        byte[] bytes = new byte[1 << 16];
        long left = size;
        while (left > 0) {
            int count = contents.read(bytes, 0, (int) Math.min(bytes.length, left));
            if (count < 0) {
                java.util.Arrays.fill(bytes, (byte) 0);
                count = (int) Math.min(bytes.length, left);
            }
            out.write(bytes, 0, count);
            left -= count;
        }
    }

    /** The header's own time is the file's, not now: the same files make the same archive. */
    private void putHeader(Map<String, byte[]> records, FileTime time) throws IOException {
        var header = new ByteArrayOutputStream();
        for (var record : records.entrySet()) {
            byte[] key = (" " + record.getKey() + "=").getBytes(StandardCharsets.UTF_8);
            int rest = key.length + record.getValue().length + 1;
            int length = rest + Integer.toString(rest).length();
            length = rest + Integer.toString(length).length(); // its own digits count
            header.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
            header.writeBytes(key);
            header.writeBytes(record.getValue());
            header.write('\n');
        }
        var entry = new TarArchiveEntry("././@PaxHeader", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
        entry.setSize(header.size());
        entry.setLastModifiedTime(time);
        out.putArchiveEntry(entry);
        header.writeTo(out);
        out.closeArchiveEntry();
    }

    @Override
    public void finish() throws IOException {
        out.finish();
        out.flush();
    }

    private static byte type(FileEntry.Kind kind) {
        return switch (kind) {
            case REGULAR -> TarConstants.LF_NORMAL;
            case DIRECTORY -> TarConstants.LF_DIR;
            case SYMBOLIC_LINK -> TarConstants.LF_SYMLINK;
            case HARD_LINK -> TarConstants.LF_LINK;
            case CHARACTER_DEVICE -> TarConstants.LF_CHR;
            case BLOCK_DEVICE -> TarConstants.LF_BLK;
            case FIFO -> TarConstants.LF_FIFO;
        };
    }

    private static String bytesAsText(String name) {
        return new String(FileNames.encode(name), StandardCharsets.ISO_8859_1);
    }
}
