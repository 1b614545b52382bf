package dev.jocker.runtime.container;

import dev.jocker.runtime.image.HostImage;
import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.launch.PreparedRoot;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.RootSource;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.syscall.FileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds what containers' roots are made of: for a new one as it is now, for one that was kept as it was at its making. */
final class Roots {
    private static final ImageConfig HOST_CONFIG =
            new ImageConfig(null, null, null, null, List.of("/bin/sh"), null, null, null, null);

    private final Directories directories;
    private final Predicate<Path> inUse;

    /** {@code inUse}: see {@link HostImage#prepare}. */
    Roots(Directories directories, Predicate<Path> inUse) {
        this.directories = directories;
        this.inUse = inUse;
    }

    PreparedRoot prepare(RootSource source) throws IOException {
        if (source instanceof RootSource.Directory directory) {
            return ofDirectory(directory.path().toAbsolutePath());
        }
        if (source instanceof RootSource.Layers layers) {
            List<Path> lowers = layers.directories();
            return layers.onHost()
                    ? ofHostImage(hostImage(), lowers, ImageConfig.EMPTY, null)
                    : new PreparedRoot(lowers, List.of(), RootView.of(lowers), ImageConfig.EMPTY, lowers, null);
        }
        String reference = ((RootSource.Image) source).reference();
        if (reference.equals(HostImage.NAME) || reference.equals(HostImage.NAME + ":latest")) {
            return ofHostImage(hostImage(), null);
        }
        Image image = ImageStore.under(directories.data()).find(reference).orElse(null);
        if (image == null) {
            throw new ContainerException.ImageNotFound("there is no image " + reference
                    + " here: `jocker images` lists those that are, `jocker pull` brings others");
        }
        return image.onHost() ? ofHostImage(hostImage(), image) : ofImage(image);
    }

    private HostImage.Root hostImage() throws IOException {
        return HostImage.under(directories.data()).prepare(inUse);
    }

    /** Between {@link #prepare} and the note that it is needed, somebody may have removed what was prepared. */
    void requireKept(RootSource source, PreparedRoot root) throws IOException {
        if (root.image() != null && !ImageStore.under(directories.data()).holds(root.image())) {
            throw new ContainerException.NotFound("the image " + source + " has been removed meanwhile");
        }
        for (Path kept : root.kept()) {
            if (!Files.isDirectory(kept)) {
                throw new ContainerException.NotFound("the files of the image " + source
                        + " have been replaced meanwhile, since the host has changed: try again");
            }
        }
    }

    /** What {@link #again} needs to know of {@code root}. */
    static void note(PreparedRoot root, RootSource source, JsonObject own) {
        if (source instanceof RootSource.Directory) {
            own.put("Rootfs", root.lowers().getFirst().toString());
        } else if (!root.trees().isEmpty()) {
            List<JsonObject> trees = new ArrayList<>();
            for (PreparedRoot.Tree tree : root.trees()) {
                trees.add(new JsonObject()
                        .put("Target", tree.target())
                        .put("Source", tree.source().toString()));
            }
            own.put("Skeleton", root.lowers().getLast().toString()).put("Trees", trees);
        }
    }

    /** The root of a container that was kept: of the same image, whatever its name leads to by now. */
    PreparedRoot again(ContainerRecord record) throws IOException {
        JsonObject own = record.own();
        if (own.has("Rootfs")) {
            return ofDirectory(Path.of(own.text("Rootfs")));
        }
        if (own.has("Skeleton") && record.imageId().isEmpty()) {
            return ofHostImage(skeleton(own), null);
        }
        Image image =
                ImageStore.under(directories.data()).find(record.imageId()).orElse(null);
        if (image == null) {
            throw new ContainerException.NotFound(
                    "the image " + record.imageId() + " of the container " + record.name() + " is not here any more");
        }
        return own.has("Skeleton") ? ofHostImage(skeleton(own), image) : ofImage(image);
    }

    private static HostImage.Root skeleton(JsonObject own) {
        Path skeleton = Path.of(own.text("Skeleton"));
        if (!Files.isDirectory(skeleton)) {
            throw new ContainerException.NotFound(
                    "there is no " + skeleton + " any more, which the container's root lies on");
        }
        List<HostImage.Tree> trees = new ArrayList<>();
        for (JsonObject tree : own.objects("Trees")) {
            trees.add(new HostImage.Tree(tree.text("Target"), Path.of(tree.text("Source"))));
        }
        return new HostImage.Root(skeleton, trees);
    }

    private static PreparedRoot ofDirectory(Path path) {
        if (!Files.isDirectory(path)) {
            throw new ContainerException.NotFound("there is no directory " + path + " to be the root");
        }
        return new PreparedRoot(
                List.of(path), List.of(), RootView.of(List.of(path)), ImageConfig.EMPTY, List.of(), null);
    }

    /** {@code image}: what lies over the host's own files, or null. */
    private static PreparedRoot ofHostImage(HostImage.Root root, Image image) throws IOException {
        return image == null
                ? ofHostImage(root, List.of(), HOST_CONFIG, null)
                : ofHostImage(root, image.layers(), image.config(), image);
    }

    private static PreparedRoot ofHostImage(HostImage.Root root, List<Path> layers, ImageConfig config, Image image)
            throws IOException {
        List<Path> lowers = new ArrayList<>(layers);
        lowers.add(root.skeleton());
        RootView view = RootView.of(lowers);
        List<PreparedRoot.Tree> trees = new ArrayList<>();
        for (HostImage.Tree tree : root.trees()) {
            List<Path> over = new ArrayList<>();
            for (Path layer : layers) {
                Path directory = layer.resolve(tree.target().substring(1));
                FileStatus status = FileStatus.ofExisting(directory.toString());
                if (status != null && status.isDirectory()) {
                    over.add(directory);
                }
            }
            over.add(tree.source());
            trees.add(new PreparedRoot.Tree(tree.target(), over));
            view = view.with(tree.target(), over);
        }
        return new PreparedRoot(lowers, trees, view, config, lowers, image);
    }

    private static PreparedRoot ofImage(Image image) {
        return new PreparedRoot(image.layers(), List.of(), image.view(), image.config(), image.layers(), image);
    }
}
