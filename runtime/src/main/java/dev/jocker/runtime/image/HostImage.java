package dev.jocker.runtime.image;

import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileStatus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The built-in image: this machine's own {@code /usr}, and what {@code /bin}, {@code /lib}, {@code /lib64} and {@code /sbin} lead to,
 * under a small root of its own; nothing else of the host, and nothing downloaded.
 *
 * <p>It comes in two parts. A <em>skeleton</em> has the directories, the links and the small {@code /etc}; it is made once and kept until
 * one of the files it was made from changes. Over it the host's trees are laid where they are.
 */
public final class HostImage {
    /** What a command line calls it. */
    public static final String NAME = "host";

    private static final List<String> USR_PARENTS = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

    /** Distributions whose programs are not below /usr at all. */
    private static final List<String> STORES = List.of("/nix/store", "/gnu/store");

    private final Path machine;
    private final DataRoot data;

    HostImage(Path machine, DataRoot data) {
        this.machine = machine;
        this.data = data;
    }

    /** The image as kept under a data root, by default {@code /var/lib/jocker}. Nothing is made yet. */
    public static HostImage under(Path dataRoot) {
        return new HostImage(Path.of("/"), new DataRoot(dataRoot));
    }

    /**
     * What to mount.
     *
     * @param skeleton the lower directory of the root; never to be written to
     * @param trees what to lay over it, each under a writable layer of its own
     */
    public record Root(Path skeleton, List<Tree> trees) {
        public Root {
            trees = List.copyOf(trees);
        }

        /** The files of it. */
        public RootView view() {
            RootView view = RootView.of(List.of(skeleton));
            for (Tree tree : trees) {
                view = view.with(tree.target(), List.of(tree.source()));
            }
            return view;
        }
    }

    /**
     * One of the host's trees.
     *
     * @param target where the container has it, absolute: {@code /usr}; a directory of the skeleton
     * @param source where the host has it
     */
    public record Tree(String target, Path source) {}

    /**
     * The image as the host is now. Takes a few dozen {@code stat(2)}s if a skeleton is there, some ten milliseconds if not.
     *
     * @param inUse whether a container still uses a skeleton; of those nobody uses, all but the newest two are deleted whenever one
     *     is made. Two, because the one before may have been handed out a moment ago
     */
    public Root prepare(Predicate<Path> inUse) throws IOException {
        List<Tree> trees = trees();
        HostFiles files = HostFiles.of(machine);
        Path skeleton = data.host().resolve(files.key());
        if (FileStatus.ofExisting(skeleton.toString()) == null) {
            build(skeleton, files, trees);
            sweep(skeleton, inUse);
        }
        return new Root(skeleton, trees);
    }

    /** Names the state of the trees, as far as it can be seen at a glance: another text, other files. */
    public String state() throws IOException {
        return HostState.of(machine, trees());
    }

    private List<Tree> trees() throws IOException {
        List<Tree> trees = new ArrayList<>();
        trees.add(new Tree("/usr", machine.resolve("usr")));
        for (String name : USR_PARENTS) { // real directories only where /usr is not merged
            addTree(trees, "/" + name);
        }
        for (String store : STORES) {
            addTree(trees, store);
        }
        return trees;
    }

    private void addTree(List<Tree> trees, String target) throws IOException {
        Path source = machine.resolve(target.substring(1));
        FileStatus status = FileStatus.ofExisting(source.toString());
        if (status != null && status.isDirectory()) {
            trees.add(new Tree(target, source));
        }
    }

    private void build(Path place, HostFiles files, List<Tree> trees) throws IOException {
        try (Staging staging = data.stage()) {
            Skeleton skeleton = Skeleton.in(staging.path().resolve("root"));
            skeleton.directories();
            for (Tree tree : trees) {
                skeleton.directoryWithParents(tree.target().substring(1));
            }
            for (String name : USR_PARENTS) {
                link(skeleton, name);
            }
            skeleton.etc(Files.exists(machine.resolve("usr/bin/bash")) || Files.exists(machine.resolve("bin/bash")));
            files.copyTo(skeleton);
            try (Fd _ = data.lock()) {
                if (FileStatus.ofExisting(place.toString()) == null) { // else another process was quicker
                    staging.publish("root", place);
                }
            }
        }
    }

    private void link(Skeleton skeleton, String name) throws IOException {
        Path link = machine.resolve(name);
        FileStatus status = FileStatus.ofExisting(link.toString());
        if (status != null && status.isSymbolicLink()) {
            skeleton.link(name, Files.readSymbolicLink(link).toString());
        }
    }

    private void sweep(Path current, Predicate<Path> inUse) throws IOException {
        List<Staging> withdrawn = new ArrayList<>();
        try (Fd _ = data.lock()) {
            List<Path> others = new ArrayList<>();
            try (DirectoryStream<Path> skeletons = Files.newDirectoryStream(data.host())) {
                for (Path each : skeletons) {
                    if (!each.equals(current)) {
                        others.add(each);
                    }
                }
            }
            Path newest = newest(others);
            for (Path each : others) {
                if (!each.equals(newest) && !inUse.test(each)) {
                    withdrawn.add(data.withdraw(each));
                }
            }
        }
        for (Staging each : withdrawn) {
            each.close();
        }
    }

    private static Path newest(List<Path> skeletons) throws IOException {
        Path newest = null;
        FileTime when = null;
        for (Path each : skeletons) {
            FileTime made = Files.getLastModifiedTime(each);
            if (when == null || made.compareTo(when) > 0) {
                newest = each;
                when = made;
            }
        }
        return newest;
    }
}
