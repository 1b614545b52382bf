package dev.jocker.runtime.container;

import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.archive.TreeSource;
import dev.jocker.runtime.image.LayerEntries;
import dev.jocker.runtime.oci.IdMapping;
import dev.jocker.runtime.oci.Linux;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What a container has changed in its root, as the files of a layer: read in the upper directories of its overlays. */
final class ChangedFiles {
    private static final Flags<OpenFlag> TOP = Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);

    private ChangedFiles() {}

    /**
     * Puts them to {@code archive}, which is not finished then.
     *
     * @param directory the container's
     * @param linux says what the numbers of its users are on the host
     */
    static void write(Path directory, PreparedRoot root, Linux linux, Destination archive) throws IOException {
        var layer = new LayerEntries(archive, made(), owned(linux));
        for (Changes.Layers each : Changes.layersOf(directory, root)) {
            try (Fd upper = Descriptors.open(each.upper(), TOP)) {
                if (each.target().isEmpty() || !isEmpty(upper)) {
                    TreeSource.read(upper, relative(each.target()), true, layer);
                }
            }
        }
    }

    /** What every start makes, and no image needs to have. */
    private static Set<String> made() {
        Set<String> made = new TreeSet<>();
        for (String path : Changes.MADE) {
            made.add(relative(path));
        }
        return made;
    }

    /** Gives a file in an upper directory the owner that it has in the container. */
    static UnaryOperator<FileEntry> owned(Linux linux) {
        List<IdMapping> users = linux.uidMappings();
        List<IdMapping> groups = linux.gidMappings();
        return entry -> entry.numbered(FileCopy.inside(users, entry.uid()), FileCopy.inside(groups, entry.gid()));
    }

    private static boolean isEmpty(Fd directory) throws IOException {
        try (Fd opened = ContainerRoot.reopen(directory, Flags.of(OpenFlag.O_DIRECTORY))) {
            return DirectoryEntries.list(opened).isEmpty();
        }
    }

    private static String relative(String path) {
        return path.isEmpty() ? "" : path.substring(1);
    }
}
