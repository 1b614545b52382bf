package dev.jocker.runtime.container;

import dev.jocker.runtime.image.HostImage;
import dev.jocker.runtime.mount.MountOptions;
import dev.jocker.runtime.mount.MountStep;
import dev.jocker.runtime.mount.OverlayLayers;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a container's root comes to be: its overlays, the directories they need, and in a user namespace the copies of the image's
 * layers through which their owners are seen.
 *
 * @param directory the container's own directory
 * @param steps from the host's root to the overlay at {@link #merged}
 * @param trees what has to be copied beforehand
 * @param places directories to make, parents first
 */
record RootPlan(Path directory, List<MountStep> steps, List<HostTree> trees, List<Path> places) {
    private static final Set<PosixFilePermission> ROOT_MODE = PosixFilePermissions.fromString("rwxr-xr-x");

    private static final Path PARAMETERS = Path.of("/sys/module/overlay/parameters");

    /**
     * No devices: an image may bring nodes of its own, and until the device cgroup is there nothing else would keep the container
     * from using them.
     */
    private static final Flags<MountFlag> OVERLAY_FLAGS = Flags.of(MountFlag.MS_NODEV);

    /** Plans the root of the container that has {@code directory}; {@code ownUsers}: it has a user namespace of its own. */
    static RootPlan of(Path directory, PreparedRoot root, boolean ownUsers) throws IOException {
        var plan = new Building(directory, ownUsers, options(ownUsers));
        plan.places.add(merged(directory));
        plan.overlay("", root.lowers(), "");
        int index = 0;
        for (HostImage.Tree tree : root.trees()) {
            plan.overlay("tree" + index++, List.of(tree.source()), tree.target());
        }
        return new RootPlan(directory, plan.steps, plan.trees, plan.places);
    }

    /** Makes the directories that the overlays need, for the root of the container's user namespace: {@code owner} on the host. */
    void makePlaces(long owner) throws IOException {
        own(directory, owner);
        for (Path place : places) {
            Files.createDirectory(place);
            own(place, owner);
        }
    }

    /** The mode of an upper directory is that of the container's root: everybody has to be able to get into it. */
    private static void own(Path place, long owner) throws IOException {
        Files.setPosixFilePermissions(place, ROOT_MODE);
        if (owner != 0) {
            Files.setAttribute(place, "unix:uid", (int) owner);
            Files.setAttribute(place, "unix:gid", (int) owner);
        }
    }

    /** Where the root is mounted before it becomes the root. */
    static Path merged(Path directory) {
        return directory.resolve("merged");
    }

    /**
     * What the overlay is to do, of what this kernel knows. No index, since nothing is exported; no metadata-only copies, since
     * the upper directory has to be whole for a commit; volatile, since it is deleted with the container: syncing it would be
     * for nothing.
     */
    private static List<String> options(boolean ownUsers) {
        List<String> options = new ArrayList<>();
        if (Files.exists(PARAMETERS.resolve("index"))) {
            options.add("index=off");
        }
        if (Files.exists(PARAMETERS.resolve("metacopy"))) {
            options.add("metacopy=off");
        }
        if (ownUsers) {
            options.add("userxattr"); // trusted.* is not for the root of a user namespace
        }
        options.add("volatile");
        return options;
    }

    private static final class Building {
        private final Path directory;
        private final boolean ownUsers;
        private final List<String> options;
        private final List<MountStep> steps = new ArrayList<>();
        private final List<HostTree> trees = new ArrayList<>();
        private final List<Path> places = new ArrayList<>();

        private Building(Path directory, boolean ownUsers, List<String> options) {
            this.directory = directory;
            this.ownUsers = ownUsers;
            this.options = options;
        }

        private void overlay(String name, List<Path> lowers, String target) {
            Path base = name.isEmpty() ? directory : directory.resolve(name);
            if (!name.isEmpty()) {
                places.add(base);
            }
            places.add(base.resolve("upper"));
            places.add(base.resolve("work"));
            List<Path> seen = lowers;
            if (ownUsers) {
                seen = new ArrayList<>();
                for (int i = 0; i < lowers.size(); i++) {
                    seen.add(mapped(base.resolve("lower" + i), lowers.get(i)));
                }
            }
            var layers = new OverlayLayers(seen, base.resolve("upper"), base.resolve("work"), options);
            steps.add(new MountStep.MountOverlay(layers, merged(directory) + target, OVERLAY_FLAGS));
        }

        private Path mapped(Path place, Path lower) {
            HostTree tree = HostTree.of(lower, MountOptions.parse(List.of("ro")), true);
            trees.add(tree);
            places.add(place);
            steps.add(new MountStep.PlaceTree(tree.handle(), place.toString(), true));
            return place;
        }
    }
}
