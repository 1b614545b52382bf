package dev.jocker.cli;

import dev.jocker.cli.output.JsonText;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.options.Directories;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/** Adds up what a container takes of the disk, by what {@code inspect} says of it. */
final class DiskUse {
    private DiskUse() {}

    static ContainerSize of(String inspectJson) throws IOException {
        Map<?, ?> container = (Map<?, ?>) JsonText.parse(inspectJson);
        long changed = container.get("GraphDriver") instanceof Map<?, ?> driver
                        && driver.get("Data") instanceof Map<?, ?> data
                        && data.get("UpperDir") instanceof String upper
                ? bytesBelow(Path.of(upper))
                : 0;
        return new ContainerSize(changed, imageBytes(container.get("Image")));
    }

    private static long imageBytes(Object id) throws IOException {
        if (!(id instanceof String name) || name.isEmpty()) {
            return 0; // a directory, or the host's own files
        }
        var image = ImageStore.under(Directories.ofHost().data()).find(name);
        return image.isEmpty() ? 0 : image.get().size();
    }

    private static long bytesBelow(Path top) throws IOException {
        if (!Files.isDirectory(top)) {
            return 0; // it has not been started yet
        }
        var sum = new long[1];
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // it runs: what was there may be gone
            }
        });
        return sum[0];
    }
}
