package dev.jocker.runtime.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;

/**
 * Deletes directories and what strangers have put into them: archives, containers. It goes from directory to directory by
 * descriptor, {@code unlinkat(2)}, so no symbolic link leads it out and no path is too long.
 */
public final class TreeRemoval {
    /** Deeper trees than this are brought up before they are deleted: a hostile one can be deeper than descriptors last. */
    private static final int DEPTH = 64;

    private final SecureDirectoryStream<Path> top;
    private final String prefix;
    private int moved;

    private TreeRemoval(SecureDirectoryStream<Path> top, String prefix, int moved) {
        this.top = top;
        this.prefix = prefix;
        this.moved = moved;
    }

    /**
     * Deletes {@code root} with all that is in it. Nobody else may delete the same tree meanwhile. A root that is not there is no
     * error; one that is a symbolic link is deleted itself.
     */
    public static void delete(Path root) throws IOException {
        if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            // Not a name that is there: not even one of a removal that was killed.
            String prefix = "removed-" + System.currentTimeMillis() + "-";
            int before;
            int moved = 0;
            do {
                before = moved;
                try (var top = open(root)) {
                    var removal = new TreeRemoval(top, prefix, moved);
                    removal.clear(top, 0);
                    moved = removal.moved;
                } catch (NoSuchFileException e) {
                    return; // deleted by hand meanwhile
                }
            } while (moved > before);
        }
        Files.deleteIfExists(root);
    }

    private void clear(SecureDirectoryStream<Path> directory, int depth) throws IOException {
        for (Path entry : directory) {
            Path name = entry.getFileName();
            var attributes = directory
                    .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            if (!attributes.isDirectory()) {
                directory.deleteFile(name);
            } else if (depth == DEPTH) {
                directory.move(name, top, Path.of(prefix + moved++));
            } else {
                try (var below = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    clear(below, depth + 1);
                }
                directory.deleteDirectory(name);
            }
        }
    }

    @SuppressWarnings("StreamResourceLeak") // the caller closes it
    private static SecureDirectoryStream<Path> open(Path path) throws IOException {
        // On Linux every stream of the default file system is one.
        return (SecureDirectoryStream<Path>) Files.newDirectoryStream(path);
    }
}
