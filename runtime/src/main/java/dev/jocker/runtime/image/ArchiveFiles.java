package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.oci.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/**
 * The files of an archive of images, each under a number in a staging directory, digested on the way. What the archive calls them is
 * looked up, and makes no path on this machine.
 */
final class ArchiveFiles implements Destination {
    private static final int MOST = 100_000;
    private static final int MOST_LINKS = 8;
    private static final int LARGEST_DOCUMENT = 16 << 20;

    private final Path directory;
    private final Map<String, Stored> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    /** A file; {@code name} in the staging directory. */
    record Stored(String name, String digest, long size) {}

    ArchiveFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public void put(FileEntry entry, InputStream contents) throws IOException {
        if (files.size() + links.size() >= MOST) {
            throw new ArchiveException("the archive has more files than any archive of images");
        }
        switch (entry.kind()) {
            case REGULAR -> store(entry.path(), contents);
            case HARD_LINK -> links.put(entry.path(), "/" + entry.link());
            case SYMBOLIC_LINK -> links.put(entry.path(), entry.link());
            default -> {} // a directory, or nothing of an image's
        }
    }

    @Override
    public void finish() {}

    private void store(String path, InputStream contents) throws IOException {
        String name = "file" + files.size();
        MessageDigest digest = Digests.sha256();
        long size;
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(directory.resolve(name)), digest)) {
            size = contents.transferTo(out);
        }
        files.put(path, new Stored(name, Digests.text(digest.digest()), size));
    }

    /** The file of that name, or that a link of that name leads to; null if there is none. */
    Stored find(String path) {
        String at = path;
        for (int i = 0; i < MOST_LINKS && links.containsKey(at); i++) {
            at = resolve(at, links.get(at));
        }
        return files.get(at);
    }

    /** Old archives of docker's have links from one layer's directory to another's. */
    private static String resolve(String from, String link) {
        if (link.startsWith("/")) {
            return link.substring(1);
        }
        int slash = from.lastIndexOf('/');
        return Path.of("/" + (slash < 0 ? "" : from.substring(0, slash)))
                .resolve(link)
                .normalize()
                .toString()
                .substring(1);
    }

    /**
     * The file of that name, which has to be there.
     *
     * @throws ArchiveException if it is not
     */
    Stored require(String path) throws ArchiveException {
        Stored file = find(path);
        if (file == null) {
            throw new ArchiveException("the archive has no " + ArchiveException.shown(path) + ", which it names");
        }
        return file;
    }

    /** The blob with that digest. */
    Stored blob(String digest) throws ArchiveException {
        Stored file = require(ArchiveNames.BLOBS + Digests.digits(digest));
        if (!file.digest().equals(digest)) {
            throw new ArchiveException("the archive is damaged: blob " + digest + " has the digest " + file.digest());
        }
        return file;
    }

    /** Its bytes: of a document, which is not large. */
    byte[] read(Stored file) throws IOException {
        if (file.size() > LARGEST_DOCUMENT) {
            throw new ArchiveException("a document in the archive is larger than " + (LARGEST_DOCUMENT >> 20) + " MiB");
        }
        return Files.readAllBytes(path(file));
    }

    Path path(Stored file) {
        return directory.resolve(file.name());
    }
}
