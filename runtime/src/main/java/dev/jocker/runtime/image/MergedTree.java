package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.archive.TreeSource;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.ExtendedAttributes;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.ResolveFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Reads layers as overlayfs would show them, one over the other, without mounting them: also where a container is at work in the topmost
 * one. Names are in their order, a directory comes before what is in it.
 */
public final class MergedTree {
    private static final int DEEPEST = 400;
    private static final Flags<OpenFlag> PATH = Flags.of(OpenFlag.O_PATH, OpenFlag.O_NOFOLLOW);
    private static final Flags<ResolveFlag> HONEST =
            Flags.of(ResolveFlag.RESOLVE_BENEATH, ResolveFlag.RESOLVE_NO_SYMLINKS);

    private final Set<String> left;
    private final String prefix;

    private MergedTree(String prefix, Set<String> left) {
        this.prefix = prefix;
        this.left = left;
    }

    /**
     * One layer.
     *
     * @param top its top, opened as a path
     * @param files takes those of this layer's files that show
     */
    public record Layer(Fd top, TreeSource files) {}

    /**
     * Reads all that shows.
     *
     * @param layers the topmost first
     * @param prefix what paths begin with, empty or with a slash at its end
     * @param left paths that are left out, with what is below; without the prefix
     */
    public static void read(List<Layer> layers, String prefix, Set<String> left) throws IOException {
        new MergedTree(prefix, Set.copyOf(left)).directory(layers, "", 0);
    }

    /** Hands entries on without what overlayfs has noted about them, with the owners that {@code owned} gives them. */
    public static Destination plain(Destination destination, UnaryOperator<FileEntry> owned) {
        return new Destination() {
            @Override
            public void put(FileEntry entry, InputStream contents) throws IOException {
                destination.put(LayerEntries.plain(owned.apply(entry)), contents);
            }

            @Override
            public void finish() throws IOException {
                destination.finish();
            }
        };
    }

    private void directory(List<Layer> layers, String path, int depth) throws IOException {
        if (depth == DEEPEST) {
            throw new ArchiveException(
                    ArchiveException.shown(path) + " lies too deep: no more than " + DEEPEST + " directories below");
        }
        for (String name : names(layers, path)) {
            String child = path.isEmpty() ? name : path + "/" + name;
            if (!left.contains(child)) {
                List<Layer> below = entry(layers, child);
                if (!below.isEmpty()) {
                    directory(below, child, depth + 1);
                }
            }
        }
    }

    private static Set<String> names(List<Layer> layers, String path) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Layer layer : layers) {
            Flags<OpenFlag> flags = Flags.of(OpenFlag.O_DIRECTORY, OpenFlag.O_NOFOLLOW);
            try (Fd directory = DirectoryEntries.resolve(layer.top(), path.isEmpty() ? "." : path, flags, HONEST)) {
                names.addAll(DirectoryEntries.list(directory));
            } catch (SyscallException e) {
                if (!isGone(e)) {
                    throw e;
                }
            }
        }
        return names;
    }

    /** Puts what shows under a path; if it is a directory, the layers whose contents show in it. */
    private List<Layer> entry(List<Layer> layers, String path) throws IOException {
        List<Layer> directories = new ArrayList<>();
        for (Layer layer : layers) {
            try (Fd file = DirectoryEntries.resolve(layer.top(), path, PATH, HONEST)) {
                FileStatus status = FileStatus.of(file);
                if (status.isWhiteout() || !directories.isEmpty() && !status.isDirectory()) {
                    break;
                }
                if (directories.isEmpty()) {
                    layer.files().put(file, status, prefix + path);
                }
                if (!status.isDirectory()) {
                    break;
                }
                directories.add(layer);
                if (LayerEntries.isOpaque(ExtendedAttributes.of(file))) {
                    break;
                }
            } catch (SyscallException e) {
                if (!isGone(e)) {
                    throw e;
                }
            }
        }
        return directories;
    }

    /** Not in this layer; or not any more, or by now something else. */
    private static boolean isGone(SyscallException e) {
        return e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP;
    }
}
