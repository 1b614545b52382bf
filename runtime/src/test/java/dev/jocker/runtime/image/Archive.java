package dev.jocker.runtime.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Makes a tar archive, also such as nobody would make who means well. */
final class Archive {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    Archive() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    Archive directory(String name) {
        return put(entry(name + "/", TarConstants.LF_DIR, 0755), "");
    }

    Archive file(String name, String text) {
        return put(entry(name, TarConstants.LF_NORMAL, 0644), text);
    }

    Archive symbolicLink(String name, String target) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_SYMLINK, 0777);
        entry.setLinkName(target);
        return put(entry, "");
    }

    Archive hardLink(String name, String target) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_LINK, 0644);
        entry.setLinkName(target);
        return put(entry, "");
    }

    Archive device(String name, int major, int minor) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_CHR, 0600);
        entry.setDevMajor(major);
        entry.setDevMinor(minor);
        return put(entry, "");
    }

    Archive attribute(String name, String attribute, String value) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, 0644);
        entry.addPaxHeader("SCHILY.xattr." + attribute, value);
        return put(entry, "");
    }

    Archive put(TarArchiveEntry entry, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        try {
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    static TarArchiveEntry entry(String name, byte type, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true); // a leading slash stays
        entry.setMode(mode);
        entry.setModTime(1_000_000_000_000L);
        entry.setIds(0, 0);
        return entry;
    }

    byte[] bytes() {
        try {
            tar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }
}
