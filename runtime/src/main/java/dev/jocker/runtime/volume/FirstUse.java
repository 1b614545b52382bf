package dev.jocker.runtime.volume;

import dev.jocker.runtime.archive.TreeDestination;
import dev.jocker.runtime.archive.TreeSource;
import dev.jocker.runtime.image.MergedTree;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.record.WholeFile;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileAttributes;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Puts what an image has at a path into a volume that is empty, when the first container with both is made.
 *
 * <pre>
 *   lock the volume ─► empty, or a copy was broken off? ─► note it ─► copy ─► the directory's owner, mode, times ─► no note ─► unlock
 * </pre>
 *
 * <p>A second container that comes meanwhile waits, and finds the volume full. If the first is killed the note is still there: the next one
 * copies again, over what there is.
 */
public final class FirstUse {
    private static final String COPYING = "copying";
    private static final Flags<OpenFlag> PATH = Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
    private static final Flags<OpenFlag> DIRECTORY = Flags.of(OpenFlag.O_DIRECTORY);

    private final String name;
    private final Path directory;
    private final Path files;

    /** That of the volume called {@code name} below {@code data}, which is wanted by whoever asks. */
    public FirstUse(Path data, String name) {
        this.name = name;
        this.directory = Volumes.directory(data, name);
        this.files = Volumes.mountpoint(data, name);
    }

    /**
     * Copies, if it is the first use.
     *
     * @param view the root's files; links in them are followed as in the container, never out of it
     * @param target where the volume is to be mounted
     */
    public void fill(RootView view, String target) throws IOException {
        try (Fd lock = Descriptors.open(directory, DIRECTORY)) {
            FileContents.lock(lock);
            Path note = directory.resolve(COPYING);
            if (!Files.exists(note) && !isEmpty()) {
                return;
            }
            List<Fd> sources = view.openDirectory(target);
            try {
                if (!sources.isEmpty()) {
                    WholeFile.write(note, new byte[0]);
                    try {
                        copy(sources);
                    } catch (SyscallException e) { // its arguments are numbers
                        throw new IOException(
                                "putting the image's files into volume " + name + ": " + Errno.describe(e.number()), e);
                    }
                }
                Files.deleteIfExists(note);
            } finally {
                for (Fd source : sources) {
                    source.close();
                }
            }
        }
    }

    private boolean isEmpty() throws IOException {
        try (Fd there = Descriptors.open(files, DIRECTORY)) {
            return DirectoryEntries.list(there).isEmpty();
        }
    }

    private void copy(List<Fd> sources) throws IOException {
        List<MergedTree.Layer> layers = new ArrayList<>();
        try (Fd top = Descriptors.open(files, PATH);
                var tree = TreeDestination.below(Descriptors.open(files, PATH))) {
            var plain = MergedTree.plain(tree, entry -> entry);
            for (Fd source : sources) {
                layers.add(new MergedTree.Layer(source, new TreeSource(plain, true)));
            }
            MergedTree.read(layers, "", Set.of());
            plain.finish();
            FileStatus status = FileStatus.of(sources.getFirst());
            FileAttributes.chown(top, status.uid(), status.gid());
            FileAttributes.chmod(top, status.permissions());
            FileAttributes.setTimes(top, status.seconds(), status.nanoseconds());
        }
        try (Fd there = Descriptors.open(files, DIRECTORY)) {
            FileContents.syncfs(there);
        }
    }
}
