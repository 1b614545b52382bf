package dev.jocker.runtime.container;

import dev.jocker.runtime.archive.TarDestination;
import dev.jocker.runtime.archive.TreeSource;
import dev.jocker.runtime.files.ChangedFiles;
import dev.jocker.runtime.files.Changes;
import dev.jocker.runtime.image.HostImage;
import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.MergedTree;
import dev.jocker.runtime.image.NewImage;
import dev.jocker.runtime.launch.ControlGroups;
import dev.jocker.runtime.launch.PreparedRoot;
import dev.jocker.runtime.launch.RootPlan;
import dev.jocker.runtime.oci.ImageConfiguration;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Linux;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes of a container's files what others can have: of its changes an image's layer, of all an archive. They are read where they lie, in
 * the directories of its overlays: so no mount of the container's is in the way, and it may run or not.
 */
final class Commit {
    private static final Flags<OpenFlag> TOP = Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);

    private final Kept container;
    private final Roots roots;

    Commit(Kept container, Roots roots) {
        this.container = container;
        this.roots = roots;
    }

    Image make(CommitOptions options) throws IOException {
        try (LockFile _ = container.lock()) {
            ContainerRecord record = container.record();
            boolean freeze = options.pause() && container.state(record).status() == ContainerStatus.RUNNING;
            if (!freeze) {
                return image(record, options);
            }
            ControlGroups.freeze(container.groups());
            try {
                return image(record, options);
            } finally {
                ControlGroups.thaw(container.groups());
            }
        }
    }

    private Image image(ContainerRecord record, CommitOptions options) throws IOException {
        PreparedRoot root = roots.again(record);
        ImageStore store = ImageStore.under(container.directories().data());
        ImageConfiguration image = configuration(record, root, store);
        JsonObject config = options.change().apply(CommittedConfig.of(image.config(), record.config()));
        String base = root.image() == null ? null : root.image().id();
        var step = new ImageConfiguration.History(
                Instant.now(), String.join(" ", record.command()), options.author(), options.message(), false);
        ImageConfiguration below = image.withConfig(config);
        if (options.author() != null) {
            below = below.with("author", options.author());
        }
        return store.add(new NewImage(
                base,
                below,
                step,
                archive -> ChangedFiles.write(container.path(), root, linux(), Set.of(), archive),
                options.name()));
    }

    private ImageConfiguration configuration(ContainerRecord record, PreparedRoot root, ImageStore store)
            throws IOException {
        if (container.host().writable() != RootPlan.Writable.ON_DISK) {
            throw new ContainerException.NotSupported(
                    "the changes of container " + record.name()
                            + " are in memory: there is nothing to make an image of",
                    null);
        }
        if (root.image() != null) {
            return ImageConfiguration.of(store.configuration(root.image()));
        }
        if (root.trees().isEmpty()) {
            throw new ContainerException.NotSupported(
                    "container " + record.name() + " was made from a directory: `jocker init` makes an image of that",
                    null);
        }
        return ImageStore.scratch().with(ImageConfiguration.BASE, HostImage.NAME);
    }

    void export(OutputStream archive) throws IOException {
        ContainerRecord record = container.record();
        PreparedRoot root = roots.again(record);
        var tar = new TarDestination(archive);
        var lower = new TreeSource(MergedTree.plain(tar, entry -> entry), true);
        var upper = new TreeSource(MergedTree.plain(tar, ChangedFiles.owned(linux())), true);
        Set<String> trees = new TreeSet<>();
        for (Changes.Layers each : Changes.layersOf(container.path(), root)) {
            trees.add(relative(each.target()));
        }
        for (Changes.Layers each : Changes.layersOf(container.path(), root)) {
            List<Fd> opened = new ArrayList<>();
            try {
                List<MergedTree.Layer> layers = new ArrayList<>();
                open(each.upper(), upper, layers, opened);
                for (Path directory : each.lowers()) {
                    open(directory, lower, layers, opened);
                }
                String prefix = each.target().isEmpty() ? "" : relative(each.target()) + "/";
                MergedTree.read(layers, prefix, prefix.isEmpty() ? trees : Set.of());
            } finally {
                for (Fd fd : opened) {
                    fd.close();
                }
            }
        }
        tar.finish();
    }

    private static void open(Path directory, TreeSource files, List<MergedTree.Layer> layers, List<Fd> opened)
            throws IOException {
        try {
            Fd top = Descriptors.open(directory, TOP);
            opened.add(top);
            layers.add(new MergedTree.Layer(top, files));
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENOENT) { // an upper one of a container that has changed nothing there
                throw e;
            }
        }
    }

    private Linux linux() throws IOException {
        return container.spec().linux();
    }

    private static String relative(String path) {
        return path.isEmpty() ? "" : path.substring(1);
    }
}
