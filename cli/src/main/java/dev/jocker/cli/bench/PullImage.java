package dev.jocker.cli.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** What an image is built of to be pulled: files of this machine's own, as distributions have them, a directory for each layer. */
final class PullImage extends SimpleFileVisitor<Path> {
    private static final List<String> TOPS = List.of("/usr/bin", "/usr/lib", "/usr/share");
    private static final int LAYERS = 4;
    private static final long LARGEST = 8 << 20;

    private final Path context;
    private final long bytesOfALayer;
    private final List<Long> layers = new ArrayList<>(List.of(0L));
    private int files;

    private PullImage(Path context, long bytesOfALayer) {
        this.context = context;
        this.bytesOfALayer = bytesOfALayer;
    }

    /**
     * Copies files into {@code context}, with the Dockerfile that makes the image.
     *
     * @return how many
     */
    static int make(Path context, long bytes) throws IOException {
        var image = new PullImage(context, bytes / LAYERS);
        for (String top : TOPS) {
            Files.walkFileTree(Path.of(top), image);
        }
        var dockerfile = new StringBuilder("FROM scratch\n");
        for (int i = 0; i < image.layers.size(); i++) {
            dockerfile.append("COPY ").append(i).append(" /\n");
        }
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
        return image.files;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile() || attributes.size() > LARGEST || !Files.isReadable(file)) {
            return FileVisitResult.CONTINUE;
        }
        int layer = layers.size() - 1;
        Path copy =
                context.resolve(Integer.toString(layer)).resolve(file.toString().substring(1));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
        files++;
        long sum = layers.get(layer) + attributes.size();
        layers.set(layer, sum);
        if (sum < bytesOfALayer) {
            return FileVisitResult.CONTINUE;
        }
        if (layers.size() == LAYERS) {
            return FileVisitResult.TERMINATE;
        }
        layers.add(0L);
        return FileVisitResult.CONTINUE;
    }
}
