package dev.jocker.runtime.image;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Frees what builds keep to be quicker the next time: layers that no image has, and caches that nobody uses now. */
final class BuildPruning {
    private final ImageStore store;
    private long bytes;

    BuildPruning(ImageStore store) {
        this.store = store;
    }

    long run() throws IOException {
        DataRoot data = store.data();
        List<Staging> withdrawn = new ArrayList<>();
        data.stage().close(); // what a killed build has pinned is nobody's
        try (Fd _ = data.lock()) {
            BuildCache builds = store.builds();
            Set<String> digests = builds.layers();
            digests.addAll(builds.blobs());
            if (builds.clear() > 0) {
                builds.write();
            }
            for (String digest : digests) {
                bytes += size(digest);
            }
            withdrawn.addAll(store.contents().sweep(store.references()));
            for (String digest : digests) {
                bytes -= size(digest); // an image has it
            }
            caches(withdrawn);
        }
        for (Staging each : withdrawn) {
            each.close();
        }
        return bytes;
    }

    private void caches(List<Staging> withdrawn) throws IOException {
        try (DirectoryStream<Path> caches =
                Files.newDirectoryStream(store.data().caches())) {
            for (Path each : caches) {
                try (Fd cache = Descriptors.open(each, Flags.of(OpenFlag.O_DIRECTORY))) {
                    if (Descriptors.tryLock(cache)) {
                        bytes += sizeOf(each);
                        withdrawn.add(store.data().withdraw(each));
                    }
                }
            }
        } catch (NoSuchFileException e) {
            // there has never been one
        }
    }

    /** Of a layer's files, or of a blob; 0 if it is not here. */
    private long size(String digest) throws IOException {
        Path blob = store.data().blob(digest);
        long size = store.contents().hasLayer(digest) ? store.size(digest) : 0;
        return size + (store.contents().hasBlob(digest) ? Files.size(blob) : 0);
    }

    private static long sizeOf(Path tree) throws IOException {
        long[] sum = new long[1];
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }
}
