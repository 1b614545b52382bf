package dev.jocker.runtime.archive;

import dev.jocker.runtime.syscall.FileNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads tar archives of all kinds (ustar, PAX, GNU). The library turns what PAX headers say into text, which ruins extended attributes
 * and names that are not UTF-8; so this looks over its shoulder and keeps the bytes.
 */
@SuppressWarnings("exports") // of the library: for the rooms above, which know it too
public final class TarReader extends TarArchiveInputStream {
    /** More than any real name or attributes need; a header's size is an attacker's to choose, and it is kept in memory. */
    private static final int LARGEST_HEADER = 1 << 20;

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 255; // NAME_MAX
    private static final String ATTRIBUTE = "SCHILY.xattr.";

    private ByteArrayOutputStream header = new ByteArrayOutputStream();
    private long headerBytes;
    private Map<String, byte[]> records = Map.of();

    /** @param archive tar, not compressed */
    public TarReader(InputStream archive) {
        super(archive, 20 * BLOCK, BLOCK, StandardCharsets.ISO_8859_1.name());
    }

    /** The next entry, or null at the end. */
    public TarArchiveEntry next() throws IOException {
        header = new ByteArrayOutputStream();
        headerBytes = 0;
        TarArchiveEntry entry = getNextEntry();
        if (entry != null && !entry.isCheckSumOK()) {
            throw new IOException("the checksum of a header is wrong");
        }
        records = records(header.toByteArray());
        return entry;
    }

    /** The name of the entry that {@link #next()} returned. */
    public String name(TarArchiveEntry entry) {
        byte[] sparse = records.get("GNU.sparse.name");
        return text(sparse != null ? sparse : records.get("path"), entry.getName());
    }

    /** What the entry that {@link #next()} returned links to. */
    public String linkName(TarArchiveEntry entry) {
        return text(records.get("linkpath"), entry.getLinkName());
    }

    /** A name in an archive as a path below the top. A slash at its beginning goes, as tar(1) has it; a way up is refused. */
    public static String path(String name) throws ArchiveException {
        var path = new StringBuilder(name.length());
        for (int start = 0; start < name.length(); ) {
            int slash = name.indexOf('/', start);
            int end = slash < 0 ? name.length() : slash;
            String part = name.substring(start, end);
            if (part.equals("..")) {
                throw new ArchiveException("the archive tries to leave its directory: " + ArchiveException.shown(name));
            }
            if (FileNames.encode(part).length > LONGEST_NAME) {
                throw new ArchiveException("a name is too long: " + ArchiveException.shown(part));
            }
            if (!part.isEmpty() && !part.equals(".")) {
                path.append(path.isEmpty() ? "" : "/").append(part);
            }
            start = end + 1;
        }
        return path.toString();
    }

    /** The owner's number of the entry that {@link #next()} returned. */
    public long userId(TarArchiveEntry entry) throws IOException {
        return id(records.get("uid"), entry.getLongUserId());
    }

    /** The group's number of the entry that {@link #next()} returned. */
    public long groupId(TarArchiveEntry entry) throws IOException {
        return id(records.get("gid"), entry.getLongGroupId());
    }

    /** The extended attributes of the entry that {@link #next()} returned. */
    public Map<String, byte[]> extendedAttributes() {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        for (var record : records.entrySet()) {
            if (record.getKey().startsWith(ATTRIBUTE)) {
                attributes.put(record.getKey().substring(ATTRIBUTE.length()), record.getValue());
            }
        }
        return attributes;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        TarArchiveEntry current = getCurrentEntry();
        if (count > 0 && current != null && isHeader(current)) {
            headerBytes += count;
            if (headerBytes > LARGEST_HEADER) {
                throw new IOException("headers are larger than " + (LARGEST_HEADER >> 20) + " MiB");
            }
            if (current.isPaxHeader()) {
                header.write(bytes, offset, count);
            }
        }
        return count;
    }

    private static boolean isHeader(TarArchiveEntry entry) {
        return entry.isPaxHeader()
                || entry.isGlobalPaxHeader()
                || entry.isGNULongNameEntry()
                || entry.isGNULongLinkEntry();
    }

    /** The library keeps 32 bits of it, with a sign. */
    private static long id(byte[] fromPax, long fromHeader) throws IOException {
        if (fromPax == null) {
            return fromHeader < 0 && fromHeader >= Integer.MIN_VALUE ? fromHeader & 0xFFFF_FFFFL : fromHeader;
        }
        try {
            return Long.parseLong(new String(fromPax, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            throw new IOException("a PAX header is damaged", e);
        }
    }

    private static String text(byte[] fromPax, String fromHeader) {
        return FileNames.decode(fromPax != null ? fromPax : fromHeader.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Records are {@code 30 mtime=1350244992.023960108\n}, the number counting all of it. The library has checked them. */
    private static Map<String, byte[]> records(byte[] header) throws IOException {
        Map<String, byte[]> records = new LinkedHashMap<>();
        int at = 0;
        while (at < header.length && header[at] != 0) {
            int length = 0;
            int from = at;
            while (from < header.length && header[from] >= '0' && header[from] <= '9' && length < LARGEST_HEADER) {
                length = length * 10 + header[from++] - '0';
            }
            int equals = from;
            while (equals < header.length && header[equals] != '=') {
                equals++;
            }
            int end = at + length;
            if (length == 0 || end > header.length || equals >= end) {
                throw new IOException("a PAX header is damaged");
            }
            String key = new String(header, from + 1, equals - from - 1, StandardCharsets.UTF_8);
            byte[] value = Arrays.copyOfRange(header, equals + 1, end - 1);
            if (value.length == 0) {
                records.remove(key);
            } else {
                records.put(key, value);
            }
            at = end;
        }
        return records;
    }
}
