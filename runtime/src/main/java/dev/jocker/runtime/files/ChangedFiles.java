package dev.jocker.runtime.files;

import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.archive.TreeSource;
import dev.jocker.runtime.image.LayerEntries;
import dev.jocker.runtime.launch.PreparedRoot;
import dev.jocker.runtime.oci.IdMapping;
import dev.jocker.runtime.oci.Linux;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a container has changed in its root, as the files of a layer: read in the upper directories of its overlays. */
public final class ChangedFiles {
    private static final Flags<OpenFlag> TOP = Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);

    private ChangedFiles() {}

    /**
     * Puts them to {@code archive}, which is not finished then.
     *
     * @param directory the container's
     * @param linux says what the numbers of its users are on the host
     * @param places what was made to put mounts on, relative: no change, as long as it is empty
     */
    public static void write(Path directory, PreparedRoot root, Linux linux, Set<String> places, Destination archive)
            throws IOException {
        UnaryOperator<FileEntry> owned = owned(linux);
        for (Changes.Layers each : Changes.layersOf(directory, root)) {
            var idle = new IdleDirectories(places, owned);
            idle.read(each);
            var layer = new LayerEntries(archive, idle.left(), entry -> idle.timed(owned.apply(entry)));
            try (Fd upper = Descriptors.open(each.upper(), TOP)) {
                TreeSource.read(upper, relative(each.target()), true, layer);
            }
        }
    }

    /** Gives a file in an upper directory the owner that it has in the container. */
    public static UnaryOperator<FileEntry> owned(Linux linux) {
        List<IdMapping> users = linux.uidMappings();
        List<IdMapping> groups = linux.gidMappings();
        return entry -> entry.numbered(FileCopy.inside(users, entry.uid()), FileCopy.inside(groups, entry.gid()));
    }

    private static String relative(String path) {
        return path.isEmpty() ? "" : path.substring(1);
    }
}
