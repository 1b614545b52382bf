package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Digests;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What builds keep to be quicker the next time, to be counted and freed: layers that no image has, and caches. */
final class BuildPruning {
    private final ImageStore store;

    BuildPruning(ImageStore store) {
        this.store = store;
    }

    /** What there is. What a killed build has left is nobody's, and goes before it is counted. */
    ImageStore.BuildsKept count() throws IOException {
        DataRoot data = store.data();
        data.stage().close();
        List<Staging> withdrawn;
        ImageStore.BuildsKept kept;
        try (Fd _ = data.lock()) {
            withdrawn = store.contents().sweep(store.references());
            kept = counted();
        }
        for (Staging each : withdrawn) {
            each.close();
        }
        return kept;
    }

    /** The caller has the lock. */
    private ImageStore.BuildsKept counted() throws IOException {
        BuildCache builds = store.builds();
        Set<String> owned = ofImages();
        Set<String> layers = builds.layers();
        int ofImages = 0;
        for (String layer : layers) {
            ofImages += owned.contains(Digests.digits(layer)) ? 1 : 0;
        }
        long bytes = alone(builds, owned);
        int caches = 0;
        for (Path each : caches()) {
            caches++;
            bytes += sizeOf(each);
        }
        return new ImageStore.BuildsKept(layers.size() + caches, ofImages, bytes);
    }

    /** Frees it, but for caches that somebody uses now; how many bytes that were. */
    long run(BuildsToPrune wanted) throws IOException {
        DataRoot data = store.data();
        data.stage().close(); // what a killed build has pinned is nobody's
        List<Staging> withdrawn = new ArrayList<>();
        long bytes;
        try (Fd _ = data.lock()) {
            BuildCache builds = store.builds();
            Set<String> owned = ofImages();
            long layers = alone(builds, owned);
            long left = layers;
            for (Path each : caches()) {
                left += sizeOf(each);
            }
            bytes = left;
            for (Kept each : kept(builds, owned, wanted)) {
                if (wanted.keep() >= 0 && left <= wanted.keep()) {
                    break;
                }
                if (each.cache() == null) {
                    builds.forget(each.step());
                    long fewer = alone(builds, owned);
                    left -= layers - fewer;
                    layers = fewer;
                } else {
                    left -= withdraw(each.cache(), withdrawn);
                }
            }
            bytes -= left;
            builds.write();
            withdrawn.addAll(store.contents().sweep(store.references()));
        }
        for (Staging each : withdrawn) {
            each.close();
        }
        return bytes;
    }

    /** A step or a cache: one of both is null. */
    private record Kept(Instant used, String step, Path cache) {}

    /** What may go, what has not been used for the longest time first. */
    private List<Kept> kept(BuildCache builds, Set<String> owned, BuildsToPrune wanted) throws IOException {
        List<Kept> all = new ArrayList<>();
        for (Map.Entry<String, BuildCache.Entry> each : builds.entries().entrySet()) {
            BuildCache.Entry entry = each.getValue();
            if (wanted.all() || !owned.contains(Digests.digits(entry.diffId()))) {
                all.add(new Kept(entry.used(), each.getKey(), null));
            }
        }
        for (Path each : caches()) {
            all.add(new Kept(Files.getLastModifiedTime(each).toInstant(), null, each));
        }
        all.removeIf(each -> !wanted.means(each.used()));
        all.sort(Comparator.comparing(Kept::used));
        return all;
    }

    /** How many bytes it has; none if somebody uses it. */
    private long withdraw(Path directory, List<Staging> withdrawn) throws IOException {
        try (Fd cache = Descriptors.open(directory, Flags.of(OpenFlag.O_DIRECTORY))) {
            if (!Descriptors.tryLock(cache)) {
                return 0;
            }
            long bytes = sizeOf(directory);
            withdrawn.add(store.data().withdraw(directory));
            return bytes;
        }
    }

    /** The digits of the layers that images have. */
    private Set<String> ofImages() throws IOException {
        return store.contents().reachedLayers(store.references(), BuildCache.NONE);
    }

    /** How many bytes the layers, but for {@code owned}, and the blobs have that only builds lead to. */
    private long alone(BuildCache builds, Set<String> owned) throws IOException {
        Contents contents = store.contents();
        Set<String> blobs = contents.reachedBlobs(store.references(), BuildCache.NONE);
        long bytes = 0;
        for (String layer : builds.layers()) {
            boolean counts = contents.hasLayer(layer) && !owned.contains(Digests.digits(layer));
            bytes += counts ? store.size(layer) : 0;
        }
        for (String blob : builds.blobs()) {
            boolean counts = contents.hasBlob(blob) && !blobs.contains(Digests.digits(blob));
            bytes += counts ? Files.size(store.data().blob(blob)) : 0;
        }
        return bytes;
    }

    private List<Path> caches() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> caches =
                Files.newDirectoryStream(store.data().caches())) {
            caches.forEach(found::add);
        } catch (NoSuchFileException e) {
            // there has never been one
        }
        return found;
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
