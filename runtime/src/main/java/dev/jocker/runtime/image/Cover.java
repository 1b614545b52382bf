package dev.jocker.runtime.image;

import dev.jocker.runtime.record.WholeFile;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.ExtendedAttributes;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileNames;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.ResolveFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What lies on an image's layers where an archive has files of a directory, but not the directory: that is to stay as it is below, and
 * overlayfs shows what the topmost layer has. So such directories are here once more, without files, as the image has them.
 *
 * <pre>
 *   cover    tmp 1777              what shows: tmp 1777 with a and b
 *   layer 2  tmp 0755, implied     tmp/b
 *   layer 1  tmp 1777              tmp/a
 * </pre>
 *
 * Layers are shared by all images, and a cover is an image's own: another one may have other things below. It is called as the image, and
 * there only if it is needed.
 */
final class Cover {
    private static final String TREE = "cover";
    private static final Flags<OpenFlag> DIRECTORY = Flags.of(OpenFlag.O_DIRECTORY, OpenFlag.O_NOFOLLOW);
    private static final Flags<OpenFlag> PATH = Flags.of(OpenFlag.O_PATH, OpenFlag.O_NOFOLLOW);
    private static final Flags<ResolveFlag> HONEST =
            Flags.of(ResolveFlag.RESOLVE_BENEATH, ResolveFlag.RESOLVE_NO_SYMLINKS);

    private final DataRoot data;
    private final String image;
    private final List<Layer> layers = new ArrayList<>(); // the topmost first
    private final Map<String, List<Layer>> shown = new HashMap<>();

    Cover(DataRoot data, String image) {
        this.data = data;
        this.image = image;
    }

    private record Layer(Fd top, Set<String> implied) {}

    /** Writes down which directories of a layer are implied. */
    static void note(Path file, List<String> implied) throws IOException {
        var names = new ByteArrayOutputStream();
        for (String path : implied) {
            names.writeBytes(FileNames.encode(path));
            names.write(0);
        }
        WholeFile.write(file, names.toByteArray());
    }

    private static Set<String> noted(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Set.of();
        }
        return new HashSet<>(List.of(FileNames.decode(bytes).split("\0")));
    }

    /** Makes it if it is needed and not there. The layers are here, the bottom one first; the caller has the store's lock. */
    void make(List<String> diffIds) throws IOException {
        Set<String> implied = new TreeSet<>();
        for (String diffId : diffIds.subList(Math.min(1, diffIds.size()), diffIds.size())) {
            implied.addAll(noted(data.implied(diffId)));
        }
        if (implied.isEmpty() || Files.isDirectory(data.layer(image))) {
            return;
        }
        try {
            for (String diffId : diffIds.reversed()) {
                layers.add(new Layer(Descriptors.open(data.layer(diffId), DIRECTORY), noted(data.implied(diffId))));
            }
            Set<String> covered = covered(implied);
            if (!covered.isEmpty()) {
                write(covered);
            }
        } finally {
            for (Layer layer : layers) {
                layer.top().close();
            }
        }
    }

    /** Those that are not as they show, with the directories that they are in. */
    private Set<String> covered(Set<String> implied) throws IOException {
        Set<String> covered = new TreeSet<>();
        for (String path : implied) {
            List<Layer> having = shown(path);
            if (!having.isEmpty() && !having.getFirst().equals(source(path))) {
                for (String each = path; !each.isEmpty(); each = parent(each)) {
                    covered.add(each);
                }
            }
        }
        return covered;
    }

    private void write(Set<String> covered) throws IOException {
        try (Staging staging = data.create()) {
            Path tree = ImageStore.newLayer(staging, TREE);
            try (Fd top = Descriptors.open(tree, DIRECTORY);
                    LayerWriter writer = new LayerWriter(top)) {
                writer.directory("", attributes(layers.getFirst(), "."));
                for (String path : covered) {
                    writer.directory(path, attributes(source(path), path));
                }
                writer.finish();
            }
            staging.sync();
            staging.publish(TREE, data.layer(image));
        }
    }

    private static LayerWriter.Attributes attributes(Layer layer, String path) throws IOException {
        try (Fd directory = DirectoryEntries.resolve(layer.top(), path, PATH, HONEST)) {
            FileStatus status = FileStatus.of(directory);
            var time = new LayerWriter.Time(status.seconds(), status.nanoseconds());
            return new LayerWriter.Attributes(
                    status.uid(), status.gid(), status.permissions(), time, ExtendedAttributes.of(directory));
        }
    }

    /** The layers whose files show in a directory, the topmost first; none if it is hidden, or no directory. */
    private List<Layer> shown(String path) throws IOException {
        if (path.isEmpty()) {
            return layers;
        }
        List<Layer> known = shown.get(path);
        if (known == null) {
            known = new ArrayList<>();
            for (Layer layer : shown(parent(path))) {
                FileStatus status = status(layer, path);
                if (status != null && !status.isDirectory()) {
                    break;
                }
                if (status != null) {
                    known.add(layer);
                    if (isOpaque(layer, path)) {
                        break;
                    }
                }
            }
            shown.put(path, known);
        }
        return known;
    }

    /** The layer that says what a directory is like: that it hides the files below it does not change it. */
    private Layer source(String path) throws IOException {
        Layer found = null;
        for (Layer layer : shown(parent(path))) {
            FileStatus status = status(layer, path);
            if (status != null && !status.isDirectory()) {
                break;
            }
            if (status != null) {
                if (!layer.implied().contains(path)) {
                    return layer;
                }
                found = found == null ? layer : found;
            }
        }
        return found;
    }

    /** Null if there is no such thing. What leads there are directories, in this layer, too. */
    private static FileStatus status(Layer layer, String path) throws IOException {
        try (Fd file = DirectoryEntries.resolve(layer.top(), path, PATH, HONEST)) {
            return FileStatus.of(file);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    private static boolean isOpaque(Layer layer, String path) throws IOException {
        try (Fd directory = DirectoryEntries.resolve(layer.top(), path, PATH, HONEST)) {
            return LayerEntries.isOpaque(ExtendedAttributes.of(directory));
        }
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
