package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.record.WholeFile;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The directory under which images are kept, and how things get into it whole or not at all.
 *
 * <pre>
 *   lock              held, flock(2), by whoever changes what is below
 *   images/           an OCI image layout, which other tools read: oci-layout, index.json with the names of images, and in
 *                     blobs/sha256/ manifests, configurations and packed layers, each called as its digest
 *   layers/           &lt;diff id&gt;/: the tree of a layer, &lt;diff id&gt;.json: its size, &lt;diff id&gt;.implied: directories that its
 *                     archive does not name; &lt;image id&gt;/: what such directories are like in that image
 *   pulling/          &lt;digest&gt;: a file that is locked by whoever fetches this layer
 *   builds.json       which layers came of which steps of builds
 *   caches/           &lt;id&gt;/: what steps of builds keep for each other
 *   host/             &lt;key&gt;/: skeletons of the built-in image
 *   tmp/              what is being made or deleted; each directory locked by the process that is at it
 * </pre>
 */
final class DataRoot {
    private static final String PRIVATE = "rwx------";
    private static final String PASSABLE = "rwx--x--x";
    private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";
    private static final Flags<OpenFlag> DIRECTORY = Flags.of(OpenFlag.O_DIRECTORY);

    private static final AtomicLong STAGED = new AtomicLong();

    private final Path root;

    DataRoot(Path root) {
        this.root = root.toAbsolutePath();
    }

    Path path() {
        return root;
    }

    /** The names of images. */
    Path index() {
        return images().resolve("index.json");
    }

    /** What builds keep to be quicker the next time. */
    Path builds() {
        return root.resolve("builds.json");
    }

    /** What {@code RUN --mount=type=cache} keeps, a directory for each. */
    Path caches() {
        return root.resolve("caches");
    }

    Path blobs() {
        return images().resolve("blobs/sha256");
    }

    Path blob(String digest) {
        return blobs().resolve(Digests.digits(digest));
    }

    private Path images() {
        return root.resolve("images");
    }

    Path layers() {
        return root.resolve("layers");
    }

    /** The tree of a layer. */
    Path layer(String diffId) {
        return layers().resolve(Digests.digits(diffId));
    }

    /** What is known of a layer besides. */
    Path layerRecord(String diffId) {
        return layers().resolve(Digests.digits(diffId).concat(".json"));
    }

    /** Its directories that its archive does not name. */
    Path implied(String diffId) {
        return layers().resolve(Digests.digits(diffId).concat(".implied"));
    }

    /** Taken by whoever fetches the blob. */
    Path pulling(String digest) {
        return root.resolve("pulling").resolve(Digests.digits(digest));
    }

    Path host() {
        return root.resolve("host");
    }

    /** Makes the directories that are missing. Host users must not come near the setuid files of layers, so those are closed. */
    void make() throws IOException {
        // tmp is the last to be made; somebody may have taken the images' directory away since.
        if (Files.isDirectory(root.resolve("tmp")) && Files.isDirectory(blobs())) {
            return;
        }
        Path parent = root.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        directory(root, PASSABLE);
        try (Fd _ = lock()) {
            directory(host(), PASSABLE);
            directory(images(), PRIVATE);
            directory(images().resolve("blobs"), PRIVATE);
            directory(blobs(), PRIVATE);
            WholeFile.write(images().resolve("oci-layout"), LAYOUT.getBytes(StandardCharsets.US_ASCII));
            directory(root.resolve("pulling"), PRIVATE);
            directory(layers(), PRIVATE);
            directory(root.resolve("tmp"), PRIVATE);
        }
    }

    /** Waits until nobody else changes the directory. Closing the result lets the others in again. */
    Fd lock() throws SyscallException {
        Fd file = Descriptors.open(root.resolve("lock"), Flags.of(OpenFlag.O_RDWR, OpenFlag.O_CREAT), 0600);
        try {
            FileContents.lock(file);
            return file;
        } catch (SyscallException e) {
            file.close();
            throw e;
        }
    }

    /** A new directory to make something in. Before that, what a killed process left is swept up. */
    Staging stage() throws IOException {
        make();
        List<Staging> stale = new ArrayList<>();
        Staging made;
        // Under the lock nobody is between making a directory and locking it.
        try (Fd _ = lock()) {
            collectStale(stale);
            made = create();
        }
        for (Staging each : stale) {
            each.close();
        }
        return made;
    }

    /** Takes a directory out of the store at once, for the caller to close, which deletes it. The caller has the lock. */
    Staging withdraw(Path directory) throws IOException {
        Staging staging = create();
        try {
            Files.move(directory, staging.path().resolve("withdrawn"), StandardCopyOption.ATOMIC_MOVE);
            return staging;
        } catch (IOException | RuntimeException e) {
            staging.close();
            throw e;
        }
    }

    /** The digits of what pulls that are under way need, whatever nobody else does. The caller has the lock. */
    Set<String> pinned() throws IOException {
        Set<String> pinned = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve("tmp"))) {
            for (Path entry : entries) {
                Staging.addPins(entry, pinned);
            }
        }
        return pinned;
    }

    private void collectStale(List<Staging> stale) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve("tmp"))) {
            for (Path entry : entries) {
                Fd fd = openIfThere(entry);
                if (fd != null && Descriptors.tryLock(fd)) {
                    stale.add(new Staging(entry, fd));
                } else if (fd != null) {
                    fd.close();
                }
            }
        }
    }

    /** Null if its owner, who needs no lock of ours to delete it, has done so. */
    private static Fd openIfThere(Path directory) throws SyscallException {
        try {
            return Descriptors.open(directory, DIRECTORY);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    /** A new directory to make something in. The caller has the lock. */
    Staging create() throws IOException {
        long process = ProcessHandle.current().pid();
        // No name twice: who found the last one of that name stale may still be about to delete it.
        Path path;
        do {
            path = root.resolve("tmp").resolve(process + "-" + STAGED.getAndIncrement());
        } while (Files.exists(path));
        directory(path, PRIVATE);
        Fd fd = Descriptors.open(path, DIRECTORY);
        FileContents.lock(fd);
        return new Staging(path, fd);
    }

    private static void directory(Path path, String permissions) throws IOException {
        if (!Files.isDirectory(path)) {
            try {
                Files.createDirectory(path);
            } catch (FileAlreadyExistsException e) {
                // another process has made it meanwhile; if it is a file, who wants something in it will say so
            }
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions)); // whatever the umask
    }
}
