package dev.jocker.runtime.launch;

import dev.jocker.runtime.mount.MountOptions;
import dev.jocker.runtime.mount.MountStep;
import dev.jocker.runtime.mount.OverlayLayers;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
 * @param targets the mounts that the root consists of, as the container sees them: the first is /
 */
public record RootPlan(
        Path directory, List<MountStep> steps, List<HostTree> trees, List<Path> places, List<String> targets) {
    private static final Set<PosixFilePermission> ROOT_MODE = PosixFilePermissions.fromString("rwxr-xr-x");

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PASSABLE = PosixFilePermissions.fromString("rwx--x---");
    private static final Path PARAMETERS = Path.of("/sys/module/overlay/parameters");

    /** What holds the container's changes. */
    public enum Writable {
        /** An overlay's upper directory, on the disk. */
        ON_DISK,
        /** An overlay's upper directory in memory: the disk's file system cannot hold one, being an overlay itself, say. */
        IN_MEMORY,
        /** Nothing: this kernel has no overlays. */
        NOT_AT_ALL;

        /** What is possible for containers kept in {@code containers}. */
        static Writable on(Path containers) throws IOException {
            if (!Files.readString(Path.of("/proc/filesystems")).contains("\toverlay\n")) {
                return NOT_AT_ALL;
            }
            Path there = containers;
            while (!Files.exists(there)) {
                there = there.getParent();
            }
            return Files.getFileStore(there).type().equals("overlay") ? IN_MEMORY : ON_DISK;
        }
    }

    /**
     * Plans the root of the container that has {@code directory}.
     *
     * @param ownUsers whether it has a user namespace of its own
     * @param guardsDevices whether its control group keeps it from devices that are not its own
     * @param again whether a later run is to find what this one has written
     */
    static RootPlan of(
            Path directory,
            PreparedRoot root,
            Writable writable,
            boolean ownUsers,
            boolean guardsDevices,
            boolean again) {
        var plan = new Building(directory, writable, ownUsers, guardsDevices, again);
        plan.root(root);
        return new RootPlan(directory, plan.steps, plan.trees, plan.places, plan.targets);
    }

    /**
     * Makes the directories that the overlays need, for the root of the container's user namespace: {@code owner} on the host. The
     * directory that they are in stays root's, with what it holds for the monitor; that one only gets through.
     */
    public void makePlaces(long owner) throws IOException {
        Files.setPosixFilePermissions(directory, PRIVATE);
        Files.setAttribute(directory, "unix:uid", 0);
        Files.setAttribute(directory, "unix:gid", (int) owner);
        if (owner != 0) {
            Files.setPosixFilePermissions(directory, PASSABLE);
        }
        for (Path place : places) {
            if (!Files.isDirectory(place)) { // there from the last run, as the container has left it
                Files.createDirectory(place);
                own(place, owner, ROOT_MODE);
            }
        }
    }

    /** The mode of an upper directory is that of the container's root: everybody has to be able to get into it. */
    private static void own(Path place, long owner, Set<PosixFilePermission> mode) throws IOException {
        Files.setPosixFilePermissions(place, mode);
        if (owner != 0) {
            Files.setAttribute(place, "unix:uid", (int) owner);
            Files.setAttribute(place, "unix:gid", (int) owner);
        }
    }

    /** Where the root is mounted before it becomes the root. */
    public static Path merged(Path directory) {
        return directory.resolve("merged");
    }

    /**
     * What the overlay is to do, of what this kernel knows. No index, since nothing is exported; no metadata-only copies, since
     * the upper directory has to be whole for a commit; volatile where it is deleted at the end: syncing it would be for nothing, and
     * a volatile one is used once.
     */
    private static List<String> options(boolean ownUsers, boolean again) {
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
        if (!again) {
            options.add("volatile");
        }
        return options;
    }

    private static final class Building {
        private final Path directory;
        private final Writable writable;
        private final boolean ownUsers;
        private final boolean again;
        private final boolean guardsDevices;
        private final List<MountStep> steps = new ArrayList<>();
        private final List<HostTree> trees = new ArrayList<>();
        private final List<Path> places = new ArrayList<>();
        private final List<String> targets = new ArrayList<>();

        private Building(Path directory, Writable writable, boolean ownUsers, boolean guardsDevices, boolean again) {
            this.again = again;
            this.directory = directory;
            this.writable = writable;
            this.ownUsers = ownUsers;
            this.guardsDevices = guardsDevices;
        }

        private void root(PreparedRoot root) {
            places.add(merged(directory));
            if (writable == Writable.IN_MEMORY) {
                places.add(memory());
                steps.add(new MountStep.NewFileSystem(
                        "changes are kept in memory: the disk's file system cannot hold an overlay's",
                        "tmpfs",
                        "tmpfs",
                        memory().toString(),
                        Flags.none(MountFlag.class),
                        "mode=755"));
            }
            lay("root", root.lowers(), "");
            int index = 0;
            for (PreparedRoot.Tree tree : root.trees()) {
                lay("tree" + index++, tree.lowers(), tree.target());
            }
        }

        private void lay(String name, List<Path> lowers, String target) {
            targets.add(target.isEmpty() ? "/" : target);
            List<Path> seen = new ArrayList<>();
            // An image may have one layer several times; overlayfs refuses that (ELOOP), and the topmost hides the
            // others.
            for (Path lower : new LinkedHashSet<>(lowers)) {
                seen.add(ownUsers ? mapped(directory.resolve(name + "-lower" + seen.size()), lower) : lower);
            }
            if (seen.isEmpty()) { // an image without layers; an overlay wants something to lie over
                Path empty = directory.resolve(name + "-empty");
                places.add(empty);
                seen.add(empty);
            }
            if (writable == Writable.NOT_AT_ALL) {
                bind(seen, merged(directory) + target);
                return;
            }
            Path base = writable == Writable.IN_MEMORY ? memory() : directory;
            Path upper = place(base.resolve(name));
            Path work = place(base.resolve(name + "-work"));
            var layers = new OverlayLayers(seen, upper, work, options(ownUsers, again));
            steps.add(new MountStep.MountOverlay(layers, merged(directory) + target, overlayFlags()));
        }

        /** An image may bring nodes of its own: where nothing else guards the devices, they are dead. */
        private Flags<MountFlag> overlayFlags() {
            return guardsDevices ? Flags.none(MountFlag.class) : Flags.of(MountFlag.MS_NODEV);
        }

        private void bind(List<Path> lowers, String target) {
            if (lowers.size() > 1) {
                throw new ContainerException.NotSupported(
                        "this kernel has no overlay file system, and the image has several layers: load the module overlay",
                        null);
            }
            steps.add(new MountStep.BindRoot(lowers.getFirst().toString(), target));
            steps.add(new MountStep.ReadOnly(target));
        }

        private Path place(Path path) {
            if (writable == Writable.IN_MEMORY) {
                steps.add(new MountStep.MakeDirectory(path.toString(), 0755));
            } else {
                places.add(path);
            }
            return path;
        }

        private Path mapped(Path place, Path lower) {
            HostTree tree = HostTree.of(lower, MountOptions.parse(List.of("ro")), true);
            trees.add(tree);
            places.add(place);
            steps.add(new MountStep.PlaceTree(tree.handle(), place.toString(), place.toString(), true));
            return place;
        }

        private Path memory() {
            return directory.resolve("memory");
        }
    }
}
