package dev.jocker.runtime.volume;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Adds up files that may be changed meanwhile. */
final class VolumeSize extends SimpleFileVisitor<Path> {
    private long sum;

    private VolumeSize() {}

    /** The bytes of the regular files below {@code top}, if it is there; a file with several names counts for each. */
    static long of(Path top) throws IOException {
        var size = new VolumeSize();
        Files.walkFileTree(top, size);
        return size.sum;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        sum += attributes.isRegularFile() ? attributes.size() : 0;
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE; // gone, or nothing to count
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException e) {
        return FileVisitResult.CONTINUE;
    }
}
